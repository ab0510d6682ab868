/**
 * Totals that the daily counts know: of the sign-ins of one user, application, resource or address, of some statuses. What
 * lies in a part of a day, at the ends of a range, is counted itself, in the hours that hold any.
 */
import { and, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signIns } from "@/db/schema";
import { hoursOfDay } from "@/lib/model/day-hours";
import { DAY_KINDS, type DayKind } from "@/lib/model/facets";
import { FILTER_FIELDS } from "@/lib/model/filter-fields";
import type { ActiveFilter } from "@/lib/model/filters";
import { type Interval, intersectIntervals, joinIntervals, splitAt } from "@/lib/model/intervals";
import type { Count } from "@/lib/model/log-counts";
import { DAY_MS } from "@/lib/model/retention";
import { STATUS_CODES } from "@/lib/model/status";
import { countStepByStep } from "./count";
import { isAnyOf } from "./presence";
import { anyNumber, statusesOf, valueMatchesOf } from "./resolve-filters";

export interface DayCountQuery {
  categories: readonly number[];
  range: Interval;
  filters: readonly ActiveFilter[];
  /** Wall-clock time after which no further step is begun. */
  budgetMs: number;
}

/** Whether the daily counts may know the answer. */
export function isCountedByDay(filters: readonly ActiveFilter[]): boolean {
  return filterByDay(filters) !== undefined;
}

/** The filter by whose values days are counted: the only one beside that by status. */
function filterByDay(filters: readonly ActiveFilter[]): { filter: ActiveFilter; kind: number } | undefined {
  const [filter, ...more] = filters.filter(({ key }) => key !== "status");
  const { dayKind } = filter ? FILTER_FIELDS[filter.key] : {};
  if (!filter || more.length > 0 || filter.negated || !dayKind) return undefined;
  return { filter, kind: DAY_KINDS[dayKind as DayKind] };
}

/** The matches in each of the categories, by category; undefined where the daily counts do not know them. */
export async function countInDays(
  tenant: TenantTransaction,
  { categories, range, filters, budgetMs }: DayCountQuery,
): Promise<ReadonlyMap<number, Count> | undefined> {
  const startedAt = performance.now();
  const asked = filterByDay(filters);
  const matches = asked && (await valueMatchesOf(tenant, asked.filter));
  // Of what has no value there are rows under an empty key, of which no condition is made here.
  if (!matches || matches.values.includes("")) return undefined;
  const days = await readDays(tenant, { categories, range, kind: asked.kind, keys: matches.values });
  const statuses = statusesOf(filters);
  const condition = and(matches.condition, statuses && anyNumber(sql`${signIns.status}`, statuses));
  const { inner, edges } = splitAt(range, DAY_MS);
  const isWhole = ({ from }: DayRow) => inner !== null && from >= inner.from && from < inner.to;
  const totals = new Map<number, Count>();
  for (const category of categories) {
    const own = days.filter((day) => day.category === category);
    const known = own.filter(isWhole).reduce((sum, day) => sum + countOf(day, statuses), 0);
    const held = own.filter((day) => !isWhole(day)).flatMap(({ from, hours }) => hoursOfDay(from, hours));
    const intervals = intersectIntervals(joinIntervals(held), edges);
    const leftMs = budgetMs - (performance.now() - startedAt);
    // The first log is always looked at, as a count step by step always takes one.
    if (leftMs <= 0 && totals.size > 0 && intervals.length > 0) {
      totals.set(category, { n: known, complete: false });
      continue;
    }
    const ends = await countStepByStep(
      tenant,
      { category, buckets: [range], budgetMs: leftMs },
      { intervals, within: () => (condition ? [condition] : []), indexed: matches.indexed },
    );
    totals.set(category, { n: known + ends.total, complete: ends.countedBackTo === null });
  }
  return totals;
}

interface DayRow {
  category: number;
  /** The first instant of the UTC day. */
  from: Date;
  /** The hours that hold any, a bit each. */
  hours: number;
  n: number;
  successes: number;
  failures: number;
}

async function readDays(
  { tx, tenantId }: TenantTransaction,
  {
    categories,
    range,
    kind,
    keys,
  }: Pick<DayCountQuery, "categories" | "range"> & { kind: number; keys: readonly string[] },
): Promise<DayRow[]> {
  const { category, day, hours, n, successes, failures } = signInDays;
  const rows = await tx
    .select({
      ...{ category, day, hours: sql<number>`bit_or(${hours})`, n: sql<string>`sum(${n})` },
      ...{ successes: sql<string>`sum(${successes})`, failures: sql<string>`sum(${failures})` },
    })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenantId),
        inArray(category, [...categories]),
        eq(signInDays.kind, kind),
        isAnyOf(sql`${signInDays.key}`, keys),
        gte(day, range.from.toISOString().slice(0, 10)),
        lt(day, new Date(range.to.getTime() + DAY_MS - 1).toISOString().slice(0, 10)),
      ),
    )
    .groupBy(category, day);
  return rows.map((row) => ({
    ...{ category: row.category, from: new Date(`${row.day}T00:00:00Z`), hours: row.hours },
    ...{ n: Number(row.n), successes: Number(row.successes), failures: Number(row.failures) },
  }));
}

function countOf({ n, successes, failures }: DayRow, statuses: readonly number[] | undefined): number {
  if (!statuses) return n;
  const byStatus: Record<number, number> = {
    [STATUS_CODES.success]: successes,
    [STATUS_CODES.failure]: failures,
    [STATUS_CODES.interrupted]: n - successes - failures,
  };
  return statuses.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
}
