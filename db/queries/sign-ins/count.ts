/**
 * How many sign-ins match, by bar of a chart and status. Where a roll-up knows, it is asked; else the matches are counted
 * step by step from the newest on until time is up, and what was not reached is told.
 */
import { and, type SQL, sql } from "drizzle-orm";
import { timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import type { ActiveFilter } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import { countInRollups } from "./count-rollups";
import { inLog } from "./in-log";
import { allOf, type ResolvedFilters, resolveFilters } from "./resolve-filters";
import { type Pieces, pieceTable, refined, StepLength, spanOf, stepsThrough } from "./search-steps";
import { type Counted, type CountedRow, Tally } from "./tally";

export interface CountQuery {
  category: number;
  range: Interval;
  filters: readonly ActiveFilter[];
  /** Bars of the chart, oldest first, without gaps, from the start of the range to its end. */
  buckets: readonly Interval[];
  /** Wall-clock time after which no further step is begun. */
  budgetMs: number;
}

/** Counts the matches of the tenant. */
export async function countMatches(tenant: TenantTransaction, query: CountQuery): Promise<Counted> {
  if (query.range.from >= query.range.to) return new Tally(query.buckets).result(null);
  const startedAt = performance.now();
  const { category, range, filters, budgetMs } = query;
  const rolledUp = await countInRollups(tenant, { ...query, categories: [category] });
  if (rolledUp) return rolledUp.get(category) as Counted;
  const resolved = await resolveFilters(tenant, { category, range }, filters);
  return countStepByStep(tenant, { ...query, budgetMs: budgetMs - (performance.now() - startedAt) }, resolved);
}

/** A statement counts no more than this before it is known how quick they are. */
const FIRST_STEP_MS = 6 * HOUR_MS;

/**
 * Counts among the sign-ins themselves, from the newest stretch on. At least one step, so that what is known to lie in a
 * few seconds is always counted.
 */
export async function countStepByStep(
  tenant: TenantTransaction,
  query: Pick<CountQuery, "category" | "buckets" | "budgetMs">,
  { within, intervals, indexed, refine }: Pick<ResolvedFilters, "within" | "intervals" | "indexed" | "refine">,
): Promise<Counted> {
  const startedAt = performance.now();
  const counts = new Tally(query.buckets);
  const length = new StepLength(indexed, FIRST_STEP_MS);
  let backTo: Date | null = null;
  for (const step of stepsThrough(intervals, "older", length)) {
    if (backTo && performance.now() - startedAt > query.budgetMs) return counts.result(backTo);
    await length.run(async () => {
      const pieces = await refined(step, refine, "older");
      if (pieces) counts.add(await countPieces(tenant, query, pieces, allOf(within(spanOf(pieces)))));
    });
    backTo = spanOf(step).from;
  }
  return counts.result(null);
}

async function countPieces(
  tenant: TenantTransaction,
  { category, buckets }: Pick<CountQuery, "category" | "buckets">,
  pieces: Pieces,
  conditions: SQL | undefined,
): Promise<CountedRow[]> {
  const edges = timeArray(buckets.map(({ from }) => from));
  const counted = (bounds: SQL | undefined) => sql`
    select width_bucket(created_at, ${edges}::timestamptz[]) as bucket, status, count(*) as n from ${signIns}
    where ${and(inLog(tenant, category, spanOf(pieces)), bounds, conditions)} group by 1, 2`;
  const inPiece = sql`${signIns.createdAt} >= piece.from_at and ${signIns.createdAt} < piece.to_at`;
  return tenant.tx.execute<CountedRow>(
    pieces.length === 1
      ? counted(undefined)
      : sql`select found.* from ${pieceTable(pieces)} cross join lateral (${counted(inPiece)}) found`,
  );
}
