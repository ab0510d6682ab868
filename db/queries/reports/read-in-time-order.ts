/**
 * Whole records for the reporting API in order of time, by keyset, so that walking from page to page gives every record once
 * while others arrive; each stretch in a short transaction of its own, under a deadline.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Database, TenantTransaction } from "@/db/client";
import type { Interval } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import { RECORD_COLUMNS } from "../exports/read-chunk";
import type { Position } from "../sign-ins/page";
import {
  beforeDeadline,
  ReportDeadlineError,
  type ReportLog,
  type ReportRow,
  type ResolvedLog,
  resolveLogs,
  withDetails,
} from "./report-logs";
import { recordsPerStep, stepsOf } from "./report-steps";

export interface ReportPosition extends Position {
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
  /** How many records the first statement reads at most, where whole records are read. */
  perStep?: number;
}

export interface TimeOrderRows {
  /** At most `limit` + 1: one more tells that there is more. */
  rows: ReportRow[];
  /** Set when time ran out: everything up to here was searched. */
  searchedTo: Date | null;
}

/** @throws ReportDeadlineError when time ran out before anything was known. */
export async function readInTimeOrder(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  query: TimeOrderQuery,
): Promise<TimeOrderRows> {
  const range = boundedByPosition(query);
  const logs = await resolveLogs(db, scope, query.logs, range, query.deadline);
  const size = recordsPerStep(logs, query.perStep);
  const rows: ReportRow[] = [];
  let searchedTo: Date | null = null;
  for (const step of await stepsOf(db, scope, logs, query, size)) {
    if (searchedTo && performance.now() > query.deadline) return { rows, searchedTo };
    const limit = query.limit + 1 - rows.length;
    const found = await size.run(() =>
      beforeDeadline(db, scope, query.deadline, (tenant) => readStep(tenant, { ...query, limit }, logs, step)),
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
  { logs, range, deadline, perStep }: Pick<TimeOrderQuery, "logs" | "range" | "deadline" | "perStep">,
): Promise<number> {
  let count = 0;
  const resolved = await resolveLogs(db, scope, logs, range, deadline);
  for (const log of resolved) {
    const size = recordsPerStep([log], perStep);
    for (const step of await stepsOf(db, scope, [log], { direction: "desc", deadline }, size)) {
      const counted = await size.run(() =>
        beforeDeadline(db, scope, deadline, (tenant) => countStep(tenant, log, step)),
      );
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
