/** Whole records for the reporting API in the order in which they arrived, for programs that keep a copy in step. */
import { sql } from "drizzle-orm";
import { plainArray, timeArray } from "@/db/array-literal";
import { type Database, inTenant, type TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import type { Interval } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import { RECORD_COLUMNS } from "../exports/read-chunk";
import { numberBatches } from "../ingest/batches";
import type { TimeOrderQuery } from "./read-in-time-order";
import {
  beforeDeadline,
  ReportDeadlineError,
  type ReportRow,
  type ResolvedLog,
  resolveLogs,
  withDetails,
} from "./report-logs";
import { RECORDS_PER_STEP } from "./report-steps";

/** Where a reader stands in the order of arrival: inside a batch after a record, or behind the whole batch. */
export interface ArrivalPosition {
  seq: number;
  within?: { category: number; createdAt: Date; id: string };
}

export interface ArrivalQuery extends Pick<TimeOrderQuery, "logs" | "range" | "limit" | "deadline"> {
  after: ArrivalPosition;
}

export interface ArrivedRow extends ReportRow {
  seq: number;
  /** ISO, UTC. */
  receivedAt: string;
}

export interface ArrivedRows {
  /** At most `limit`. */
  rows: ArrivedRow[];
  /** From where to read on. */
  position: ArrivalPosition;
  /** True where nothing more has arrived yet. */
  isUpToDate: boolean;
}

interface Batch {
  batchId: string;
  seq: number;
  receivedAt: Date;
}

/**
 * Records in the order in which their batches were committed and numbered: a reader who goes on from the returned position
 * misses nothing, however late it arrives. A record that changed comes again with the batch that changed it.
 */
export async function readInArrivalOrder(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  { after, limit, ...query }: ArrivalQuery,
): Promise<ArrivedRows> {
  // Committed batches that have no number yet get one now.
  await inTenant(db, scope, numberBatches);
  const logs = await resolveLogs(db, scope, query.logs, query.range, query.deadline);
  // Where few match, each statement looks at more than the one before.
  let enough = limit + 1;
  const rows: ArrivedRow[] = [];
  let position = after;
  for (;;) {
    const batches = await inTenant(db, scope, (tenant) => nextBatches(tenant, position, enough));
    const last = batches.at(-1);
    if (!last) return { rows, position, isUpToDate: true };
    const wanted = limit + 1 - rows.length;
    enough = Math.min(enough * GROWTH, Math.max(enough, RECORDS_PER_STEP));
    const found =
      logs.length === 0
        ? []
        : await beforeDeadline(db, scope, query.deadline, (tenant) =>
            readBatches(tenant, logs, { range: query.range, batches, position, limit: wanted }),
          );
    if (!found && position === after) throw new ReportDeadlineError();
    rows.push(...(found ?? []));
    if (rows.length > limit) {
      rows.length = limit;
      return { rows, position: positionOf(rows.at(-1) as ArrivedRow), isUpToDate: false };
    }
    if (found) position = { seq: last.seq };
    if (!found || performance.now() > query.deadline) return { rows, position, isUpToDate: false };
  }
}

function positionOf({ seq, category, epoch, id }: ArrivedRow): ArrivalPosition {
  return { seq: Number(seq), within: { category, createdAt: new Date(epoch * 1000), id } };
}

const GROWTH = 4;

/** At most so many batches are looked at by one statement. */
const MAX_BATCHES = 500;

/** The next batches, until they hold enough records. */
async function nextBatches(
  { tx, tenantId }: TenantTransaction,
  { seq, within }: ArrivalPosition,
  enough: number,
): Promise<Batch[]> {
  const rows = await tx.execute<{ batch_id: string; seq: string; received_at: Date | string; n: number }>(sql`
    select batch_id, seq, received_at, accepted + updated as n from ingest_batches
    where tenant_id = ${tenantId}::uuid and seq ${within ? sql`>=` : sql`>`} ${seq}::bigint
    order by seq limit ${MAX_BATCHES}`);
  const batches: Batch[] = [];
  let held = 0;
  for (const row of rows) {
    batches.push({ batchId: row.batch_id, seq: Number(row.seq), receivedAt: new Date(row.received_at) });
    held += Number(row.n);
    if (held >= enough) break;
  }
  return batches;
}

interface BatchesQuery {
  range: Interval;
  batches: readonly Batch[];
  position: ArrivalPosition;
  limit: number;
}

async function readBatches(
  { tx, tenantId }: TenantTransaction,
  logs: readonly ResolvedLog[],
  { range, batches, position, limit }: BatchesQuery,
): Promise<ArrivedRow[]> {
  const ofLogs = logs.map(
    ({ category, conditionIn }) => sql`(sign_ins.category = ${category} and ${conditionIn(range)})`,
  );
  const { seq, within } = position;
  const read = within
    ? sql`and (b.seq, sign_ins.category, sign_ins.created_at, sign_ins.id) >
        (${seq}::bigint, ${within.category}::smallint, ${within.createdAt.toISOString()}::timestamptz, ${within.id}::text)`
    : sql``;
  const page = sql`
    select ${RECORD_COLUMNS}, sign_ins.category, sign_ins.created_at,
      extract(epoch from sign_ins.created_at)::float8 as epoch, b.seq, b.received_at
    from unnest(${plainArray(batches.map(({ batchId }) => batchId))}::uuid[],
      ${plainArray(batches.map((batch) => batch.seq))}::bigint[],
      ${timeArray(batches.map(({ receivedAt }) => receivedAt))}::timestamptz[]) as b (batch_id, seq, received_at)
    join ${signIns} on sign_ins.tenant_id = ${tenantId}::uuid and sign_ins.batch_id = b.batch_id
    where sign_ins.created_at >= ${range.from.toISOString()}::timestamptz
      and sign_ins.created_at < ${range.to.toISOString()}::timestamptz
      and (${sql.join(ofLogs, sql` or `)}) ${read}
    order by b.seq, sign_ins.category, sign_ins.created_at, sign_ins.id limit ${limit}`;
  const rows = await withDetails<ArrivedRow & { received_at: Date | string }>(
    { tx, tenantId },
    range,
    page,
    sql`order by page.seq, page.category, page.created_at, page.id`,
  );
  return rows.map((row) => ({ ...row, receivedAt: new Date(row.received_at).toISOString() }));
}
