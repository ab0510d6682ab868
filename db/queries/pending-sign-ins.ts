/** Sign-ins to Signbook itself, on their way into the tenant's log. */
import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Database, TenantTransaction } from "@/db/client";
import { pendingSignIns } from "@/db/schema";

export type PendingSignIn = Omit<typeof pendingSignIns.$inferSelect, "tenantId">;

/** Keeps a sign-in until it is in the log. One with the id of another that waits is counted with it. */
export async function insertPendingSignIn(
  { tx, tenantId }: TenantTransaction,
  pending: Omit<PendingSignIn, "repeats">,
): Promise<void> {
  await tx
    .insert(pendingSignIns)
    .values({ ...pending, repeats: 1, tenantId })
    .onConflictDoUpdate({
      target: [pendingSignIns.tenantId, pendingSignIns.pendingId],
      set: { repeats: sql`${pendingSignIns.repeats} + 1` },
    });
}

/** Those that are due. */
export async function readPendingSignIns(
  { tx, tenantId }: TenantTransaction,
  now: Date,
  limit: number,
): Promise<PendingSignIn[]> {
  return tx
    .select()
    .from(pendingSignIns)
    .where(and(eq(pendingSignIns.tenantId, tenantId), lte(pendingSignIns.dueAt, now)))
    .orderBy(asc(pendingSignIns.pendingId))
    .limit(limit);
}

/** Takes off those that are in the log. */
export async function deletePendingSignIns(
  { tx, tenantId }: TenantTransaction,
  done: readonly PendingSignIn[],
): Promise<void> {
  const ids = done.map(({ pendingId }) => pendingId);
  await tx
    .delete(pendingSignIns)
    .where(and(eq(pendingSignIns.tenantId, tenantId), inArray(pendingSignIns.pendingId, ids)));
}

/** Tenants with sign-ins that are due and that nobody has brought into the log, through the owner's connection. */
export async function tenantsWithPendingSignIns(owner: Database, before: Date): Promise<string[]> {
  const rows = await owner
    .selectDistinct({ tenantId: pendingSignIns.tenantId })
    .from(pendingSignIns)
    .where(lte(pendingSignIns.dueAt, before));
  return rows.map(({ tenantId }) => tenantId);
}
