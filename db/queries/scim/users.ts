/** Accounts as identity providers see them: the account, what the provider says of it, and its groups. */
import { and, asc, eq, isNull, type SQL } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { scimGroups, scimMembers, scimUsers, users } from "@/db/schema";

export interface ScimUserRow {
  userId: string;
  upn: string;
  displayName: string;
  objectId: string | null;
  disabledAt: Date | null;
  createdAt: Date;
  externalId: string | null;
  /** JSON text; null for an account that no provider has described. */
  attributes: string | null;
  changedAt: Date | null;
  deletedAt: Date | null;
}

const COLUMNS = {
  userId: users.userId,
  upn: users.upn,
  displayName: users.displayName,
  objectId: users.objectId,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
  externalId: scimUsers.externalId,
  attributes: scimUsers.attributes,
  changedAt: scimUsers.changedAt,
  deletedAt: scimUsers.deletedAt,
};

/** What a look-up may go by. */
export interface UserNarrowing {
  userId?: string;
  /** Lower case. */
  upn?: string;
  externalId?: string;
}

/** The accounts that the tenant's providers can see, oldest first. */
export async function listScimUsers(
  { tx, tenantId }: TenantTransaction,
  narrowing: UserNarrowing = {},
): Promise<ScimUserRow[]> {
  const conditions: (SQL | undefined)[] = [
    narrowing.userId === undefined ? undefined : eq(users.userId, narrowing.userId),
    narrowing.upn === undefined ? undefined : eq(users.upn, narrowing.upn),
    narrowing.externalId === undefined ? undefined : eq(scimUsers.externalId, narrowing.externalId),
  ];
  return tx
    .select(COLUMNS)
    .from(users)
    .leftJoin(scimUsers, ofSameUser())
    .where(and(eq(users.tenantId, tenantId), isNull(scimUsers.deletedAt), ...conditions))
    .orderBy(asc(users.createdAt), asc(users.userId));
}

function ofSameUser() {
  return and(eq(scimUsers.tenantId, users.tenantId), eq(scimUsers.userId, users.userId));
}

/** An account by its name, also one that the provider has let go of, so that nobody else changes it meanwhile. */
export async function lockScimUser(
  tenant: TenantTransaction,
  by: { userId: string } | { upn: string },
): Promise<ScimUserRow | undefined> {
  const { tx, tenantId } = tenant;
  const mine = and(eq(users.tenantId, tenantId), "userId" in by ? eq(users.userId, by.userId) : eq(users.upn, by.upn));
  const locked = await tx.select({ userId: users.userId }).from(users).where(mine).for("update");
  if (locked.length === 0) return undefined;
  const [row] = await tx.select(COLUMNS).from(users).leftJoin(scimUsers, ofSameUser()).where(mine);
  return row;
}

/** Changes the account itself; false when the name or the object id is another's. */
export async function updateAccount(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  changes: { upn: string; displayName: string; objectId: string | null; disabledAt: Date | null },
): Promise<void> {
  await tx
    .update(users)
    .set(changes)
    .where(and(eq(users.tenantId, tenantId), eq(users.userId, userId)));
}

/** Whether another account of the tenant has this name or object id. */
export async function isTaken(
  { tx, tenantId }: TenantTransaction,
  column: "upn" | "objectId",
  value: string,
  userId: string | undefined,
): Promise<boolean> {
  const rows = await tx
    .select({ userId: users.userId })
    .from(users)
    .where(and(eq(users.tenantId, tenantId), eq(users[column], value)));
  return rows.some((row) => row.userId !== userId);
}

/** What a provider says of an account, in place of what it said before. */
export async function saveScimUser(
  { tx, tenantId }: TenantTransaction,
  user: Omit<typeof scimUsers.$inferInsert, "tenantId">,
): Promise<void> {
  const { externalId, attributes, changedAt, deletedAt = null } = user;
  await tx
    .insert(scimUsers)
    .values({ ...user, tenantId })
    .onConflictDoUpdate({
      target: [scimUsers.tenantId, scimUsers.userId],
      set: { externalId, attributes, changedAt, deletedAt },
    });
}

export interface Membership {
  userId: string;
  groupId: string;
  displayName: string;
}

/** The groups of one account, or of all. */
export async function listMemberships({ tx, tenantId }: TenantTransaction, userId?: string): Promise<Membership[]> {
  return tx
    .select({ userId: scimMembers.userId, groupId: scimGroups.groupId, displayName: scimGroups.displayName })
    .from(scimMembers)
    .innerJoin(
      scimGroups,
      and(eq(scimGroups.tenantId, scimMembers.tenantId), eq(scimGroups.groupId, scimMembers.groupId)),
    )
    .where(and(eq(scimMembers.tenantId, tenantId), userId === undefined ? undefined : eq(scimMembers.userId, userId)))
    .orderBy(asc(scimGroups.nameKey));
}
