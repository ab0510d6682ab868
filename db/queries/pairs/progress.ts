/** How far a tenant's pairs are folded, and which days are still to be counted anew. */
import { eq, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInPairChanges, signInPairProgress } from "@/db/schema";

export interface Progress {
  throughSeq: number;
  clearedBefore: string | null;
  /** Up to which batch it was looked which things stand with many others, and when that may be done again. */
  lookedThrough: number | null;
  nextLookAt: Date | null;
}

/** Takes the tenant's pairs for oneself until the end of the transaction; undefined while somebody else has them. */
export async function lockProgress({ tx, tenantId }: TenantTransaction): Promise<Progress | undefined> {
  await tx.insert(signInPairProgress).values({ tenantId, throughSeq: 0 }).onConflictDoNothing();
  const [row] = await tx
    .select()
    .from(signInPairProgress)
    .where(eq(signInPairProgress.tenantId, tenantId))
    .for("update", { skipLocked: true });
  return row;
}

export async function setProgress({ tx, tenantId }: TenantTransaction, changes: Partial<Progress>): Promise<void> {
  await tx.update(signInPairProgress).set(changes).where(eq(signInPairProgress.tenantId, tenantId));
}

/** Notes that days (`2025-11-24`) are to be counted anew. Rows are only ever added, so that no writer waits for another. */
export async function markChangedDays(
  { tx, tenantId }: TenantTransaction,
  changeId: string,
  days: Iterable<string>,
): Promise<void> {
  const rows = [...new Set(days)].sort().map((day) => ({ tenantId, day, changeId }));
  if (rows.length > 0) await tx.insert(signInPairChanges).values(rows).onConflictDoNothing();
}

/** Days that are to be counted anew, oldest first, each with what was noted of it. */
export async function changedDays({ tx, tenantId }: TenantTransaction): Promise<Map<string, string[]>> {
  const rows = await tx
    .select()
    .from(signInPairChanges)
    .where(eq(signInPairChanges.tenantId, tenantId))
    .orderBy(signInPairChanges.day, signInPairChanges.changeId);
  const days = new Map<string, string[]>();
  for (const { day, changeId } of rows) days.set(day, [...(days.get(day) ?? []), changeId]);
  return days;
}

export async function forgetChanges(
  { tx, tenantId }: TenantTransaction,
  day: string,
  changeIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`delete from sign_in_pair_changes where tenant_id = ${tenantId}::uuid and day = ${day}::date
    and change_id = any(${`{${changeIds.join(",")}}`}::uuid[])`);
}
