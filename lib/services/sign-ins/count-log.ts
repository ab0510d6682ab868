/** How many sign-ins of a log match, in how many groups, and how they spread over the range. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countMatches } from "@/db/queries/sign-ins/count";
import { countGroups } from "@/db/queries/sign-ins/count-groups";
import { countTotals, hasTotals } from "@/db/queries/sign-ins/count-totals";
import type { Counted } from "@/db/queries/sign-ins/tally";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { isGrouped } from "@/lib/model/grouping";
import type { Interval } from "@/lib/model/intervals";
import { COUNT_CAP, type Count, type HistogramBar, type LogCounts } from "@/lib/model/log-counts";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";
import { STATUS_CODES } from "@/lib/model/status";
import { timeBuckets } from "@/lib/model/time-buckets";
import { authorize } from "../authorize";
import { readableRange } from "./readable-range";
import { requireVisibleFilters } from "./require-visible-filters";

/** A count is a courtesy: it never holds up the page it stands on. */
const COUNT_BUDGET_MS = 120;

interface CountOptions {
  /** IANA name of the zone that the bars of days begin in. */
  zone: string;
  now?: Date;
  budgetMs?: number;
}

/**
 * Counts what a log shows, whatever page of it. The cursor of the query has no part in it.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for filters on what this reader may not see,
 *   UnavailableError.
 */
export async function countLog(
  scope: TenantScope,
  query: LogQuery,
  { zone, now = new Date(), budgetMs = COUNT_BUDGET_MS }: CountOptions,
): Promise<LogCounts> {
  authorize(scope, "logs:read", "signInLogs");
  requireVisibleFilters(scope, query.filters);
  const range = readableRange(scope, query, now);
  const buckets = timeBuckets(range, now, zone);
  const { filters, window } = query;
  const category = CATEGORIES[query.category].code;
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const counted = await countMatches(tenant, { category, range, filters, buckets, budgetMs });
    const groups = isGrouped({ slug: query.category })
      ? await countGroups(tenant, { category, range, filters, window, limit: COUNT_CAP, budgetMs })
      : undefined;
    return {
      signIns: { n: counted.total, complete: counted.countedBackTo === null },
      groups: groups ? { n: groups.total, complete: groups.complete } : null,
      bars: barsOf(buckets, counted),
      countedBackTo: counted.countedBackTo,
    };
  });
}

/** How many sign-ins match, without more. @throws as {@link countLog}. */
export async function countSignIns(
  scope: TenantScope,
  query: LogQuery,
  { now = new Date(), budgetMs = COUNT_BUDGET_MS }: { now?: Date; budgetMs?: number } = {},
): Promise<Count> {
  authorize(scope, "logs:read", "signInLogs");
  requireVisibleFilters(scope, query.filters);
  const category = CATEGORIES[query.category].code;
  const search = searchOf(scope, query, now);
  const { total, countedBackTo } = await inTenant(appDatabase().db, scope, (tenant) =>
    countMatches(tenant, { ...search, category, budgetMs }),
  );
  return { n: total, complete: countedBackTo === null };
}

/**
 * How many sign-ins of several logs match, by log: for the tabs of the other logs. Of logs that are asked for the same, what
 * a roll-up knows is asked once. @throws as {@link countLog}.
 */
export async function countInLogs(
  scope: TenantScope,
  queries: readonly LogQuery[],
  { now = new Date(), budgetMs = COUNT_BUDGET_MS }: { now?: Date; budgetMs?: number } = {},
): Promise<Partial<Record<CategorySlug, Count>>> {
  authorize(scope, "logs:read", "signInLogs");
  for (const { filters } of queries) requireVisibleFilters(scope, filters);
  const alike = new Map<string, LogQuery[]>();
  for (const query of queries) {
    const asked = JSON.stringify([query.from, query.to, query.filters]);
    alike.set(asked, [...(alike.get(asked) ?? []), query]);
  }
  const counts = await Promise.all([...alike.values()].map((same) => countAlike(scope, same, { now, budgetMs })));
  return Object.fromEntries(counts.flat());
}

/** Counts in logs that are asked for the same. */
async function countAlike(
  scope: TenantScope,
  queries: readonly LogQuery[],
  { now, budgetMs }: { now: Date; budgetMs: number },
): Promise<(readonly [CategorySlug, Count])[]> {
  const codeOf = ({ category }: LogQuery) => CATEGORIES[category].code;
  const startedAt = performance.now();
  const { range, filters } = searchOf(scope, queries[0] as LogQuery, now);
  const search = { range, filters, categories: queries.map(codeOf), budgetMs };
  const known = hasTotals(filters)
    ? await inTenant(appDatabase().db, scope, (tenant) => countTotals(tenant, search))
    : undefined;
  const leftMs = budgetMs - (performance.now() - startedAt);
  return Promise.all(
    queries.map(async (query) => {
      const count = known?.get(codeOf(query)) ?? (await countSignIns(scope, query, { now, budgetMs: leftMs }));
      return [query.category, count] as const;
    }),
  );
}

/** A search whose matches are counted as one. */
function searchOf(scope: TenantScope, query: LogQuery, now: Date) {
  const range = readableRange(scope, query, now);
  return { range, filters: query.filters, buckets: range.from < range.to ? [range] : [] };
}

function barsOf(buckets: readonly Interval[], { byBucket, countedBackTo }: Counted): HistogramBar[] {
  return buckets.map((bucket, index) => {
    const counts = byBucket[index] ?? {};
    return {
      ...bucket,
      counts: {
        success: counts[STATUS_CODES.success] ?? 0,
        failure: counts[STATUS_CODES.failure] ?? 0,
        interrupted: counts[STATUS_CODES.interrupted] ?? 0,
      },
      counted: countedBackTo === null || bucket.from >= countedBackTo,
    };
  });
}
