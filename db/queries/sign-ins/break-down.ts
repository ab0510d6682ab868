/**
 * How often each value of a field occurs among the matches. Where a roll-up holds the field and whatever is filtered by, one
 * statement tells all; else the matches themselves are counted, newest first, until time is up.
 */
import { type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import type { BreakdownField } from "@/lib/model/breakdown";
import type { ActiveFilter } from "@/lib/model/filters";
import { type Interval, intersectIntervals } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import { hourlyOr, type Matching, matchingOf, valuesOfPieces } from "./break-down-matches";
import { rollupPartsOf } from "./break-down-rollups";
import { countMatches } from "./count";
import { chooseGroupSource } from "./group-source";
import { type Pieces, refined, StepLength, spanOf, stepsThrough } from "./search-steps";

export interface BreakDownQuery {
  category: number;
  range: Interval;
  filters: readonly ActiveFilter[];
  by: BreakdownField;
  /** As many of the most frequent values. */
  limit: number;
  /** Wall-clock time after which no further step is begun. */
  budgetMs: number;
  /** More rows of the daily counts are not read: of a long range only its newest days then. */
  mostDailyRows: number;
}

export interface BrokenDown {
  /** '' stands for an absent value. */
  rows: readonly { key: string; n: number }[];
  /** Different values, an absent one not counted. */
  distinct: number;
  /** Sign-ins that were looked at. */
  total: number;
  /** Set when time ran out: everything from here on was counted. */
  countedBackTo: Date | null;
}

export async function breakDown(tenant: TenantTransaction, query: BreakDownQuery): Promise<BrokenDown> {
  if (query.range.from >= query.range.to) return { rows: [], distinct: 0, total: 0, countedBackTo: null };
  const matching = await matchingOf(tenant, query);
  const rollup = await rollupPartsOf(tenant, query, matching);
  if (!rollup) return walkMatches(tenant, query, matching);
  const counted = { ...(await countParts(tenant, rollup.parts, query.limit)), countedBackTo: rollup.from };
  // A sign-in has several policies, or none: they say nothing about how many sign-ins there are.
  if (query.by !== "policy") return counted;
  return { ...counted, total: (await countMatches(tenant, { ...query, buckets: [query.range] })).total };
}

/** @param parts statements of (key, n), which may name a key several times. */
async function countParts(
  { tx }: TenantTransaction,
  parts: readonly SQL[],
  limit: number,
): Promise<Omit<BrokenDown, "countedBackTo">> {
  const rows = await tx.execute<{ key: string; n: string; distinct: string; total: string }>(sql`
    with part as (${sql.join([...parts], sql` union all `)}),
    value as materialized (select key, sum(n) as n from part group by key having sum(n) > 0)
    select key, n, (select count(*) from value where key <> '') as "distinct", (select sum(n) from value) as total
    from value order by n desc, key limit ${limit}`);
  return {
    rows: rows.map(({ key, n }) => ({ key, n: Number(n) })),
    distinct: Number(rows[0]?.distinct ?? 0),
    total: Number(rows[0]?.total ?? 0),
  };
}

/** A statement counts no more than this before it is known how quick they are. */
const FIRST_STEP_MS = 6 * HOUR_MS;

async function walkMatches(tenant: TenantTransaction, query: BreakDownQuery, matching: Matching): Promise<BrokenDown> {
  const startedAt = performance.now();
  const useHours = matching.hours !== undefined && (await chooseGroupSource(tenant, query)) === "hours";
  const length = new StepLength(matching.indexed, FIRST_STEP_MS);
  const counts = new Map<string, number>();
  let total = 0;
  let backTo: Date | null = null;
  for (const { pieces, hourly } of stepsOf(query, matching, useHours, length)) {
    if (backTo && performance.now() - startedAt > query.budgetMs) return result(backTo);
    await length.run(async () => {
      const held = hourly ? pieces : await refined(pieces, matching.refine, "older");
      if (!held) return;
      const found = await valuesOfPieces(tenant, query, matching, { pieces: held, hourly });
      for (const { key, n } of found.rows) counts.set(key, (counts.get(key) ?? 0) + n);
      total += found.total;
    });
    backTo = spanOf(pieces).from;
  }
  return result(null);

  function result(countedBackTo: Date | null): BrokenDown {
    const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const rows = ranked.slice(0, query.limit).map(([key, n]) => ({ key, n }));
    return { rows, distinct: counts.size - (counts.has("") ? 1 : 0), total, countedBackTo };
  }
}

/** The range from its newest end on: whole hours from the hourly roll-up where it serves, the rest from the sign-ins. */
function* stepsOf(
  { range }: BreakDownQuery,
  { intervals }: Matching,
  useHours: boolean,
  length: StepLength,
): Generator<{ pieces: Pieces; hourly: boolean }> {
  for (const { stretch, hourly } of useHours ? hourlyOr(range) : [{ stretch: range, hourly: false }]) {
    for (const pieces of stepsThrough(intersectIntervals(intervals, [stretch]), "older", length)) {
      yield { pieces, hourly };
    }
  }
}
