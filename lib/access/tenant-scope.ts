/** The scope of a person who is signed in. */
import { NotFoundError, NotSignedInError } from "@/lib/model/errors";
import { permissionsOfRoles } from "@/lib/model/roles";
import type { RequestOrigin, TenantScope } from "@/lib/model/scope";
import { mintScope } from "./mint-scope";
import type { Session } from "./session";

/**
 * The scope of a session in the tenant that an address names.
 * @param tenant slug or id, as it stands in the address.
 * @throws NotSignedInError without a session; NotFoundError when the address names another tenant or none: the two
 *   are not told apart.
 */
export function scopeFromSession(session: Session | null, tenant: string, origin?: RequestOrigin): TenantScope {
  if (!session) throw new NotSignedInError();
  if (tenant !== session.tenantSlug && tenant !== session.tenantId) throw new NotFoundError("There is no such page.");
  return mintScope({
    tenantId: session.tenantId,
    tenantSlug: session.tenantSlug,
    tenantName: session.tenantName,
    license: session.license,
    permissions: permissionsOfRoles(session.roles),
    actor: { kind: "user", id: session.userId, name: session.displayName, upn: session.upn },
    ...(origin ? { origin } : {}),
  });
}
