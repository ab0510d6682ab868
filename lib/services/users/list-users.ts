import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { findUser, readRolesOf, readUserPage } from "@/db/queries/users";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { USER_PAGE_SIZE, type UserQuery, type UserView } from "@/lib/model/users";
import { authorize } from "../authorize";
import { viewOfUser } from "./view-of-user";

export interface UserPage {
  /** By name. */
  users: readonly UserView[];
  /** What the neighbouring pages begin after or end before; undefined where there is none. */
  next?: UserQuery["position"];
  previous?: UserQuery["position"];
}

/**
 * A page of the tenant's users with their roles.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError for a page that began at a user who is gone.
 */
export async function listUsers(
  scope: TenantScope,
  { position, ...filter }: UserQuery,
  { size = USER_PAGE_SIZE }: { size?: number } = {},
): Promise<UserPage> {
  authorize(scope, "tenant:manage");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    if (position && !(await findUser(tenant, position.userId))) {
      throw new InvalidInputError({ [position.direction]: "The user that this page began at is gone. Start again." });
    }
    // One more tells that there is more.
    const rows = await readUserPage(tenant, { filter, limit: size + 1, ...(position ? { position } : {}) });
    const more = rows.length > size;
    const shown = rows.slice(0, size);
    const goesBack = position?.direction === "before";
    if (goesBack) shown.reverse();
    const ids = shown.map(({ userId }) => userId);
    const roles = await readRolesOf(tenant, ids);
    const [first, last] = [ids[0], ids.at(-1)];
    return {
      users: shown.map((row) => viewOfUser(row, roles.get(row.userId) ?? [])),
      ...(last && (goesBack || more) ? { next: { userId: last, direction: "after" as const } } : {}),
      ...(first && position && (!goesBack || more)
        ? { previous: { userId: first, direction: "before" as const } }
        : {}),
    };
  });
}
