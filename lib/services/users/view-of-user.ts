import type { UserRow } from "@/db/queries/users";
import type { Role } from "@/lib/model/roles";
import type { UserView } from "@/lib/model/users";

/** What administrators see of a user: never the hash of a password. */
export function viewOfUser(row: UserRow, roles: readonly Role[]): UserView {
  const { userId, upn, displayName, objectId, createdAt, disabledAt, lastSignInAt } = row;
  return { userId, upn, displayName, objectId, roles, createdAt, disabledAt, lastSignInAt };
}
