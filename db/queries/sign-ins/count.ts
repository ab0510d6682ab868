/**
 * How many sign-ins match, by bar of a chart and status. Where a roll-up knows, it is asked; else the matches are counted
 * step by step from the newest on until time is up, and what was not reached is told.
 */
import { and, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInFacets, signIns } from "@/db/schema";
import { FACETS } from "@/lib/model/facets";
import { FILTER_FIELDS, facetCode } from "@/lib/model/filter-fields";
import type { ActiveFilter } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import { inLog } from "./in-log";
import { valueCondition, type WantedValues } from "./presence";
import { allOf, facetValuesOf, resolveFilters, statusesOf } from "./resolve-filters";
import { type Pieces, pieceTable, refined, StepLength, spanOf, stepsThrough } from "./search-steps";

export interface CountQuery {
  category: number;
  range: Interval;
  filters: readonly ActiveFilter[];
  /** Bars of the chart, oldest first, without gaps, from the start of the range to its end. */
  buckets: readonly Interval[];
  /** Wall-clock time after which no further step is begun. */
  budgetMs: number;
}

/** Sign-ins by bar, and in it by stored status code. */
export interface Counted {
  byBucket: readonly Readonly<Record<number, number>>[];
  total: number;
  /** Set when time ran out: everything from here on was counted. */
  countedBackTo: Date | null;
}

/** Counts the matches of the tenant. */
export async function countMatches(tenant: TenantTransaction, query: CountQuery): Promise<Counted> {
  if (query.range.from >= query.range.to) return tally(query.buckets).result(null);
  const rollup = await rollupQuery(tenant, query);
  return rollup ? countFromRollup(tenant, query, rollup) : countFromSignIns(tenant, query);
}

interface RollupQuery {
  field: number;
  wanted: WantedValues;
  statuses: readonly number[] | undefined;
}

/** What to ask the hourly facets; undefined where they cannot know: two fields at once, or bars finer than an hour. */
async function rollupQuery(
  tenant: TenantTransaction,
  { filters, buckets }: CountQuery,
): Promise<RollupQuery | undefined> {
  const cutsHours = buckets.slice(1).some(({ from }) => from.getTime() % HOUR_MS !== 0);
  const others = filters.filter(({ key }) => key !== "status");
  if (cutsHours || others.length > 1) return undefined;
  const statuses = statusesOf(filters);
  const [filter] = others;
  if (!filter) return { field: FACETS.authenticationRequirement, wanted: { anyValue: true }, statuses };
  const { facet } = FILTER_FIELDS[filter.key];
  const values = facet && (await facetValuesOf(tenant, filter));
  if (!facet || !values) return undefined;
  return { field: facetCode(facet), wanted: filter.negated ? { noneOf: values } : { anyOf: values }, statuses };
}

async function countFromRollup(
  tenant: TenantTransaction,
  query: CountQuery,
  { field, wanted, statuses }: RollupQuery,
): Promise<Counted> {
  const { category, range } = query;
  const whole = {
    from: new Date(Math.ceil(range.from.getTime() / HOUR_MS) * HOUR_MS),
    to: new Date(Math.floor(range.to.getTime() / HOUR_MS) * HOUR_MS),
  };
  const counts = tally(query.buckets);
  if (whole.from >= whole.to) {
    await addFromSignIns(tenant, query, counts, [range]);
    return counts.result(null);
  }
  const rows = await tenant.tx
    .select({ hour: signInFacets.hour, status: signInFacets.status, n: sql<string>`sum(${signInFacets.n})` })
    .from(signInFacets)
    .where(
      and(
        eq(signInFacets.tenantId, tenant.tenantId),
        eq(signInFacets.category, category),
        eq(signInFacets.field, field),
        valueCondition(wanted),
        statuses ? inArray(signInFacets.status, [...statuses]) : undefined,
        gte(signInFacets.hour, whole.from),
        lt(signInFacets.hour, whole.to),
      ),
    )
    .groupBy(signInFacets.hour, signInFacets.status);
  for (const { hour, status, n } of rows) counts.add(hour, status, Number(n));
  for (const edge of [
    { from: range.from, to: whole.from },
    { from: whole.to, to: range.to },
  ]) {
    if (edge.from < edge.to) await addFromSignIns(tenant, query, counts, [edge]);
  }
  return counts.result(null);
}

/** A statement counts no more than this before it is known how quick they are. */
const FIRST_STEP_MS = 6 * HOUR_MS;

/** At least one step, so that what is known to lie in a few seconds is always counted. */
async function countFromSignIns(tenant: TenantTransaction, query: CountQuery): Promise<Counted> {
  const startedAt = performance.now();
  const { category, range, filters, budgetMs } = query;
  const { within, intervals, indexed, refine } = await resolveFilters(tenant, { category, range }, filters);
  const counts = tally(query.buckets);
  const length = new StepLength(indexed, FIRST_STEP_MS);
  let backTo: Date | null = null;
  for (const step of stepsThrough(intervals, "older", length)) {
    if (backTo && performance.now() - startedAt > budgetMs) return counts.result(backTo);
    await length.run(async () => {
      const pieces = await refined(step, refine, "older");
      if (pieces) await addFromSignIns(tenant, query, counts, pieces, allOf(within(spanOf(pieces))));
    });
    backTo = spanOf(step).from;
  }
  return counts.result(null);
}

async function addFromSignIns(
  tenant: TenantTransaction,
  { category, range, filters, buckets }: CountQuery,
  counts: Tally,
  pieces: Pieces,
  resolved?: SQL,
): Promise<void> {
  const conditions = resolved ?? allOf((await resolveFilters(tenant, { category, range }, filters)).conditions);
  const edges = timeArray(buckets.map(({ from }) => from));
  const counted = (bounds: SQL | undefined) => sql`
    select width_bucket(created_at, ${edges}::timestamptz[]) as bucket, status, count(*) as n from ${signIns}
    where ${and(inLog(tenant, category, spanOf(pieces)), bounds, conditions)} group by 1, 2`;
  const inPiece = sql`${signIns.createdAt} >= piece.from_at and ${signIns.createdAt} < piece.to_at`;
  const rows = await tenant.tx.execute<{ bucket: number; status: number; n: string }>(
    pieces.length === 1
      ? counted(undefined)
      : sql`select found.* from ${pieceTable(pieces)} cross join lateral (${counted(inPiece)}) found`,
  );
  for (const { bucket, status, n } of rows) counts.addTo(Number(bucket) - 1, status, Number(n));
}

interface Tally {
  add(at: Date, status: number, n: number): void;
  addTo(bucket: number, status: number, n: number): void;
  result(countedBackTo: Date | null): Counted;
}

function tally(buckets: readonly Interval[]): Tally {
  const byBucket: Record<number, number>[] = buckets.map(() => ({}));
  let total = 0;
  const addTo = (bucket: number, status: number, n: number) => {
    const counts = byBucket[bucket];
    if (!counts) throw new Error(`There is no bar ${bucket} of ${buckets.length}.`);
    counts[status] = (counts[status] ?? 0) + n;
    total += n;
  };
  return {
    addTo,
    add: (at, status, n) =>
      addTo(
        buckets.findIndex(({ from, to }) => at >= from && at < to),
        status,
        n,
      ),
    result: (countedBackTo) => ({ byBucket, total, countedBackTo }),
  };
}
