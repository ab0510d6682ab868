/** A tenant of its own for each suite, and scopes that see it with any set of rights. */
import postgres from "postgres";
import { v7 as uuidv7 } from "uuid";
import { mintScope } from "@/lib/access/mint-scope";
import type { License } from "@/lib/model/licenses";
import { type Permission, permissionsOfRoles, type Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";

const EVERY_PERMISSION: readonly Permission[] = [
  "logs:read",
  "policies:read",
  "signIns:flag",
  "signIns:write",
  "tenant:manage",
];

export interface TestTenant {
  tenantId: string;
  slug: string;
  /** Everything that the tenant's license allows. */
  scope: TenantScope;
  /** What the given roles may do. */
  asRoles(...roles: Role[]): TenantScope;
}

let made = 0;

/** Creates a tenant as the owner would. */
export async function createTestTenant(
  ownerUrl: string,
  { license = "premium_p2", slug = `tenant-${process.pid}-${++made}` }: { license?: License; slug?: string } = {},
): Promise<TestTenant> {
  const tenantId = uuidv7();
  const domain = `${slug}.example`;
  const owner = postgres(ownerUrl, { max: 1 });
  try {
    await owner.begin(async (tx) => {
      await tx`insert into tenant_slugs (slug, tenant_id) values (${slug}, ${tenantId})`;
      await tx`insert into tenant_domains (domain, tenant_id) values (${domain}, ${tenantId})`;
      await tx`insert into tenants (tenant_id, slug, name, domain, license, license_changed_at, created_at)
        values (${tenantId}, ${slug}, ${slug}, ${domain}, ${license}, now(), now())`;
    });
  } finally {
    await owner.end();
  }
  const scopeWith = (permissions: ReadonlySet<Permission>) =>
    mintScope({
      ...{ tenantId, tenantSlug: slug, tenantName: slug, license, permissions },
      actor: { kind: "system", name: "test" },
    });
  return {
    tenantId,
    slug,
    scope: scopeWith(new Set(EVERY_PERMISSION)),
    asRoles: (...roles) => scopeWith(permissionsOfRoles(roles)),
  };
}
