/** Where the figures of the overview lead: to the log that shows exactly those sign-ins. */
import type { BreakdownField } from "@/lib/model/breakdown";
import type { CategorySlug } from "@/lib/model/categories";
import { CATEGORIES } from "@/lib/model/categories";
import { type FilterKey, filterDefinition } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import { addressOf } from "@/lib/model/log-query-href";
import { parseFilter, UnusableValue } from "@/lib/model/log-query-values";
import type { ShownZone } from "@/lib/web/zone";

export interface OverviewView {
  /** As the address names it. */
  tenant: string;
  zone: ShownZone;
}

export type Filters = Partial<Record<FilterKey, string>>;

/** The log with a range and filters, broken down where that is asked for; null where a value cannot be filtered by. */
export function logHref(
  { tenant, zone }: OverviewView,
  log: CategorySlug,
  { from, to }: Interval,
  filters: Filters = {},
  by?: BreakdownField,
) {
  const params = new URLSearchParams({ range: "custom", from: from.toISOString(), to: to.toISOString() });
  for (const [key, value] of Object.entries(filters) as [FilterKey, string][]) {
    if (!CATEGORIES[log].filters.includes(key) || !isUsable(key, value)) return null;
    params.set(key, value);
  }
  if (by) params.set("by", by);
  if (zone.choice === "utc") params.set("tz", "utc");
  return addressOf(`/${tenant}/sign-ins/${log}`, params);
}

/** The filter's value for one thing by its stored id or value, whatever it looks like; '' is the absent one. */
export function exactly(key: FilterKey, stored: string): string {
  const { kind } = filterDefinition(key);
  if (stored === "") return "none";
  return kind === "name" || kind === "facet" ? `=${stored}` : stored;
}

function isUsable(key: FilterKey, value: string): boolean {
  try {
    parseFilter(key, [value]);
    return true;
  } catch (error) {
    if (error instanceof UnusableValue) return false;
    throw error;
  }
}
