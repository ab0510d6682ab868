/** What sources do: their last arrivals, their habits, and the silences that were noticed. */
import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { sourceSilences } from "@/db/schema";
import type { SourceHabit } from "@/lib/model/sources";

export type SilenceRow = typeof sourceSilences.$inferSelect;
export type SilenceKey = Pick<SilenceRow, "source" | "since">;

export interface LastArrival {
  source: string;
  lastAt: Date;
}

/** Every source with its last arrival. From entry to entry of the index, whatever the number of batches. */
export async function lastArrivals({ tx, tenantId }: TenantTransaction): Promise<LastArrival[]> {
  const here = sql`tenant_id = ${tenantId}::uuid`;
  const rows = await tx.execute<{ source: string; last: number }>(sql`
    with recursive found as (
      (select source, received_at from ingest_batches where ${here} order by source desc, received_at desc limit 1)
      union all
      select n.source, n.received_at from found cross join lateral (
        select b.source, b.received_at from ingest_batches b
        where b.tenant_id = ${tenantId}::uuid and b.source < found.source
        order by b.source desc, b.received_at desc limit 1) n)
    select source, (extract(epoch from received_at) * 1000)::float8 as last from found`);
  return rows.map(({ source, last }) => ({ source, lastAt: new Date(last) }));
}

/** A source's arrivals since an instant; undefined where there are none. */
export async function readHabit(
  { tx, tenantId }: TenantTransaction,
  source: string,
  since: Date,
): Promise<SourceHabit | undefined> {
  const [row] = await tx.execute<{ n: number; first: number; last: number; longest: number | null }>(sql`
    with arrived as (
      select distinct received_at as at from ingest_batches
      where tenant_id = ${tenantId}::uuid and source = ${source} and received_at >= ${since.toISOString()}::timestamptz),
    paused as (select at, lag(at) over (order by at) as before from arrived)
    select count(*)::int as n, (extract(epoch from min(at)) * 1000)::float8 as first,
      (extract(epoch from max(at)) * 1000)::float8 as last,
      (extract(epoch from max(at - before) filter (where not exists (
        select 1 from source_silences s
        where s.tenant_id = ${tenantId}::uuid and s.source = ${source} and s.since = paused.before))) * 1000)::float8 as longest
    from paused having count(*) > 0`);
  if (!row) return undefined;
  return {
    arrivals: row.n,
    firstAt: new Date(row.first),
    lastAt: new Date(row.last),
    longestPauseMs: row.longest ?? 0,
  };
}

/** Silences that go on, the longest first. */
export async function openSilences({ tx, tenantId }: TenantTransaction): Promise<SilenceRow[]> {
  return tx
    .select()
    .from(sourceSilences)
    .where(and(eq(sourceSilences.tenantId, tenantId), isNull(sourceSilences.endedAt)))
    .orderBy(asc(sourceSilences.since), asc(sourceSilences.source));
}

/** Enters a silence whose mail is due at once; whether it was not there yet. */
export async function insertSilence(
  { tx, tenantId }: TenantTransaction,
  silence: Pick<SilenceRow, "source" | "since" | "habitSeconds" | "noticedAt">,
): Promise<boolean> {
  const inserted = await tx
    .insert(sourceSilences)
    .values({ ...silence, tenantId, attempts: 0, retryAt: silence.noticedAt })
    .onConflictDoNothing();
  return inserted.count > 0;
}

/** The source has arrived again, or is no source any more. What was not told by then needs no telling. */
export async function endSilence({ tx, tenantId }: TenantTransaction, key: SilenceKey, endedAt: Date): Promise<void> {
  await tx.update(sourceSilences).set({ endedAt, retryAt: null }).where(sameSilence(tenantId, key));
}

/**
 * Takes up a mail that is due; nobody else does before `heldUntil`.
 * @returns how often it was tried before; undefined when it is done, or another worker has it.
 */
export async function takeSilenceMail(
  { tx, tenantId }: TenantTransaction,
  key: SilenceKey,
  { now, heldUntil }: { now: Date; heldUntil: Date },
): Promise<number | undefined> {
  const [taken] = await tx
    .update(sourceSilences)
    .set({ retryAt: heldUntil, attempts: sql`${sourceSilences.attempts} + 1` })
    .where(and(sameSilence(tenantId, key), lte(sourceSilences.retryAt, now)))
    .returning({ attempts: sourceSilences.attempts });
  return taken && taken.attempts - 1;
}

/** Done, or to be tried again at a time. */
export async function finishSilenceMail(
  { tx, tenantId }: TenantTransaction,
  key: SilenceKey,
  { outcome, retryAt }: Pick<SilenceRow, "outcome" | "retryAt">,
): Promise<void> {
  await tx.update(sourceSilences).set({ outcome, retryAt }).where(sameSilence(tenantId, key));
}

function sameSilence(tenantId: string, { source, since }: SilenceKey) {
  return and(eq(sourceSilences.tenantId, tenantId), eq(sourceSilences.source, source), eq(sourceSilences.since, since));
}
