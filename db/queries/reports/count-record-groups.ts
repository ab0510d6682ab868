/**
 * The numbers of groups of which only the newest match is known, read by the index on group keys; as many groups a
 * statement as have few enough members together, and one with very many members in several.
 */
import { and, type SQL, sql } from "drizzle-orm";
import { plainArray, timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInHours, signIns } from "@/db/schema";
import { type GroupWindow, windowOf } from "@/lib/model/grouping";
import type { Interval } from "@/lib/model/intervals";
import { stretchesHolding } from "../sign-ins/counted-steps";
import { earlier, later } from "../sign-ins/group-pieces";
import type { GroupRow } from "../sign-ins/groups";
import { inLog } from "../sign-ins/in-log";
import { groupRow, type RawGroup } from "../sign-ins/matching-groups";
import type { HourCount } from "../sign-ins/presence";
import { spanOf } from "../sign-ins/search-steps";
import { keepDeadline } from "./report-logs";
import type { ResolvedCondition } from "./resolved-condition";

export interface CountingQuery {
  category: number;
  window: GroupWindow;
  range: Interval;
  /** As `performance.now()` counts. */
  deadline: number;
  /** How many records a statement reads at most. */
  most: { readonly size: number };
}

/**
 * The groups in their order, with all their matches in their windows. Left out are those with a match that is newer than the
 * one they came with: they stand elsewhere.
 * @param isWhole true of groups that are counted already.
 */
export async function* countGroupsInOrder(
  tenant: TenantTransaction,
  query: CountingQuery,
  { conditionIn }: Pick<ResolvedCondition, "conditionIn">,
  groups: readonly GroupRow[],
  isWhole: (group: GroupRow) => boolean,
): AsyncGenerator<GroupRow> {
  const members = await membersByHour(
    tenant,
    query,
    groups.filter((group) => !isWhole(group)),
  );
  let together: GroupRow[] = [];
  let held = 0;
  for (const group of groups) {
    const hours = isWhole(group) ? [] : members(group);
    const n = hours.reduce((sum, hour) => sum + hour.n, 0);
    if (held + n > query.most.size) {
      yield* await countTogether(tenant, query, conditionIn, together, isWhole);
      [together, held] = [[], 0];
    }
    if (n > query.most.size) {
      const counted = await countInSteps(tenant, query, conditionIn, group, hours);
      if (counted) yield counted;
      continue;
    }
    together.push(group);
    held += n;
  }
  yield* await countTogether(tenant, query, conditionIn, together, isWhole);
}

/** What the hourly roll-up knows of groups, each in its window. */
async function membersByHour(
  tenant: TenantTransaction,
  query: CountingQuery,
  groups: readonly GroupRow[],
): Promise<(group: GroupRow) => HourCount[]> {
  if (groups.length === 0) return () => [];
  const span = spanOf(groups.map((group) => partOf(query, group)) as [Interval, ...Interval[]]);
  // An hour's last sign-in lies in it, and so does the window of the hour.
  const { from } = windowOf(span.from, query.window);
  await keepDeadline(tenant, query.deadline);
  const rows = await tenant.tx.execute<{ group_key: string; hour: string; n: number }>(sql`
    select group_key, hour, n from ${signInHours}
    where tenant_id = ${tenant.tenantId}::uuid and category = ${query.category}::smallint
      and group_key = any(${plainArray([...new Set(groups.map(({ groupKey }) => groupKey))])}::uuid[])
      and hour >= ${from.toISOString()}::timestamptz and hour < ${span.to.toISOString()}::timestamptz
    order by hour`);
  const byGroup = new Map<string, HourCount[]>();
  for (const { group_key, hour, n } of rows) {
    const at = new Date(hour);
    const name = nameOf({ windowFrom: windowOf(at, query.window).from, groupKey: group_key });
    byGroup.set(name, [...(byGroup.get(name) ?? []), { hour: at, n: Number(n) }]);
  }
  return (group) => byGroup.get(nameOf(group)) ?? [];
}

function nameOf({ windowFrom, groupKey }: Pick<GroupRow, "windowFrom" | "groupKey">): string {
  return `${windowFrom.getTime()} ${groupKey}`;
}

/** The part of its window that lies in the range. */
function partOf({ window, range }: CountingQuery, { windowFrom }: GroupRow): Interval {
  const { from, to } = windowOf(windowFrom, window);
  return { from: later(from, range.from), to: earlier(to, range.to) };
}

async function countTogether(
  tenant: TenantTransaction,
  query: CountingQuery,
  conditionIn: ResolvedCondition["conditionIn"],
  groups: readonly GroupRow[],
  isWhole: (group: GroupRow) => boolean,
): Promise<GroupRow[]> {
  const open = groups.filter((group) => !isWhole(group));
  if (open.length === 0) return [...groups];
  const parts = open.map((group) => partOf(query, group));
  const span = spanOf(parts as [Interval, ...Interval[]]);
  const members = (bounds: SQL) =>
    and(
      inLog(tenant, query.category, span),
      sql`${signIns.groupKey} = g.group_key and ${signIns.createdAt} >= g.from_at`,
      bounds,
      conditionIn(span),
    );
  await keepDeadline(tenant, query.deadline);
  // Whoever has a newer match shows with one record; only the others are counted.
  const rows = await tenant.tx.execute<RawGroup>(sql`
    select extract(epoch from g.window_from)::bigint as window_from, g.group_key, counted.n, counted.first_at, g.last_at
    from unnest(${timeArray(open.map(({ windowFrom }) => windowFrom))}::timestamptz[],
      ${timeArray(parts.map(({ from }) => from))}::timestamptz[],
      ${timeArray(parts.map(({ to }) => to))}::timestamptz[],
      ${plainArray(open.map(({ groupKey }) => groupKey))}::uuid[],
      ${timeArray(open.map(({ lastAt }) => lastAt))}::timestamptz[]) as g (window_from, from_at, to_at, group_key, last_at)
    cross join lateral (
      select created_at from ${signIns} where ${members(sql`${signIns.createdAt} < g.to_at`)}
      order by created_at desc limit 1) newest
    cross join lateral (
      select count(*) as n, min(created_at) as first_at from ${signIns}
      where ${members(sql`${signIns.createdAt} <= newest.created_at`)}) counted
    where newest.created_at = g.last_at`);
  const counted = new Map(rows.map((row) => [nameOf(groupRow(row)), groupRow(row)]));
  return groups.flatMap((group) => (isWhole(group) ? group : (counted.get(nameOf(group)) ?? [])));
}

/** One group from its newest members on; undefined when it has a newer match. */
async function countInSteps(
  tenant: TenantTransaction,
  query: CountingQuery,
  conditionIn: ResolvedCondition["conditionIn"],
  group: GroupRow,
  hours: readonly HourCount[],
): Promise<GroupRow | undefined> {
  let [n, { firstAt }] = [0, group];
  for (const step of stretchesHolding([partOf(query, group)], hours, "older", query.most)) {
    await keepDeadline(tenant, query.deadline);
    const where = and(
      inLog(tenant, query.category, step),
      sql`${signIns.groupKey} = ${group.groupKey}::uuid`,
      conditionIn(step),
    );
    const [row] = await tenant.tx.execute<{ n: string; first_at: string | null; last_at: string | null }>(sql`
      select count(*) as n, min(created_at) as first_at, max(created_at) as last_at from ${signIns} where ${where}`);
    if (!row?.first_at || !row.last_at) continue;
    if (n === 0 && new Date(row.last_at).getTime() !== group.lastAt.getTime()) return undefined;
    n += Number(row.n);
    firstAt = new Date(row.first_at);
  }
  return n > 0 ? { ...group, n, firstAt } : undefined;
}
