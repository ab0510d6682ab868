/** A tenant's people and their roles. */
import { and, eq, isNull, ne, notExists } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { userRoles, users } from "@/db/schema";
import type { Role } from "@/lib/model/roles";

export type UserRow = typeof users.$inferSelect;

/** Enters a user; false when the user name or the object id is taken in this tenant. */
export async function insertUser(
  { tx, tenantId }: TenantTransaction,
  user: Omit<UserRow, "tenantId" | "disabledAt">,
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

/** Disables (a time) or enables (null) a user. */
export async function updateDisabledAt(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  disabledAt: Date | null,
): Promise<void> {
  await tx
    .update(users)
    .set({ disabledAt })
    .where(and(eq(users.tenantId, tenantId), eq(users.userId, userId)));
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

/** Gives a role; a role that is there already stays as it is. */
export async function insertRole(
  { tx, tenantId }: TenantTransaction,
  grant: { userId: string; role: Role; grantedAt: Date },
): Promise<void> {
  await tx
    .insert(userRoles)
    .values({ ...grant, tenantId })
    .onConflictDoNothing();
}

export async function deleteRole({ tx, tenantId }: TenantTransaction, userId: string, role: Role): Promise<void> {
  await tx
    .delete(userRoles)
    .where(and(eq(userRoles.tenantId, tenantId), eq(userRoles.userId, userId), eq(userRoles.role, role)));
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
