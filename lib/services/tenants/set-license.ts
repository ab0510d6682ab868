import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { type LicenseChange, type TenantRow, updateTenantLicense } from "@/db/queries/tenants";
import { retryConflicts } from "@/db/retry";
import { type AuditActivity, OPERATOR } from "@/lib/model/audit";
import { InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { isLicense, LICENSE_DEFINITIONS, LICENSES, type License } from "@/lib/model/licenses";
import { graceEnd } from "@/lib/model/retention";
import { recordAudit } from "../audit/record-audit";

/**
 * Changes a tenant's license. It bites at once for readers; after a downgrade the row remembers the license whose
 * retention still protects stored sign-ins during the grace. On record in the tenant's audit log. An operator's verb.
 * @throws InvalidInputError for an unknown license, NotFoundError when there is no such tenant.
 */
export async function setLicense(slug: string, license: string, { now }: { now: Date }): Promise<TenantRow> {
  if (!isLicense(license)) throw new InvalidInputError({ license: `A license is one of ${LICENSES.join(", ")}.` });
  const tenant = await outsideTenants(() =>
    retryConflicts(() =>
      updateTenantLicense(
        ownerDatabase().db,
        slug,
        (row) => changeOfLicense(row, license, now),
        (inside, before, after) => recordAudit(inside, BY_OPERATOR, activityOf(before, after), now),
      ),
    ),
  );
  if (!tenant) throw new NotFoundError(`There is no tenant ${slug}.`);
  return tenant;
}

const BY_OPERATOR = { actor: { kind: "system", name: OPERATOR } } as const;

function activityOf({ tenantId, name, license: before }: TenantRow, { license: after }: LicenseChange): AuditActivity {
  return {
    ...{ activity: "Change license", category: "DirectoryManagement" },
    target: { type: "Tenant", id: tenantId, name },
    changes: [
      { property: "License", before: LICENSE_DEFINITIONS[before].label, after: LICENSE_DEFINITIONS[after].label },
    ],
  };
}

/** What a change writes; undefined when the license is the same, which must not start the grace anew. */
function changeOfLicense(row: TenantRow, license: License, now: Date): LicenseChange | undefined {
  if (row.license === license) return undefined;
  const before = row.downgradedFrom && graceEnd(row, now) ? longerKept(row.license, row.downgradedFrom) : row.license;
  return { license, licenseChangedAt: now, downgradedFrom: keptDays(before) > keptDays(license) ? before : null };
}

/** Two downgrades within one grace: the longer retention is the one that a mistake would lose. */
function longerKept(a: License, b: License): License {
  return keptDays(b) > keptDays(a) ? b : a;
}

function keptDays(license: License): number {
  return LICENSE_DEFINITIONS[license].retentionDays;
}
