import { v7 as uuidv7 } from "uuid";
import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { insertTenant, type TenantRow } from "@/db/queries/tenants";
import { type AuditActivity, OPERATOR } from "@/lib/model/audit";
import { ConflictError, InvalidInputError } from "@/lib/model/errors";
import { isLicense, LICENSE_DEFINITIONS, LICENSES } from "@/lib/model/licenses";
import { slugProblem } from "@/lib/model/slugs";
import { PRINTABLE } from "@/lib/model/unprintable";
import { recordAudit } from "../audit/record-audit";

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/;
const NAME_MAX_CHARACTERS = 120;

export interface NewTenant {
  slug: string;
  name: string;
  /** The domain of its people's addresses; letter case is ignored. */
  domain: string;
  license: string;
}

/**
 * Creates a tenant: the first entry of its own audit log. An operator's verb: it asks for no scope and needs the owner's
 * connection.
 * @param now becomes `created_at`, UTC.
 * @throws InvalidInputError that names every unusable field, ConflictError when slug or domain are taken.
 */
export async function createTenant(input: NewTenant, { now }: { now: Date }): Promise<TenantRow> {
  const domain = input.domain.trim().toLowerCase();
  const name = input.name.trim();
  const problems: Record<string, string> = {};
  const slugIs = slugProblem(input.slug);
  if (slugIs) problems.slug = slugIs;
  if (name === "" || name.length > NAME_MAX_CHARACTERS || !PRINTABLE.test(name)) {
    problems.name = `A name has 1 to ${NAME_MAX_CHARACTERS} printable characters.`;
  }
  if (!DOMAIN.test(domain)) problems.domain = "A domain looks like acorn.example.";
  if (!isLicense(input.license)) problems.license = `A license is one of ${LICENSES.join(", ")}.`;
  if (Object.keys(problems).length > 0 || !isLicense(input.license)) throw new InvalidInputError(problems);

  const tenant: TenantRow = {
    tenantId: uuidv7({ msecs: now.getTime() }),
    slug: input.slug,
    name,
    domain,
    license: input.license,
    licenseChangedAt: now,
    downgradedFrom: null,
    createdAt: now,
  };
  const taken = await outsideTenants(() =>
    insertTenant(ownerDatabase().db, tenant, (inside) => recordAudit(inside, BY_OPERATOR, activityOf(tenant), now)),
  );
  if (taken) throw new ConflictError(`A tenant with the ${taken} ${tenant[taken]} exists already.`);
  return tenant;
}

const BY_OPERATOR = { actor: { kind: "system", name: OPERATOR } } as const;

function activityOf({ tenantId, name, slug, domain, license }: TenantRow): AuditActivity {
  const values = { Name: name, "Short name": slug, Domain: domain, License: LICENSE_DEFINITIONS[license].label };
  return {
    ...{ activity: "Create tenant", category: "DirectoryManagement" },
    target: { type: "Tenant", id: tenantId, name },
    changes: Object.entries(values).map(([property, after]) => ({ property, before: null, after })),
  };
}
