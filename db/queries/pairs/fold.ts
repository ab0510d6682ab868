/**
 * Folding sign-ins into pairs. An event belongs to the batch that brought it first, whatever changed it since: so each is
 * counted once, by the fold of that batch, with the content that it has then.
 */
import { type SQL, sql } from "drizzle-orm";
import { plainArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { dayBits, daySlot } from "@/lib/model/day-bits";
import type { Interval } from "@/lib/model/intervals";
import { DAY_MS } from "@/lib/model/retention";
import { addPairs, PAIR_COLUMNS, type PairDay, pairsOf, replacePairs } from "./pairs-of";

/** The UTC days (`2025-11-24`) of the events that batches brought first. */
export async function daysOfBatches(tenant: TenantTransaction, batchIds: readonly string[]): Promise<string[]> {
  const events = broughtBy(tenant.tenantId, batchIds, sql`s.created_at`);
  const rows = await tenant.tx.execute<{ day: string }>(sql`
    select distinct to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day from (${events}) e order by day`);
  return rows.map(({ day }) => day);
}

/** Adds the events of one day that batches brought first. */
export async function foldDay(tenant: TenantTransaction, day: string, batchIds: readonly string[]): Promise<void> {
  const pairDay = pairDayOf(day);
  await addPairs(tenant, pairDay, pairsOf(broughtBy(tenant.tenantId, batchIds, PAIR_COLUMNS, pairDay)));
}

/** A day of millions takes longer to count than anybody may wait for a page. Until the end of the transaction. */
export async function allowLong({ tx }: TenantTransaction): Promise<void> {
  await tx.execute(sql`select set_config('statement_timeout', '0', true)`);
}

/** Counts a day anew: all of its events whose first batch is folded. */
export async function recountDay(tenant: TenantTransaction, day: string, throughSeq: number): Promise<void> {
  const pairDay = pairDayOf(day);
  const { tenantId } = tenant;
  const folded = sql`
    select ${PAIR_COLUMNS} from sign_ins s
    where s.tenant_id = ${tenantId}::uuid and ${within(pairDay)} and coalesce(s.first_batch_id, s.batch_id) not in (
      select u.batch_id from ingest_batches u
      where u.tenant_id = ${tenantId}::uuid and (u.seq is null or u.seq > ${throughSeq}))`;
  await replacePairs(tenant, pairDay, pairsOf(folded));
}

/** What batches brought first, as a query on `sign_ins s`. */
export function broughtBy(tenantId: string, batchIds: readonly string[], columns: SQL, range?: Interval): SQL {
  const ids = sql`${plainArray(batchIds)}::uuid[]`;
  const bounds = range ? within(range) : sql`true`;
  return sql`
    select ${columns} from sign_ins s
    where s.tenant_id = ${tenantId}::uuid and s.batch_id = any(${ids}) and s.first_batch_id is null and ${bounds}
    union all
    select ${columns} from sign_ins s
    where s.tenant_id = ${tenantId}::uuid and s.first_batch_id = any(${ids}) and ${bounds}`;
}

function within({ from, to }: Interval): SQL {
  return sql`s.created_at >= ${from.toISOString()}::timestamptz and s.created_at < ${to.toISOString()}::timestamptz`;
}

function pairDayOf(day: string): PairDay {
  const from = new Date(`${day}T00:00:00Z`);
  const to = new Date(from.getTime() + DAY_MS);
  return { from, to, slot: daySlot(from), bits: dayBits({ from, to }) };
}
