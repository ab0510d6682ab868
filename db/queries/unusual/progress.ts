/** How far a tenant's sign-ins are judged, and which users are to be judged anew. */
import { and, eq, inArray, min, sql } from "drizzle-orm";
import { plainArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { ingestBatches, signInHabitChanges, signInHabitProgress } from "@/db/schema";

/**
 * Takes the tenant's habits and findings for oneself until the end of the transaction; undefined while somebody else has
 * them. @returns the number up to which batches are judged.
 */
export async function lockHabits({ tx, tenantId }: TenantTransaction): Promise<number | undefined> {
  await tx.insert(signInHabitProgress).values({ tenantId, throughSeq: 0 }).onConflictDoNothing();
  const [row] = await tx
    .select()
    .from(signInHabitProgress)
    .where(eq(signInHabitProgress.tenantId, tenantId))
    .for("update", { skipLocked: true });
  return row?.throughSeq;
}

export async function setJudged({ tx, tenantId }: TenantTransaction, throughSeq: number): Promise<void> {
  await tx.update(signInHabitProgress).set({ throughSeq }).where(eq(signInHabitProgress.tenantId, tenantId));
}

export interface HabitChange {
  principalKey: string;
  /** The user's sign-ins from here on are to be judged anew. */
  since: Date;
}

/** Notes who is to be judged anew. Rows are only ever added, so that no writer waits for another. */
export async function noteHabitChanges(
  { tx, tenantId }: TenantTransaction,
  changeId: string,
  changes: readonly HabitChange[],
): Promise<void> {
  const oldest = new Map<string, Date>();
  for (const { principalKey, since } of changes) {
    const noted = oldest.get(principalKey);
    if (principalKey !== "" && (!noted || since < noted)) oldest.set(principalKey, since);
  }
  const rows = [...oldest].map(([principalKey, since]) => ({ tenantId, principalKey, changeId, since }));
  if (rows.length > 0) await tx.insert(signInHabitChanges).values(rows).onConflictDoNothing();
}

/** The user who waits longest to be judged anew, with all that was noted of them; undefined when there is none. */
export async function nextHabitChange({
  tx,
  tenantId,
}: TenantTransaction): Promise<(HabitChange & { changeIds: string[] }) | undefined> {
  const rows = await tx
    .select()
    .from(signInHabitChanges)
    .where(
      and(
        eq(signInHabitChanges.tenantId, tenantId),
        sql`${signInHabitChanges.principalKey} = (select c.principal_key from sign_in_habit_changes c
          where c.tenant_id = ${tenantId}::uuid order by c.change_id limit 1)`,
      ),
    );
  const [first] = rows;
  if (!first) return undefined;
  const since = new Date(Math.min(...rows.map((row) => row.since.getTime())));
  return { principalKey: first.principalKey, since, changeIds: rows.map(({ changeId }) => changeId) };
}

export async function forgetHabitChanges(
  { tx, tenantId }: TenantTransaction,
  { principalKey, changeIds }: { principalKey: string; changeIds: readonly string[] },
): Promise<void> {
  await tx
    .delete(signInHabitChanges)
    .where(
      and(
        eq(signInHabitChanges.tenantId, tenantId),
        eq(signInHabitChanges.principalKey, principalKey),
        sql`${signInHabitChanges.changeId} = any(${plainArray(changeIds)}::uuid[])`,
      ),
    );
}

export interface Unjudged {
  /** Of some batches those whose sign-ins are not judged yet. */
  batchIds: ReadonlySet<string>;
  /** Of some users those who are to be judged anew, and from when on. */
  since: ReadonlyMap<string, Date>;
}

/** What of some batches and users the marks do not know yet. */
export async function readUnjudged(
  { tx, tenantId }: TenantTransaction,
  { batchIds, principalKeys }: { batchIds: readonly string[]; principalKeys: readonly string[] },
): Promise<Unjudged> {
  const batches = await tx
    .select({ batchId: ingestBatches.batchId })
    .from(ingestBatches)
    .where(
      and(
        eq(ingestBatches.tenantId, tenantId),
        inArray(ingestBatches.batchId, [...batchIds]),
        sql`(${ingestBatches.seq} is null or ${ingestBatches.seq} > coalesce((select p.through_seq
          from sign_in_habit_progress p where p.tenant_id = ${tenantId}::uuid), 0))`,
      ),
    );
  const { principalKey, since } = signInHabitChanges;
  const changes = await tx
    .select({ principalKey, since: min(since) })
    .from(signInHabitChanges)
    .where(and(eq(signInHabitChanges.tenantId, tenantId), inArray(principalKey, [...principalKeys])))
    .groupBy(principalKey);
  return {
    batchIds: new Set(batches.map(({ batchId }) => batchId)),
    since: new Map(changes.flatMap((row) => (row.since ? [[row.principalKey, row.since] as const] : []))),
  };
}
