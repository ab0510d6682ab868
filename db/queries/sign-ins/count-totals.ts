/** How many sign-ins of several logs match, where a roll-up knows it of all of them. */
import type { TenantTransaction } from "@/db/client";
import type { ActiveFilter } from "@/lib/model/filters";
import type { Count } from "@/lib/model/log-counts";
import { countInDays, type DayCountQuery, isCountedByDay } from "./count-days";
import { countInRollups, isRolledUp } from "./count-rollups";

/** Whether a roll-up may know the answer, as far as the filters themselves tell. */
export function hasTotals(filters: readonly ActiveFilter[]): boolean {
  return isRolledUp({ filters, buckets: [] }) || isCountedByDay(filters);
}

/** The matches in each of the categories, by category; undefined where no roll-up knows them. */
export async function countTotals(
  tenant: TenantTransaction,
  query: DayCountQuery,
): Promise<ReadonlyMap<number, Count> | undefined> {
  if (query.range.from >= query.range.to) {
    return new Map(query.categories.map((category) => [category, { n: 0, complete: true }]));
  }
  const byHour = await countInRollups(tenant, { ...query, buckets: [query.range] });
  if (!byHour) return countInDays(tenant, query);
  return new Map([...byHour].map(([category, { total }]) => [category, { n: total, complete: true }]));
}
