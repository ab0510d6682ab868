/** A tenant's people and their roles. */
import {
  and,
  asc,
  type Column,
  desc,
  eq,
  inArray,
  isNotNull,
  isNull,
  ne,
  notExists,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { savedViews, userPreferences, userRoles, users } from "@/db/schema";
import type { Role } from "@/lib/model/roles";

export type UserRow = typeof users.$inferSelect;

/** Enters a user; false when the user name or the object id is taken in this tenant. */
export async function insertUser(
  { tx, tenantId }: TenantTransaction,
  user: Omit<typeof users.$inferInsert, "tenantId" | "disabledAt" | "lastSignInAt">,
): Promise<boolean> {
  const inserted = await tx
    .insert(users)
    .values({ ...user, tenantId })
    .onConflictDoNothing()
    .returning({ userId: users.userId });
  return inserted.length > 0;
}

/** The user with this name (lower case). */
export async function findUserByUpn({ tx, tenantId }: TenantTransaction, upn: string): Promise<UserRow | undefined> {
  const [row] = await tx
    .select()
    .from(users)
    .where(and(eq(users.tenantId, tenantId), eq(users.upn, upn)));
  return row;
}

export async function findUser({ tx, tenantId }: TenantTransaction, userId: string): Promise<UserRow | undefined> {
  const [row] = await tx
    .select()
    .from(users)
    .where(and(eq(users.tenantId, tenantId), eq(users.userId, userId)));
  return row;
}

/** Disables (a time) or enables (null) a user. @returns whether that changed anything. */
export async function updateDisabledAt(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  disabledAt: Date | null,
): Promise<boolean> {
  const isOtherwise = disabledAt ? isNull(users.disabledAt) : isNotNull(users.disabledAt);
  const updated = await tx
    .update(users)
    .set({ disabledAt })
    .where(and(eq(users.tenantId, tenantId), eq(users.userId, userId), isOtherwise))
    .returning({ userId: users.userId });
  return updated.length > 0;
}

export async function updatePasswordHash(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await tx
    .update(users)
    .set({ passwordHash })
    .where(and(eq(users.tenantId, tenantId), eq(users.userId, userId)));
}

/** Links an account to the id under which the person stands in sign-in records, unless either is taken. */
export async function linkObjectId(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  objectId: string,
): Promise<void> {
  const other = tx
    .select({ userId: users.userId })
    .from(users)
    .where(and(eq(users.tenantId, tenantId), eq(users.objectId, objectId)));
  await tx
    .update(users)
    .set({ objectId })
    .where(and(eq(users.tenantId, tenantId), eq(users.userId, userId), isNull(users.objectId), notExists(other)));
}

export async function readRoles({ tx, tenantId }: TenantTransaction, userId: string): Promise<Role[]> {
  const rows = await tx
    .select({ role: userRoles.role })
    .from(userRoles)
    .where(and(eq(userRoles.tenantId, tenantId), eq(userRoles.userId, userId)))
    .orderBy(userRoles.role);
  return rows.map((row) => row.role);
}

/** Gives a role; a role that is there already stays as it is. @returns whether it was given. */
export async function insertRole(
  { tx, tenantId }: TenantTransaction,
  grant: { userId: string; role: Role; grantedAt: Date },
): Promise<boolean> {
  const inserted = await tx
    .insert(userRoles)
    .values({ ...grant, tenantId })
    .onConflictDoNothing()
    .returning({ role: userRoles.role });
  return inserted.length > 0;
}

/** Removes a user with roles, sessions, and what they kept for themselves. Views that they shared stay. @returns whether there was one. */
export async function deleteUserRow({ tx, tenantId }: TenantTransaction, userId: string): Promise<boolean> {
  await tx
    .delete(savedViews)
    .where(and(eq(savedViews.tenantId, tenantId), eq(savedViews.ownerId, userId), eq(savedViews.shared, false)));
  await tx
    .delete(userPreferences)
    .where(and(eq(userPreferences.tenantId, tenantId), eq(userPreferences.userId, userId)));
  const deleted = await tx
    .delete(users)
    .where(and(eq(users.tenantId, tenantId), eq(users.userId, userId)))
    .returning({ userId: users.userId });
  return deleted.length > 0;
}

/** Takes a role away. @returns whether it was held. */
export async function deleteRole({ tx, tenantId }: TenantTransaction, userId: string, role: Role): Promise<boolean> {
  const deleted = await tx
    .delete(userRoles)
    .where(and(eq(userRoles.tenantId, tenantId), eq(userRoles.userId, userId), eq(userRoles.role, role)))
    .returning({ role: userRoles.role });
  return deleted.length > 0;
}

/**
 * Whether another user who is not disabled is a Global Administrator. Takes a lock on the tenant's administrators
 * first, so that two administrators who remove each other at the same moment take turns; holds it until the commit.
 */
export async function lockOtherAdministrators(
  { tx, tenantId }: TenantTransaction,
  userId: string,
): Promise<{ othersExist: boolean }> {
  await tx
    .select({ userId: userRoles.userId })
    .from(userRoles)
    .where(and(eq(userRoles.tenantId, tenantId), eq(userRoles.role, "global-administrator")))
    .orderBy(userRoles.userId)
    .for("update");
  // A statement of its own: it sees what the one that held the lock before has committed.
  const others = await tx
    .select({ userId: users.userId })
    .from(userRoles)
    .innerJoin(users, and(eq(users.tenantId, userRoles.tenantId), eq(users.userId, userRoles.userId)))
    .where(
      and(
        eq(userRoles.tenantId, tenantId),
        eq(userRoles.role, "global-administrator"),
        ne(userRoles.userId, userId),
        isNull(users.disabledAt),
      ),
    )
    .limit(1);
  return { othersExist: others.length > 0 };
}

export interface UserFilter {
  /** How the name or the user name begins; empty when it does not matter. */
  search: string;
  role?: Role;
  state?: "enabled" | "disabled";
}

/** Where a page of users begins or ends. */
export interface UserPosition {
  userId: string;
  direction: "after" | "before";
}

/** Users by name, from a position on or back to it (then in reverse order). */
export async function readUserPage(
  { tx, tenantId }: TenantTransaction,
  { filter, position, limit }: { filter: UserFilter; position?: UserPosition; limit: number },
): Promise<UserRow[]> {
  const goesBack = position?.direction === "before";
  const order = goesBack ? desc : asc;
  return tx
    .select()
    .from(users)
    .where(and(eq(users.tenantId, tenantId), ...conditionsOf(tenantId, filter), beyond(tenantId, position)))
    .orderBy(order(users.nameKey), order(users.userId))
    .limit(limit);
}

function conditionsOf(tenantId: string, { search, role, state }: UserFilter): (SQL | undefined)[] {
  const holds = sql`${userRoles.tenantId} = ${tenantId} and ${userRoles.userId} = ${users.userId} and ${userRoles.role} = ${role ?? null}`;
  return [
    search === "" ? undefined : or(beginsWith(users.nameKey, search), beginsWith(users.upn, search)),
    role ? sql`exists (select from ${userRoles} where ${holds})` : undefined,
    state === "enabled" ? isNull(users.disabledAt) : undefined,
    state === "disabled" ? isNotNull(users.disabledAt) : undefined,
  ];
}

/** As a range, which an index can serve; lower-cased by the database, as the key was. */
function beginsWith(column: Column, text: string): SQL {
  const prefix = sql`lower(${text}::text)`;
  return sql`(${column} >= ${prefix} and ${column} < ${prefix} || ${LAST_CHARACTER}::text)`;
}

const LAST_CHARACTER = "\u{10ffff}";

function beyond(tenantId: string, position: UserPosition | undefined): SQL | undefined {
  if (!position) return undefined;
  const at = sql`(select name_key, user_id from users where tenant_id = ${tenantId} and user_id = ${position.userId})`;
  const here = sql`(${users.nameKey}, ${users.userId})`;
  return position.direction === "after" ? sql`${here} > ${at}` : sql`${here} < ${at}`;
}

/** The roles of several users, by user. */
export async function readRolesOf(
  { tx, tenantId }: TenantTransaction,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Role[]>> {
  if (userIds.length === 0) return new Map();
  const rows = await tx
    .select({ userId: userRoles.userId, role: userRoles.role })
    .from(userRoles)
    .where(and(eq(userRoles.tenantId, tenantId), inArray(userRoles.userId, [...userIds])))
    .orderBy(asc(userRoles.userId), asc(userRoles.role));
  const roles = new Map<string, Role[]>();
  for (const { userId, role } of rows) roles.set(userId, [...(roles.get(userId) ?? []), role]);
  return roles;
}

/** Those of a role who may sign in, by user name. */
export async function readMembersOf(
  { tx, tenantId }: TenantTransaction,
  role: Role,
  limit: number,
): Promise<Pick<UserRow, "userId" | "upn" | "displayName">[]> {
  return tx
    .select({ userId: users.userId, upn: users.upn, displayName: users.displayName })
    .from(userRoles)
    .innerJoin(users, and(eq(users.tenantId, userRoles.tenantId), eq(users.userId, userRoles.userId)))
    .where(and(eq(userRoles.tenantId, tenantId), eq(userRoles.role, role), isNull(users.disabledAt)))
    .orderBy(asc(users.nameKey), asc(users.userId))
    .limit(limit);
}
