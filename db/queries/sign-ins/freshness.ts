/** How up to date a log is: from its newest sign-ins and the batches that brought them. A few hundred rows, never a scan. */
import { sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { togetherOrCause } from "@/db/errors";
import type { Freshness } from "@/lib/model/freshness";
import type { Interval } from "@/lib/model/intervals";
import { newestHours } from "./presence";

/** Enough for a median. */
const NEWEST_READ = 200;
/** More are not told apart. */
const REFUSED_COUNTED = 1000;

/** What comes by itself: files and the demo bring the past, however long ago that was. */
const LIVE = sql.raw(
  `(source = 'http' or starts_with(source, 'http:') or source in ('sign-in-page', 'token-endpoint'))`,
);

/** @param range in which the newest sign-in is looked for. */
export async function readFreshness(tenant: TenantTransaction, category: number, range: Interval): Promise<Freshness> {
  const [newest, { received, refused }] = await togetherOrCause([
    readNewest(tenant, category, range),
    readIncoming(tenant),
  ]);
  return {
    newest: newest
      ? {
          at: new Date(newest.at),
          receivedAt: new Date(newest.received),
          usualDelayMs: newest.delay === null ? null : Math.max(0, newest.delay),
        }
      : null,
    lastArrivalAt: received === null ? null : new Date(received),
    refused: { n: Math.min(refused, REFUSED_COUNTED), complete: refused <= REFUSED_COUNTED },
  };
}

async function readNewest(tenant: TenantTransaction, category: number, range: Interval): Promise<Arrival | undefined> {
  const held = await newestHours(tenant, category, range, NEWEST_READ);
  return held && readArrival(tenant, category, held);
}

interface Incoming extends Record<string, unknown> {
  /** When the last batch came, in milliseconds of the epoch. */
  received: number | null;
  /** Records that are kept because they could not be read; one more than are told apart where there are more. */
  refused: number;
}

async function readIncoming({ tx, tenantId }: TenantTransaction): Promise<Incoming> {
  // Batch ids are ordered by time.
  const [incoming] = await tx.execute<Incoming>(sql`
    select
      (select (extract(epoch from received_at) * 1000)::float8 from ingest_batches
        where tenant_id = ${tenantId}::uuid order by batch_id desc limit 1) as received,
      (select count(*)::int from (
        select 1 from ingest_rejections where tenant_id = ${tenantId}::uuid limit ${REFUSED_COUNTED + 1}) kept) as refused`);
  return incoming ?? { received: null, refused: 0 };
}

interface Arrival {
  at: number;
  received: number;
  delay: number | null;
}

/** Of the newest sign-ins in the range, in milliseconds of the epoch. */
async function readArrival(
  { tx, tenantId }: TenantTransaction,
  category: number,
  { from, to }: Interval,
): Promise<Arrival | undefined> {
  // A change carries a later batch; what counts is the one that brought the sign-in.
  const [arrival] = await tx.execute<Arrival & Record<string, unknown>>(sql`
    with newest as materialized (
      select created_at, id, coalesce(first_batch_id, batch_id) as batch_id from sign_ins
      where tenant_id = ${tenantId}::uuid and category = ${category}
        and created_at >= ${from.toISOString()}::timestamptz and created_at < ${to.toISOString()}::timestamptz
      order by created_at desc, id desc limit ${NEWEST_READ}),
    arrived as (
      select n.created_at, n.id, b.received_at, b.source from newest n
      join ingest_batches b on b.tenant_id = ${tenantId}::uuid and b.batch_id = n.batch_id)
    select (extract(epoch from (array_agg(created_at order by created_at desc, id desc))[1]) * 1000)::float8 as at,
      (extract(epoch from (array_agg(received_at order by created_at desc, id desc))[1]) * 1000)::float8 as received,
      percentile_cont(0.5) within group (order by extract(epoch from received_at - created_at)::float8)
        filter (where ${LIVE}) * 1000 as delay
    from arrived having count(*) > 0`);
  return arrival;
}
