/**
 * Groups of the sign-ins that a condition on whole records leaves, however many a window holds. Matches are looked for from
 * the newest on, in steps that one statement can read. A group stands where its newest match was met; where its window
 * reaches beyond the step, its other members are looked at for their number (`count-record-groups.ts`).
 */
import { and, sql } from "drizzle-orm";
import type { Database, TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import { type GroupWindow, windowOf } from "@/lib/model/grouping";
import { type Interval, intersectIntervals } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { stretchesHolding } from "../sign-ins/counted-steps";
import { earlier, FIRST_GROUP_KEY, later } from "../sign-ins/group-pieces";
import type { GroupPosition, GroupRow } from "../sign-ins/groups";
import { inLog } from "../sign-ins/in-log";
import { compareGroups, groupRow, type RawGroup, windowStart } from "../sign-ins/matching-groups";
import { countByHour, type HourCount } from "../sign-ins/presence";
import { countGroupsInOrder } from "./count-record-groups";
import { beforeDeadline } from "./report-logs";
import { RECORDS_PER_STEP, recordsPerStep } from "./report-steps";
import type { ResolvedCondition } from "./resolved-condition";

export interface RecordGroupsQuery {
  category: number;
  window: GroupWindow;
  range: Interval;
  after: GroupPosition | undefined;
  limit: number;
  /** As `performance.now()` counts. */
  deadline: number;
  /** How many records the first statement reads at most. */
  perStep?: number;
}

export interface RecordGroups {
  /** Newest first, at most `limit`. */
  groups: GroupRow[];
  /** From where to read on; absent when nothing is left. */
  next: GroupPosition | undefined;
}

/** One page; undefined when time ran out before anything was known. */
export async function readRecordGroups(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  query: RecordGroupsQuery,
  resolved: ResolvedCondition,
): Promise<RecordGroups | undefined> {
  const { limit, deadline } = query;
  const intervals = intersectIntervals(resolved.intervals, [beyond(query)]);
  const hours = await beforeDeadline(db, scope, deadline, (tenant) => hoursOf(tenant, query, intervals));
  if (!hours) return undefined;
  // Fewer than for a list, whose statement ends with the record that fills the page: here a step is read whole.
  const size = recordsPerStep([resolved], query.perStep ?? RECORDS_PER_STEP / 4);
  const page: Page = { query, resolved, hours, most: size, groups: [], decided: new Set() };
  let next: GroupPosition | undefined;
  for (const step of stretchesHolding(intervals, hours, "older", size)) {
    if (next && performance.now() > deadline) return { groups: page.groups, next };
    const before = page.groups.length;
    const isRead = await size.run(() =>
      // All that is said of a group is said of one instant.
      beforeDeadline(db, scope, deadline, (tenant) => readStep(tenant, page, step), { snapshot: true }),
    );
    const groups = page.groups.slice(0, limit);
    if (isRead && page.groups.length <= limit) {
      next = { lastAt: step.from, groupKey: FIRST_GROUP_KEY };
      continue;
    }
    const last = page.groups.length > before ? groups.at(-1) : undefined;
    if (last) return { groups, next: { lastAt: last.lastAt, groupKey: last.groupKey } };
    return next && { groups, next };
  }
  return { groups: page.groups, next: undefined };
}

/** What lies beyond the position: groups whose newest match was met already have none that is newer there. */
function beyond({ range, after }: RecordGroupsQuery): Interval {
  if (!after) return range;
  const isSecondDone = after.groupKey === FIRST_GROUP_KEY;
  const to = isSecondDone ? after.lastAt : new Date(after.lastAt.getTime() + 1000);
  return { from: range.from, to: earlier(to, range.to) };
}

/** What the hours hold of all windows in which something is looked for. */
async function hoursOf(
  tenant: TenantTransaction,
  { category, window, range }: RecordGroupsQuery,
  intervals: readonly Interval[],
): Promise<HourCount[]> {
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (!first || !last) return [];
  const from = later(windowOf(first.from, window).from, range.from);
  const to = earlier(windowOf(new Date(last.to.getTime() - 1), window).to, range.to);
  return countByHour(tenant, [category], { from, to });
}

interface Page {
  query: RecordGroupsQuery;
  resolved: ResolvedCondition;
  hours: readonly HourCount[];
  /** How many records a statement reads at most. */
  most: { readonly size: number };
  /** Grows in order, and keeps what it has when time runs out. */
  groups: GroupRow[];
  /** Of windows that reach beyond a step: given, or not of this page. */
  decided: Set<string>;
}

/** Adds the groups that a step decides. */
async function readStep(tenant: TenantTransaction, page: Page, step: Interval): Promise<true> {
  const { query, resolved, groups, decided, most } = page;
  const { category, window, range, after, limit, deadline } = query;
  const rows = await tenant.tx.execute<RawGroup>(sql`
    select ${windowStart(window)} as window_from, group_key, count(*) as n, min(created_at) as first_at,
      max(created_at) as last_at
    from ${signIns} where ${and(inLog(tenant, category, step), resolved.conditionIn(step))} group by 1, 2`);
  const name = ({ windowFrom, groupKey }: GroupRow) => `${windowFrom.getTime()} ${groupKey}`;
  const found = rows
    .map(groupRow)
    .filter((group) => (!after || compareGroups(group, after) < 0) && !decided.has(name(group)))
    .sort((a, b) => -compareGroups(a, b));
  const reaching = windowsReachingBeyond(page, step);
  const isWhole = ({ windowFrom }: GroupRow) => !reaching.has(windowFrom.getTime());
  for (let done = 0; done < found.length && groups.length <= limit; ) {
    const some = found.slice(done, done + limit + 1 - groups.length);
    done += some.length;
    const counted = countGroupsInOrder(tenant, { category, window, range, deadline, most }, resolved, some, isWhole);
    for await (const group of counted) groups.push(group);
    for (const group of some) if (!isWhole(group)) decided.add(name(group));
  }
  return true;
}

/** The windows, by their start, that hold sign-ins outside the step: only its first and its last one can. */
function windowsReachingBeyond({ query: { window, range }, hours }: Page, { from, to }: Interval): Set<number> {
  const edges = [windowOf(from, window), windowOf(new Date(to.getTime() - 1), window)];
  const reaching = edges.filter((edge) =>
    hours.some(({ hour }) => {
      const end = new Date(hour.getTime() + HOUR_MS);
      const isInWindow = hour >= edge.from && hour < edge.to;
      return isInWindow && (later(hour, range.from) < from || earlier(end, range.to) > to);
    }),
  );
  return new Set(reaching.map((edge) => edge.from.getTime()));
}
