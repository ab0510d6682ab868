import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { type LicenseChange, type TenantRow, updateTenantLicense } from "@/db/queries/tenants";
import { retryConflicts } from "@/db/retry";
import { InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { isLicense, LICENSE_DEFINITIONS, LICENSES, type License } from "@/lib/model/licenses";
import { graceEnd } from "@/lib/model/retention";

/**
 * Changes a tenant's license. It bites at once for readers; after a downgrade the row remembers the license whose
 * retention still protects stored sign-ins during the grace. An operator's verb.
 * @throws InvalidInputError for an unknown license, NotFoundError when there is no such tenant.
 */
export async function setLicense(slug: string, license: string, { now }: { now: Date }): Promise<TenantRow> {
  if (!isLicense(license)) throw new InvalidInputError({ license: `A license is one of ${LICENSES.join(", ")}.` });
  const tenant = await outsideTenants(() =>
    retryConflicts(() => updateTenantLicense(ownerDatabase().db, slug, (row) => changeOfLicense(row, license, now))),
  );
  if (!tenant) throw new NotFoundError(`There is no tenant ${slug}.`);
  return tenant;
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
