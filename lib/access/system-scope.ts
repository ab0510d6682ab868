/** The scope of work that no person or program asked for over the network: jobs and the operator's command line. */
import { NotFoundError } from "@/lib/model/errors";
import { CLIENT_PERMISSION_GRANTS, type Permission, permissionsOfRoles, ROLES } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { findTenant } from "./find-tenant";
import { mintScope } from "./mint-scope";

const EVERY_PERMISSION: ReadonlySet<Permission> = new Set([
  ...permissionsOfRoles(ROLES),
  ...Object.values(CLIENT_PERMISSION_GRANTS),
]);

/**
 * A scope with every permission in one tenant.
 * @param tenant slug or id.
 * @param jobName who acts, as records of what was done will say.
 * @throws NotFoundError when there is no such tenant; UnavailableError when the database is away.
 */
export async function systemScope(tenant: string, jobName: string): Promise<TenantScope> {
  const found = await findTenant(tenant);
  if (!found) throw new NotFoundError(`There is no tenant ${tenant}.`);
  return mintScope({
    tenantId: found.tenantId,
    tenantSlug: found.slug,
    tenantName: found.name,
    license: found.license,
    permissions: EVERY_PERMISSION,
    actor: { kind: "system", name: jobName },
  });
}
