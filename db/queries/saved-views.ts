/** Views of the logs under a name. */
import { and, asc, count, eq, or, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { savedViews } from "@/db/schema";

export type SavedViewRow = typeof savedViews.$inferSelect;

/** A user's own views and the shared ones, by name. Without a user the shared ones alone. */
export async function readSavedViews(
  { tx, tenantId }: TenantTransaction,
  userId: string | null,
  limit: number,
): Promise<SavedViewRow[]> {
  return tx
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.tenantId, tenantId), visibleTo(userId)))
    .orderBy(asc(sql`lower(${savedViews.name})`), asc(savedViews.viewId))
    .limit(limit);
}

/** One of the views that {@link readSavedViews} finds, locked until the commit. */
export async function lockSavedView(
  { tx, tenantId }: TenantTransaction,
  userId: string | null,
  viewId: string,
): Promise<SavedViewRow | undefined> {
  const [row] = await tx
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.tenantId, tenantId), eq(savedViews.viewId, viewId), visibleTo(userId)))
    .for("update");
  return row;
}

function visibleTo(userId: string | null) {
  const shared = eq(savedViews.shared, true);
  return userId === null ? shared : or(shared, eq(savedViews.ownerId, userId));
}

export async function countViewsOf({ tx, tenantId }: TenantTransaction, ownerId: string): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(savedViews)
    .where(and(eq(savedViews.tenantId, tenantId), eq(savedViews.ownerId, ownerId)));
  return row?.n ?? 0;
}

/** Fails with a unique violation when the owner has a view of that name. */
export async function insertSavedView(
  { tx, tenantId }: TenantTransaction,
  view: Omit<SavedViewRow, "tenantId">,
): Promise<void> {
  await tx.insert(savedViews).values({ ...view, tenantId });
}

/** Fails like {@link insertSavedView}. */
export async function updateSavedView(
  { tx, tenantId }: TenantTransaction,
  viewId: string,
  changes: Pick<SavedViewRow, "name" | "query" | "shared" | "changedAt">,
): Promise<void> {
  await tx
    .update(savedViews)
    .set(changes)
    .where(and(eq(savedViews.tenantId, tenantId), eq(savedViews.viewId, viewId)));
}

export async function deleteSavedView({ tx, tenantId }: TenantTransaction, viewId: string): Promise<void> {
  await tx.delete(savedViews).where(and(eq(savedViews.tenantId, tenantId), eq(savedViews.viewId, viewId)));
}
