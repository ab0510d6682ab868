/**
 * Groups of the sign-ins that match filters on anything: their counts are the numbers of matching members. Read from the
 * sign-ins, a stretch of whole windows at a time, inside the stretches that the roll-ups leave.
 */
import { and, gte, lte, type SQL, sql } from "drizzle-orm";
import { plainArray, timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import { GROUP_WINDOWS, type GroupWindow, windowOf, windowsNewestFirst } from "@/lib/model/grouping";
import { type Interval, intersectIntervals, joinIntervals } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import { boundedByCursor, earlier, later } from "./group-pieces";
import type { GroupPosition, GroupRow, GroupRows, GroupsQuery } from "./groups";
import { inLog } from "./in-log";
import { allOf, type ResolvedFilters, resolveFilters } from "./resolve-filters";
import { isSome, type Pieces, pieceTable, refined, StepLength, spanOf } from "./search-steps";

/** Reads one page. @param resolved what is asked instead of the query's filters. */
export async function readMatchingGroups(
  tenant: TenantTransaction,
  query: GroupsQuery,
  resolved?: Resolved,
): Promise<GroupRows> {
  const startedAt = performance.now();
  const { category, range, filters } = query;
  const newer = query.from?.direction === "newer";
  const { conditions, within, intervals, indexed, refine }: Resolved =
    resolved ?? (await resolveFilters(tenant, { category, range }, filters));
  const length = new StepLength(indexed === true);

  const groups: GroupRow[] = [];
  let searchedTo: Date | null = null;
  for (const stretch of stretches(query, intervals, length)) {
    if (searchedTo && performance.now() - startedAt > query.budgetMs) {
      return { groups: newer ? groups.reverse() : groups, searchedTo };
    }
    const missing = query.limit + 1 - groups.length;
    const found = await length.run(async () => {
      const held = await refined(stretch.held, refine, newer ? "newer" : "older");
      if (!held) return [];
      const there = allOf(within?.(spanOf(held)) ?? conditions);
      return readStretch(tenant, query, { ...stretch, held }, there, missing);
    });
    groups.push(...found);
    if (groups.length > query.limit) break;
    searchedTo = newer ? stretch.windows.to : stretch.windows.from;
  }
  return { groups: newer ? groups.reverse() : groups, searchedTo: null };
}

type Resolved = Pick<ResolvedFilters, "conditions" | "intervals"> &
  Partial<Pick<ResolvedFilters, "within" | "indexed" | "refine">>;

/** Whole windows, and the parts of them in which matches can lie, in the order of the page. */
export interface Stretch {
  windows: Interval;
  held: Pieces;
}

/** As many whole windows at once as the length allows, in the order of the page; at least one, however short it is. */
export function* stretches(
  { range, window, from }: Pick<GroupsQuery, "range" | "window" | "from">,
  intervals: readonly Interval[],
  length: { readonly ms: number },
): Generator<Stretch> {
  const bounded = boundedByCursor(range, window, from);
  const windows = [...windowsNewestFirst(bounded, window)].reverse();
  const pieces = intersectIntervals(windows, intersectIntervals([bounded], intervals));
  const isNewer = from?.direction === "newer";
  const ordered = isNewer ? pieces : pieces.reverse();
  const windowFrom = (piece: Interval) => windowOf(piece.from, window).from.getTime();
  let held: Interval[] = [];
  let heldMs = 0;
  for (const [index, piece] of ordered.entries()) {
    held.push(piece);
    heldMs += piece.to.getTime() - piece.from.getTime();
    const next = ordered[index + 1];
    if (next && (heldMs < length.ms || windowFrom(next) === windowFrom(piece))) continue;
    const joined = joinIntervals(held);
    const inOrder = isNewer ? joined : joined.reverse();
    if (!isSome(inOrder)) continue;
    const span = spanOf(inOrder);
    yield {
      windows: {
        from: later(windowOf(span.from, window).from, bounded.from),
        to: earlier(windowOf(new Date(span.to.getTime() - 1), window).to, bounded.to),
      },
      held: inOrder,
    };
    held = [];
    heldMs = 0;
  }
}

/** The matches in pieces of time, as a table `m` of their times and group keys; of these the first ones, where told. */
function matchesIn(
  tenant: TenantTransaction,
  category: number,
  pieces: Pieces,
  conditions: SQL | undefined,
  first?: { count: number; order: SQL },
): SQL {
  const span = spanOf(pieces);
  const within = (bounds: SQL | undefined) => sql`
    select created_at, group_key from ${signIns}
    where ${and(inLog(tenant, category, span), bounds, conditions)}`;
  const page = (place: SQL) => (first ? sql` order by ${place}created_at ${first.order} limit ${first.count}` : sql``);
  if (pieces.length === 1) return sql`(${within(undefined)}${page(sql``)}) m`;
  const inPiece = within(sql`${signIns.createdAt} >= piece.from_at and ${signIns.createdAt} < piece.to_at`);
  // Without the offset the planner may take it for a join of everything in the span with the pieces.
  return sql`(select found.* from ${pieceTable(pieces)}
    cross join lateral (${inPiece}${page(sql``)} offset 0) found${page(sql`piece.place, `)}) m`;
}

/** The groups of a stretch: from the first of its matches where these are enough, else from all of them. */
async function readStretch(
  tenant: TenantTransaction,
  query: GroupsQuery,
  stretch: Stretch,
  conditions: SQL | undefined,
  limit: number,
): Promise<GroupRow[]> {
  const groups =
    (await readFirstGroups(tenant, query, stretch, conditions, limit)) ??
    (await groupsOf(tenant, query, matchesIn(tenant, query.category, stretch.held, conditions), limit));
  return groups
    .filter((group) => isOnPage(query, group))
    .sort((a, b) => orderOf(query) * compareGroups(a, b))
    .slice(0, limit);
}

/** So many matches for each group that is wanted hold enough groups, as a rule. */
const MATCHES_PER_GROUP = 8;

/**
 * Groups of the matches next to where the page begins, counted one by one: a common value need not be counted for all
 * groups of its window. Undefined where these are not enough groups.
 */
async function readFirstGroups(
  tenant: TenantTransaction,
  query: GroupsQuery,
  { windows, held }: Stretch,
  conditions: SQL | undefined,
  limit: number,
): Promise<GroupRow[] | undefined> {
  const { category, from } = query;
  const newer = from?.direction === "newer";
  const at = from?.position.lastAt;
  const isCut = at !== undefined && at >= windows.from && at < windows.to;
  const onPage = isCut ? (newer ? gte(signIns.createdAt, at) : lte(signIns.createdAt, at)) : undefined;
  const first = { count: limit * MATCHES_PER_GROUP, order: newer ? sql`asc` : sql`desc` };
  const sample = await groupsOf(tenant, query, matchesIn(tenant, category, held, and(conditions, onPage), first));
  const isWhole = sample.reduce((sum, { n }) => sum + n, 0) < first.count;
  // Then these are all matches of the stretch, and no others are members of their groups.
  if (isWhole && !isCut) return sample;
  // Of the second in which the sample ends others may be missing, and of groups that reach beyond it.
  const edge = newer
    ? Math.max(...sample.map(({ lastAt }) => lastAt.getTime()))
    : Math.min(...sample.map(({ firstAt }) => firstAt.getTime()));
  const isInside = ({ lastAt }: GroupRow) => isWhole || (newer ? lastAt.getTime() < edge : lastAt.getTime() > edge);
  const candidates = newer ? sample : sample.filter(isInside);
  if (!isWhole && candidates.length < limit) return undefined;
  const wanted = newer || isCut ? candidates : candidates.sort((a, b) => -compareGroups(a, b)).slice(0, limit);
  const groups = (await countMembers(tenant, query, windows, wanted, conditions)).filter(isInside);
  return isWhole || groups.filter((group) => isOnPage(query, group)).length >= limit ? groups : undefined;
}

function isOnPage({ from }: GroupsQuery, group: GroupRow): boolean {
  return !from || orderOf({ from }) * compareGroups(group, from.position) > 0;
}

/** 1 where older groups come later in the order of reading, -1 where newer ones do. */
function orderOf({ from }: Pick<GroupsQuery, "from">): number {
  return from?.direction === "newer" ? 1 : -1;
}

/** Below zero where the first is the older one. */
export function compareGroups(a: GroupPosition, b: GroupPosition): number {
  return a.lastAt.getTime() - b.lastAt.getTime() || (a.groupKey < b.groupKey ? -1 : a.groupKey > b.groupKey ? 1 : 0);
}

/** The groups that matches make; @param limit only the first of these that are on the page. */
async function groupsOf(
  { tx }: TenantTransaction,
  { window, from }: GroupsQuery,
  matches: SQL,
  limit?: number,
): Promise<GroupRow[]> {
  const newer = from?.direction === "newer";
  const position = from && sql`(${from.position.lastAt.toISOString()}::timestamptz, ${from.position.groupKey}::uuid)`;
  const isBeyond = position ? sql`where (last_at, group_key) ${newer ? sql`>` : sql`<`} ${position}` : sql``;
  const direction = newer ? sql`asc` : sql`desc`;
  const page = sql`${isBeyond} order by last_at ${direction}, group_key ${direction} limit ${limit}`;
  const rows = await tx.execute<RawGroup>(sql`
    select * from (
      select ${windowStart(window)} as window_from, group_key, count(*) as n, min(created_at) as first_at,
        max(created_at) as last_at
      from ${matches} group by 1, 2) g ${limit === undefined ? sql`` : page}`);
  return rows.map(groupRow);
}

/** Counts the matching members of groups, each in its window. */
async function countMembers(
  tenant: TenantTransaction,
  { category, window }: GroupsQuery,
  within: Interval,
  groups: readonly GroupRow[],
  conditions: SQL | undefined,
): Promise<GroupRow[]> {
  if (groups.length === 0) return [];
  const windows = groups.map(({ windowFrom }) => windowOf(windowFrom, window));
  const rows = await tenant.tx.execute<RawGroup>(sql`
    select extract(epoch from g.window_from)::bigint as window_from, g.group_key, s.n, s.first_at, s.last_at
    from unnest(${timeArray(windows.map(({ from }) => from))}::timestamptz[],
      ${timeArray(windows.map(({ to }) => to))}::timestamptz[],
      ${plainArray(groups.map(({ groupKey }) => groupKey))}::uuid[]) as g (window_from, window_to, group_key)
    cross join lateral (
      select count(*) as n, min(created_at) as first_at, max(created_at) as last_at from ${signIns}
      where ${and(
        inLog(tenant, category, within),
        sql`${signIns.groupKey} = g.group_key`,
        sql`${signIns.createdAt} >= g.window_from and ${signIns.createdAt} < g.window_to`,
        conditions,
      )}) s
    where s.n > 0`);
  return rows.map(groupRow);
}

/** A group as statements give it. */
export interface RawGroup extends Record<string, unknown> {
  window_from: string;
  group_key: string;
  n: string;
  first_at: string;
  last_at: string;
}

export function groupRow(row: RawGroup): GroupRow {
  return {
    windowFrom: new Date(Number(row.window_from) * 1000),
    groupKey: row.group_key,
    n: Number(row.n),
    firstAt: new Date(row.first_at),
    lastAt: new Date(row.last_at),
  };
}

/** How many groups the matches in a stretch make. */
export async function countMatchingGroups(
  tenant: TenantTransaction,
  { category, window }: Pick<GroupsQuery, "category" | "window">,
  held: Pieces,
  conditions: SQL | undefined,
): Promise<number> {
  const [row] = await tenant.tx.execute<{ n: string }>(sql`
    select count(*) as n from (
      select distinct ${windowStart(window)}, group_key from ${matchesIn(tenant, category, held, conditions)}) g`);
  return Number(row?.n ?? 0);
}

/** Seconds since 1970 at which the sign-in's window begins. */
export function windowStart(window: GroupWindow): SQL {
  const seconds = sql.raw(String((GROUP_WINDOWS[window] * HOUR_MS) / 1000));
  return sql`(extract(epoch from created_at)::bigint / ${seconds}) * ${seconds}`;
}
