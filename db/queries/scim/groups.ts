/** Providers' groups and who is in them. */
import { and, asc, count, eq, inArray, isNull, ne, type SQL } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { scimGroups, scimMembers, scimUsers, userRoles, users } from "@/db/schema";
import type { GroupRole } from "@/lib/model/provisioning";

export type ScimGroupRow = typeof scimGroups.$inferSelect;

export interface GroupNarrowing {
  groupId?: string;
  nameKey?: string;
  externalId?: string;
}

/** By name. */
export async function listScimGroups(
  { tx, tenantId }: TenantTransaction,
  { groupId, nameKey, externalId }: GroupNarrowing = {},
): Promise<ScimGroupRow[]> {
  const conditions: (SQL | undefined)[] = [
    groupId === undefined ? undefined : eq(scimGroups.groupId, groupId),
    nameKey === undefined ? undefined : eq(scimGroups.nameKey, nameKey),
    externalId === undefined ? undefined : eq(scimGroups.externalId, externalId),
  ];
  return tx
    .select()
    .from(scimGroups)
    .where(and(eq(scimGroups.tenantId, tenantId), ...conditions))
    .orderBy(asc(scimGroups.nameKey));
}

/** A group, so that nobody else changes it or its members meanwhile. */
export async function lockScimGroup(
  { tx, tenantId }: TenantTransaction,
  groupId: string,
): Promise<ScimGroupRow | undefined> {
  const [row] = await tx
    .select()
    .from(scimGroups)
    .where(and(eq(scimGroups.tenantId, tenantId), eq(scimGroups.groupId, groupId)))
    .for("update");
  return row;
}

/** False when there is a group of that name. */
export async function insertScimGroup(
  { tx, tenantId }: TenantTransaction,
  group: Omit<ScimGroupRow, "tenantId">,
): Promise<boolean> {
  const inserted = await tx
    .insert(scimGroups)
    .values({ ...group, tenantId })
    .onConflictDoNothing()
    .returning({ groupId: scimGroups.groupId });
  return inserted.length > 0;
}

export async function isGroupNameTaken(
  { tx, tenantId }: TenantTransaction,
  nameKey: string,
  groupId: string,
): Promise<boolean> {
  const rows = await tx
    .select({ groupId: scimGroups.groupId })
    .from(scimGroups)
    .where(and(eq(scimGroups.tenantId, tenantId), eq(scimGroups.nameKey, nameKey), ne(scimGroups.groupId, groupId)));
  return rows.length > 0;
}

export async function updateScimGroup(
  { tx, tenantId }: TenantTransaction,
  groupId: string,
  changes: Partial<Pick<ScimGroupRow, "displayName" | "nameKey" | "externalId" | "role" | "changedAt">>,
): Promise<void> {
  await tx
    .update(scimGroups)
    .set(changes)
    .where(and(eq(scimGroups.tenantId, tenantId), eq(scimGroups.groupId, groupId)));
}

export async function deleteScimGroup({ tx, tenantId }: TenantTransaction, groupId: string): Promise<void> {
  await tx.delete(scimGroups).where(and(eq(scimGroups.tenantId, tenantId), eq(scimGroups.groupId, groupId)));
}

export interface Member {
  groupId: string;
  userId: string;
  displayName: string;
  granted: boolean;
}

/** The members of groups that providers can see. */
export async function listMembers({ tx, tenantId }: TenantTransaction, groupIds: readonly string[]): Promise<Member[]> {
  if (groupIds.length === 0) return [];
  return tx
    .select({
      groupId: scimMembers.groupId,
      userId: scimMembers.userId,
      displayName: users.displayName,
      granted: scimMembers.granted,
    })
    .from(scimMembers)
    .innerJoin(users, and(eq(users.tenantId, scimMembers.tenantId), eq(users.userId, scimMembers.userId)))
    .where(and(eq(scimMembers.tenantId, tenantId), inArray(scimMembers.groupId, [...groupIds])))
    .orderBy(asc(scimMembers.userId));
}

/** How many members each group has. */
export async function countMembers({ tx, tenantId }: TenantTransaction): Promise<Map<string, number>> {
  const rows = await tx
    .select({ groupId: scimMembers.groupId, n: count() })
    .from(scimMembers)
    .where(eq(scimMembers.tenantId, tenantId))
    .groupBy(scimMembers.groupId);
  return new Map(rows.map(({ groupId, n }) => [groupId, n]));
}

/** Those of the given ids that are accounts which providers can see. */
export async function visibleUsers(
  { tx, tenantId }: TenantTransaction,
  userIds: readonly string[],
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows = await tx
    .select({ userId: users.userId })
    .from(users)
    .leftJoin(scimUsers, and(eq(scimUsers.tenantId, users.tenantId), eq(scimUsers.userId, users.userId)))
    .where(and(eq(users.tenantId, tenantId), inArray(users.userId, [...userIds]), isNull(scimUsers.deletedAt)));
  return new Set(rows.map(({ userId }) => userId));
}

/** Enters a member and, where the group stands for a role, the role. */
export async function addMember(
  { tx, tenantId }: TenantTransaction,
  { groupId, userId, role, now }: { groupId: string; userId: string; role: GroupRole | null; now: Date },
): Promise<void> {
  const granted = role !== null && (await grantNew({ tx, tenantId }, userId, role, now));
  await tx.insert(scimMembers).values({ tenantId, groupId, userId, granted }).onConflictDoNothing();
}

async function grantNew(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  role: GroupRole,
  now: Date,
): Promise<boolean> {
  const inserted = await tx
    .insert(userRoles)
    .values({ tenantId, userId, role, grantedAt: now })
    .onConflictDoNothing()
    .returning({ userId: userRoles.userId });
  return inserted.length > 0;
}

/**
 * Takes a member out, and with it the role that the membership brought, unless another group of the same role has the
 * member too: then that one has brought it from now on.
 */
export async function removeMember(
  tenant: TenantTransaction,
  { groupId, userId, role }: { groupId: string; userId: string; role: GroupRole | null },
): Promise<void> {
  const { tx, tenantId } = tenant;
  const [gone] = await tx
    .delete(scimMembers)
    .where(and(eq(scimMembers.tenantId, tenantId), eq(scimMembers.groupId, groupId), eq(scimMembers.userId, userId)))
    .returning({ granted: scimMembers.granted });
  if (gone?.granted && role !== null) await takeBack(tenant, userId, role);
}

async function takeBack({ tx, tenantId }: TenantTransaction, userId: string, role: GroupRole): Promise<void> {
  const [heir] = await tx
    .select({ groupId: scimMembers.groupId })
    .from(scimMembers)
    .innerJoin(
      scimGroups,
      and(eq(scimGroups.tenantId, scimMembers.tenantId), eq(scimGroups.groupId, scimMembers.groupId)),
    )
    .where(and(eq(scimMembers.tenantId, tenantId), eq(scimMembers.userId, userId), eq(scimGroups.role, role)))
    .limit(1);
  if (!heir) {
    await tx
      .delete(userRoles)
      .where(and(eq(userRoles.tenantId, tenantId), eq(userRoles.userId, userId), eq(userRoles.role, role)));
    return;
  }
  await tx
    .update(scimMembers)
    .set({ granted: true })
    .where(
      and(eq(scimMembers.tenantId, tenantId), eq(scimMembers.groupId, heir.groupId), eq(scimMembers.userId, userId)),
    );
}
