/** The account behind an own scope, as the database knows it now. */
import type { TenantTransaction } from "@/db/client";
import { readTenant } from "@/db/queries/find-tenant";
import { findOwnKeys, type OwnKeys } from "@/db/queries/own-sign-ins/own-keys";
import { findUser } from "@/db/queries/users";
import { NotSignedInError } from "@/lib/model/errors";
import type { OwnScope, TenantScope } from "@/lib/model/scope";

/**
 * Under which keys the sign-ins of the scope's person are stored: the first thing that every verb on own sign-ins asks.
 * @throws NotSignedInError when the account was disabled or removed meanwhile.
 */
export async function ownKeysOf(tenant: TenantTransaction, scope: OwnScope): Promise<OwnKeys> {
  const [user, organisation] = [await findUser(tenant, scope.actor.id), await readTenant(tenant)];
  if (!user || user.disabledAt || !organisation) throw new NotSignedInError();
  const { userId, objectId, upn, createdAt } = user;
  return findOwnKeys(tenant, { userId, objectId, upn, createdAt, domain: organisation.domain });
}

/** What a person may see of their own records: what any reader without a role may. */
export function ownRights({ license }: OwnScope): Pick<TenantScope, "permissions" | "license"> {
  return { license, permissions: new Set() };
}
