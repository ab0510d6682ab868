/**
 * Groups of the sign-ins that match filters on anything: their counts are the numbers of matching members. Read from the
 * sign-ins, a stretch of whole windows at a time, inside the stretches that the roll-ups leave.
 */
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import { GROUP_WINDOWS, type GroupWindow, windowsNewestFirst } from "@/lib/model/grouping";
import { type Interval, intersectIntervals } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import { boundedByCursor, earlier, later } from "./group-pieces";
import type { GroupRow, GroupRows, GroupsQuery } from "./groups";
import { allOf, type ResolvedFilters, resolveFilters } from "./resolve-filters";

/** A statement looks at whole windows, and at no more than a day. */
const WINDOWS_PER_STATEMENT: Record<GroupWindow, number> = { "1h": 24, "6h": 4, "24h": 1 };

/** Reads one page. @param resolved what is asked instead of the query's filters. */
export async function readMatchingGroups(
  tenant: TenantTransaction,
  query: GroupsQuery,
  resolved?: Pick<ResolvedFilters, "conditions" | "intervals">,
): Promise<GroupRows> {
  const startedAt = performance.now();
  const { category, range, filters } = query;
  const newer = query.from?.direction === "newer";
  const { conditions, intervals } = resolved ?? (await resolveFilters(tenant, { category, range }, filters));
  const newestFirst = [...stretches(query, intervals)];
  const ordered = newer ? newestFirst.reverse() : newestFirst;

  const groups: GroupRow[] = [];
  for (const [index, { windows, held }] of ordered.entries()) {
    groups.push(...(await readStretch(tenant, query, held, allOf(conditions), query.limit + 1 - groups.length)));
    if (groups.length > query.limit) break;
    if (index < ordered.length - 1 && performance.now() - startedAt > query.budgetMs) {
      return { groups: newer ? groups.reverse() : groups, searchedTo: newer ? windows.to : windows.from };
    }
  }
  return { groups: newer ? groups.reverse() : groups, searchedTo: null };
}

/** The parts of whole windows in which matches can lie, newest first, each as narrow as the roll-ups allow. */
export function* stretches(
  { range, window, from }: Pick<GroupsQuery, "range" | "window" | "from">,
  intervals: readonly Interval[],
): Generator<Stretch> {
  const bounded = boundedByCursor(range, window, from);
  let windows: Interval[] = [];
  for (const whole of windowsNewestFirst(bounded, window)) {
    windows.push({ from: later(whole.from, bounded.from), to: earlier(whole.to, bounded.to) });
    if (windows.length < WINDOWS_PER_STATEMENT[window]) continue;
    yield* narrowed(windows, intervals);
    windows = [];
  }
  yield* narrowed(windows, intervals);
}

/** Whole windows, and the part of them in which matches can lie. */
export interface Stretch {
  windows: Interval;
  held: Interval;
}

function* narrowed(windows: readonly Interval[], intervals: readonly Interval[]): Generator<Stretch> {
  const [newest, oldest] = [windows[0], windows.at(-1)];
  if (!newest || !oldest) return;
  const whole = { from: oldest.from, to: newest.to };
  const held = intersectIntervals([whole], intervals);
  const [first, last] = [held[0], held.at(-1)];
  if (first && last) yield { windows: whole, held: { from: first.from, to: last.to } };
}

async function readStretch(
  { tx, tenantId }: TenantTransaction,
  { category, window, from }: GroupsQuery,
  stretch: Interval,
  conditions: SQL | undefined,
  limit: number,
): Promise<GroupRow[]> {
  const newer = from?.direction === "newer";
  const direction = newer ? sql`asc` : sql`desc`;
  const beyond = from && sql`(${from.position.lastAt.toISOString()}::timestamptz, ${from.position.groupKey}::uuid)`;
  const page = beyond
    ? newer
      ? sql`(last_at, group_key) > ${beyond}`
      : sql`(last_at, group_key) < ${beyond}`
    : sql`true`;
  const rows = await tx.execute<{
    window_from: string;
    group_key: string;
    n: string;
    first_at: string;
    last_at: string;
  }>(sql`
    select * from (
      select ${windowStart(window)} as window_from, group_key, count(*) as n, min(created_at) as first_at,
        max(created_at) as last_at
      from ${signIns}
      where ${and(
        eq(signIns.tenantId, tenantId),
        eq(signIns.category, category),
        gte(signIns.createdAt, stretch.from),
        lt(signIns.createdAt, stretch.to),
        conditions,
      )}
      group by 1, 2) g
    where ${page} order by last_at ${direction}, group_key ${direction} limit ${limit}`);
  return rows.map((row) => ({
    windowFrom: new Date(Number(row.window_from) * 1000),
    groupKey: row.group_key,
    n: Number(row.n),
    firstAt: new Date(row.first_at),
    lastAt: new Date(row.last_at),
  }));
}

/** How many groups the matches in a stretch make, up to `limit`, and how many matches they are. */
export async function countMatchingGroups(
  { tx, tenantId }: TenantTransaction,
  { category, window }: Pick<GroupsQuery, "category" | "window">,
  stretch: Interval,
  conditions: SQL | undefined,
): Promise<number> {
  const [row] = await tx.execute<{ n: string }>(sql`
    select count(*) as n from (
      select distinct ${windowStart(window)}, group_key from ${signIns}
      where ${and(
        eq(signIns.tenantId, tenantId),
        eq(signIns.category, category),
        gte(signIns.createdAt, stretch.from),
        lt(signIns.createdAt, stretch.to),
        conditions,
      )}) g`);
  return Number(row?.n ?? 0);
}

/** Seconds since 1970 at which the sign-in's window begins. */
function windowStart(window: GroupWindow): SQL {
  const seconds = sql.raw(String((GROUP_WINDOWS[window] * HOUR_MS) / 1000));
  return sql`(extract(epoch from created_at)::bigint / ${seconds}) * ${seconds}`;
}
