/**
 * Whole records for the reporting API, in order of time or of arrival. By keyset, so that walking from page to page gives
 * every record once while others arrive; each stretch in a short transaction of its own, under a deadline.
 */
import { type SQL, sql } from "drizzle-orm";
import { plainArray, timeArray } from "@/db/array-literal";
import { type Database, inTenant, type TenantTransaction } from "@/db/client";
import { databaseErrorCode } from "@/db/errors";
import { signIns } from "@/db/schema";
import { type Interval, joinIntervals, MAX_STEP_MS } from "@/lib/model/intervals";
import type { ReportCondition } from "@/lib/model/reports/conditions";
import type { SignInField } from "@/lib/model/reports/sign-in-fields";
import { HOUR_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { type ExportRow, RECORD_COLUMNS } from "../exports/read-chunk";
import { numberBatches } from "../ingest/batches";
import type { Position } from "../sign-ins/page";
import { resolveCondition } from "./resolve-condition";
import type { ResolvedCondition } from "./resolved-condition";

/** One log, by its code, and what is asked of its records. */
export interface ReportLog {
  category: number;
  condition: ReportCondition<SignInField>;
}

export interface ReportPosition extends Position {
  category: number;
}

export interface ReportRow extends ExportRow {
  category: number;
}

export interface TimeOrderQuery {
  logs: readonly ReportLog[];
  range: Interval;
  direction: "asc" | "desc";
  after?: ReportPosition;
  limit: number;
  /** As `performance.now()` counts. */
  deadline: number;
}

export interface TimeOrderRows {
  /** At most `limit` + 1: one more tells that there is more. */
  rows: ReportRow[];
  /** Set when time ran out: everything up to here was searched. */
  searchedTo: Date | null;
}

/** Reading whole records for a condition is dear: a statement looks at fewer of them. */
const RECORD_STEP_MS = 6 * HOUR_MS;
const STATEMENT_ENDED = "57014";

/** Not even the first stretch could be searched in time. */
export class ReportDeadlineError extends Error {}

interface ResolvedLog extends ResolvedCondition {
  category: number;
}

/** @throws ReportDeadlineError when time ran out before anything was known. */
export async function readInTimeOrder(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  query: TimeOrderQuery,
): Promise<TimeOrderRows> {
  const range = boundedByPosition(query);
  const logs = await resolveLogs(db, scope, query.logs, range, query.deadline);
  const steps = [...stepsOf(logs, query.direction)];
  const rows: ReportRow[] = [];
  let searchedTo: Date | null = null;
  for (const step of steps) {
    if (searchedTo && performance.now() > query.deadline) return { rows, searchedTo };
    const limit = query.limit + 1 - rows.length;
    const found = await beforeDeadline(db, scope, query.deadline, (tenant) =>
      readStep(tenant, { ...query, limit }, logs, step),
    );
    if (!found) {
      if (!searchedTo) throw new ReportDeadlineError();
      return { rows, searchedTo };
    }
    rows.push(...found);
    if (rows.length > query.limit) break;
    searchedTo = query.direction === "desc" ? step.from : step.to;
  }
  return { rows, searchedTo: null };
}

/** How many records match. @throws ReportDeadlineError when counting takes too long. */
export async function countReport(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  { logs, range, deadline }: Pick<TimeOrderQuery, "logs" | "range" | "deadline">,
): Promise<number> {
  let count = 0;
  const resolved = await resolveLogs(db, scope, logs, range, deadline);
  for (const log of resolved) {
    for (const step of stepsOf([log], "desc")) {
      const counted = await beforeDeadline(db, scope, deadline, (tenant) => countStep(tenant, log, step));
      if (counted === undefined) throw new ReportDeadlineError();
      count += counted;
    }
  }
  return count;
}

/** A row comparison alone prunes no partition: the position's time bounds the range as well. */
function boundedByPosition({ range, direction, after }: TimeOrderQuery): Interval {
  if (!after) return range;
  const second = after.createdAt;
  if (direction === "asc") return { from: second > range.from ? second : range.from, to: range.to };
  const next = new Date(second.getTime() + 1000);
  return { from: range.from, to: next < range.to ? next : range.to };
}

async function resolveLogs(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  logs: readonly ReportLog[],
  range: Interval,
  deadline: number,
): Promise<ResolvedLog[]> {
  if (range.from >= range.to) return [];
  const resolved = await beforeDeadline(db, scope, deadline, async (tenant) => {
    const all: ResolvedLog[] = [];
    for (const { category, condition } of logs) {
      const one = await resolveCondition(tenant, { category, range }, condition);
      if (one.intervals.length > 0) all.push({ category, ...one });
    }
    return all;
  });
  if (!resolved) throw new ReportDeadlineError();
  return resolved;
}

/** Runs in a transaction whose statements end at the deadline; undefined when one did. */
async function beforeDeadline<T>(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  deadline: number,
  work: (tenant: TenantTransaction) => Promise<T>,
): Promise<T | undefined> {
  const leftMs = Math.max(1, Math.floor(deadline - performance.now()));
  try {
    return await inTenant(db, scope, async (tenant) => {
      await tenant.tx.execute(sql`select set_config('statement_timeout', ${String(leftMs)}, true)`);
      return work(tenant);
    });
  } catch (error) {
    if (databaseErrorCode(error) === STATEMENT_ENDED) return undefined;
    throw error;
  }
}

/** Stretches in which any of the logs can have matches, in reading order, none longer than a statement should search. */
function* stepsOf(logs: readonly ResolvedLog[], direction: "asc" | "desc"): Generator<Interval> {
  const lengthMs = logs.some(({ readsRecords }) => readsRecords) ? RECORD_STEP_MS : MAX_STEP_MS;
  const joined = joinIntervals(logs.flatMap(({ intervals }) => intervals.map((each) => ({ ...each }))));
  for (const { from, to } of direction === "asc" ? joined : joined.reverse()) {
    const [first, last] = [from.getTime(), to.getTime()];
    for (let done = 0; first + done < last; done += lengthMs) {
      yield direction === "asc"
        ? { from: new Date(first + done), to: new Date(Math.min(last, first + done + lengthMs)) }
        : { from: new Date(Math.max(first, last - done - lengthMs)), to: new Date(last - done) };
    }
  }
}

async function readStep(
  { tx, tenantId }: TenantTransaction,
  { direction, after, limit }: TimeOrderQuery,
  logs: readonly ResolvedLog[],
  step: Interval,
): Promise<ReportRow[]> {
  const order = sql.raw(direction);
  const ofLogs = logs.map(
    (log) => sql`(
      select ${RECORD_COLUMNS}, sign_ins.category, sign_ins.created_at,
        extract(epoch from sign_ins.created_at)::float8 as epoch
      from sign_ins
      where ${inStep(tenantId, log.category, step)} and ${log.conditionIn(step)}
        ${after ? sql`and ${beyond(after, log.category, direction)}` : sql``}
      order by sign_ins.created_at ${order}, sign_ins.created_ms ${order}, sign_ins.id ${order}
      limit ${limit})`,
  );
  const inOrder = sql`order by created_at ${order}, "createdMs" ${order}, id ${order}, category ${order}`;
  return withDetails(
    { tx, tenantId },
    step,
    sql`select * from (${sql.join(ofLogs, sql` union all `)}) found ${inOrder} limit ${limit}`,
    inOrder,
  );
}

/** The page first, then its details one by one: a plain join is planned as a hash of all details of the stretch. */
async function withDetails<Row extends ReportRow>(
  { tx, tenantId }: TenantTransaction,
  { from, to }: Interval,
  page: SQL,
  inOrder: SQL,
): Promise<Row[]> {
  const rows = await tx.execute(sql`
    select page.*, details.rest from (${page}) page
    cross join lateral (
      select rest from sign_in_details
      where tenant_id = ${tenantId}::uuid and category = page.category and created_at = page.created_at
        and id = page.id and created_at >= ${from.toISOString()}::timestamptz and created_at < ${to.toISOString()}::timestamptz
      limit 1) details
    ${inOrder}`);
  return rows as unknown as Row[];
}

async function countStep({ tx, tenantId }: TenantTransaction, log: ResolvedLog, step: Interval): Promise<number> {
  const [row] = await tx.execute<{ n: string }>(sql`
    select count(*) as n from sign_ins
    where ${inStep(tenantId, log.category, step)} and ${log.conditionIn(step)}`);
  return Number(row?.n ?? 0);
}

function inStep(tenantId: string, category: number, { from, to }: Interval): SQL {
  return sql`sign_ins.tenant_id = ${tenantId}::uuid and sign_ins.category = ${category}::smallint
    and sign_ins.created_at >= ${from.toISOString()}::timestamptz and sign_ins.created_at < ${to.toISOString()}::timestamptz`;
}

/** Of one time and id, records are in the order of their logs. */
function beyond({ createdAt, createdMs, id, category }: ReportPosition, log: number, direction: "asc" | "desc"): SQL {
  const stored = sql`(sign_ins.created_at, sign_ins.created_ms, sign_ins.id)`;
  const position = sql`(${createdAt.toISOString()}::timestamptz, ${createdMs}::smallint, ${id}::text)`;
  if (direction === "desc") return log < category ? sql`${stored} <= ${position}` : sql`${stored} < ${position}`;
  return log > category ? sql`${stored} >= ${position}` : sql`${stored} > ${position}`;
}

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
  const rows: ArrivedRow[] = [];
  let position = after;
  for (;;) {
    const batches = await inTenant(db, scope, (tenant) => nextBatches(tenant, position, limit + 1 - rows.length));
    const last = batches.at(-1);
    if (!last) return { rows, position, isUpToDate: true };
    const wanted = limit + 1 - rows.length;
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
