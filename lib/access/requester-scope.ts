/** The scope of somebody for whom work goes on while they are not there: what they may see now, not when they asked. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readTenant } from "@/db/queries/find-tenant";
import { findUser, readRoles } from "@/db/queries/users";
import { NotFoundError } from "@/lib/model/errors";
import { permissionsOfRoles } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { mintScope } from "./mint-scope";

/**
 * A disabled user has no permission left.
 * @throws NotFoundError when there is no such user or tenant (any more); UnavailableError.
 */
export async function requesterScope(tenantId: string, userId: string): Promise<TenantScope> {
  return inTenant(appDatabase().db, { tenantId }, async (tenant) => {
    const [found, user] = [await readTenant(tenant), await findUser(tenant, userId)];
    if (!found || !user) throw new NotFoundError("Whoever asked for this is no longer a user of the tenant.");
    const roles = user.disabledAt ? [] : await readRoles(tenant, userId);
    return mintScope({
      ...{ tenantId, tenantSlug: found.slug, tenantName: found.name, license: found.license },
      permissions: permissionsOfRoles(roles),
      actor: { kind: "user", id: userId, name: user.displayName, upn: user.upn },
    });
  });
}
