import type { TenantTransaction } from "@/db/client";
import { findUserByUpn, type UserRow } from "@/db/queries/users";
import { NotFoundError } from "@/lib/model/errors";

/** The tenant's user with this name. @throws NotFoundError when there is none, also when another tenant has one. */
export async function requireUser(tenant: TenantTransaction, upn: string): Promise<UserRow> {
  const user = await findUserByUpn(tenant, upn);
  if (!user) throw new NotFoundError(`There is no user ${upn}.`);
  return user;
}
