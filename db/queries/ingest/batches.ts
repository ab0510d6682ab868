/** Batches and the number each gets after its commit, in an order that no reader can miss. */
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { plainArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { executeKept } from "@/db/kept-statement";
import { ingestBatches, ingestSequences } from "@/db/schema";

export interface NewBatch {
  batchId: string;
  receivedAt: Date;
  source: string;
  accepted: number;
  updated: number;
}

/** Records the batch of this transaction, without a number yet. */
export async function insertBatch(tenant: TenantTransaction, batch: NewBatch): Promise<void> {
  const { batchId, receivedAt, source, accepted, updated } = batch;
  // Every writer of the tenant waits for this transaction by now: it is kept, as asking about it first takes as long as it.
  await executeKept(
    tenant,
    sql`insert into ingest_batches (tenant_id, batch_id, received_at, source, accepted, updated)
      values (${tenant.tenantId}::uuid, ${batchId}::uuid, ${receivedAt.toISOString()}::timestamptz, ${source}::text,
        ${accepted}::int, ${updated}::int)`,
  );
}

/**
 * Numbers the committed batches that have no number, oldest first; returns how many. Takes the tenant's sequence row
 * first, so that numbers are given in one order and a reader who has seen number n never meets a lower one later.
 */
export async function numberBatches({ tx, tenantId }: TenantTransaction): Promise<number> {
  await tx.insert(ingestSequences).values({ tenantId, lastSeq: 0 }).onConflictDoNothing();
  const [sequence] = await tx
    .select()
    .from(ingestSequences)
    .where(eq(ingestSequences.tenantId, tenantId))
    .for("update");
  const waiting = await tx
    .select({ batchId: ingestBatches.batchId })
    .from(ingestBatches)
    .where(and(eq(ingestBatches.tenantId, tenantId), isNull(ingestBatches.seq)))
    .orderBy(asc(ingestBatches.receivedAt), asc(ingestBatches.batchId));
  if (waiting.length === 0) return 0;
  const before = sequence?.lastSeq ?? 0;
  const ids = plainArray(waiting.map(({ batchId }) => batchId));
  await tx.execute(sql`
    update ingest_batches b set seq = ${before}::bigint + u.position
    from unnest(${ids}::uuid[]) with ordinality as u (batch_id, position)
    where b.tenant_id = ${tenantId}::uuid and b.batch_id = u.batch_id`);
  await tx
    .update(ingestSequences)
    .set({ lastSeq: before + waiting.length })
    .where(eq(ingestSequences.tenantId, tenantId));
  return waiting.length;
}

export interface NumberedBatch {
  batchId: string;
  seq: number;
  accepted: number;
}

/**
 * The first batches after a number, in order: at least one where there is any, then as many as hold no more than so many
 * events together.
 */
export async function batchesAfter(
  { tx, tenantId }: TenantTransaction,
  throughSeq: number,
  most: { batches: number; events: number },
): Promise<NumberedBatch[]> {
  const rows = await tx
    .select({ batchId: ingestBatches.batchId, seq: ingestBatches.seq, accepted: ingestBatches.accepted })
    .from(ingestBatches)
    .where(and(eq(ingestBatches.tenantId, tenantId), gt(ingestBatches.seq, throughSeq)))
    .orderBy(ingestBatches.seq)
    .limit(most.batches);
  let sum = 0;
  const beyond = rows.findIndex(({ accepted }, index) => {
    sum += accepted;
    return sum > most.events && index > 0;
  });
  const taken = beyond === -1 ? rows : rows.slice(0, beyond);
  return taken.map((row) => ({ ...row, seq: row.seq as number }));
}
