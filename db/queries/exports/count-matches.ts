/** How many sign-ins match, exactly up to a cap, within a time. */
import { and, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import type { ActiveFilter } from "@/lib/model/filters";
import { type Interval, stepsNewestFirst } from "@/lib/model/intervals";
import { inLog } from "../sign-ins/in-log";
import { allOf, resolveFilters } from "../sign-ins/resolve-filters";

export interface CountQuery {
  category: number;
  range: Interval;
  filters: readonly ActiveFilter[];
  /** Counting ends one above this. */
  cap: number;
  /** Wall-clock time after which no further step is begun. */
  budgetMs: number;
}

export interface MatchCount {
  /** At most cap + 1. */
  count: number;
  /** False when time ran out: there may be more. */
  complete: boolean;
}

export async function countMatches(tenant: TenantTransaction, query: CountQuery): Promise<MatchCount> {
  const startedAt = performance.now();
  const { category, range, cap, budgetMs } = query;
  const { conditions, intervals } = await resolveFilters(tenant, { category, range }, query.filters);
  const steps = stepsNewestFirst(intervals);
  let count = 0;
  for (const [index, step] of steps.entries()) {
    count += await countStep(tenant, category, step, allOf(conditions), cap + 1 - count);
    if (count > cap) break;
    if (index < steps.length - 1 && performance.now() - startedAt > budgetMs) return { count, complete: false };
  }
  return { count, complete: true };
}

async function countStep(
  tenant: TenantTransaction,
  category: number,
  step: Interval,
  conditions: ReturnType<typeof allOf>,
  limit: number,
): Promise<number> {
  const matching = tenant.tx
    .select({ one: sql`1`.as("one") })
    .from(signIns)
    .where(and(inLog(tenant, category, step), conditions))
    .limit(limit)
    .as("matching");
  const [row] = await tenant.tx.select({ count: sql<number>`count(*)::int` }).from(matching);
  return row?.count ?? 0;
}
