/** How many sign-ins of a log match, in how many groups, and how they spread over the range. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type Counted, countMatches } from "@/db/queries/sign-ins/count";
import { countGroups } from "@/db/queries/sign-ins/count-groups";
import { CATEGORIES } from "@/lib/model/categories";
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

/** How many sign-ins match, without more: for the tabs of the other logs. */
export async function countSignIns(
  scope: TenantScope,
  query: LogQuery,
  { now = new Date(), budgetMs = COUNT_BUDGET_MS }: { now?: Date; budgetMs?: number } = {},
): Promise<Count> {
  authorize(scope, "logs:read", "signInLogs");
  requireVisibleFilters(scope, query.filters);
  const range = readableRange(scope, query, now);
  const category = CATEGORIES[query.category].code;
  const { total, countedBackTo } = await inTenant(appDatabase().db, scope, (tenant) =>
    countMatches(tenant, {
      category,
      range,
      filters: query.filters,
      buckets: range.from < range.to ? [range] : [],
      budgetMs,
    }),
  );
  return { n: total, complete: countedBackTo === null };
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
