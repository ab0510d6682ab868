/** Groups of sign-ins for the reporting API: those of the grouped logs, with a report's condition. */
import type { Database, TenantTransaction } from "@/db/client";
import type { CategoryCode } from "@/lib/model/categories/category";
import type { GroupWindow } from "@/lib/model/grouping";
import type { Interval } from "@/lib/model/intervals";
import type { ReportCondition } from "@/lib/model/reports/conditions";
import type { SignInField } from "@/lib/model/reports/sign-in-fields";
import type { TenantScope } from "@/lib/model/scope";
import { readRests } from "../sign-ins/details";
import { readNewestMembers } from "../sign-ins/group-members";
import { FIRST_GROUP_KEY } from "../sign-ins/group-pieces";
import { type GroupPosition, type GroupRow, readGroups } from "../sign-ins/groups";
import { readMatchingGroups } from "../sign-ins/matching-groups";
import type { SignInRow } from "../sign-ins/page";
import { type RecordGroups, readRecordGroups } from "./read-record-groups";
import { beforeDeadline } from "./report-logs";
import { resolveCondition } from "./resolve-condition";
import type { ResolvedCondition } from "./resolved-condition";

export interface SummaryQuery {
  category: CategoryCode;
  window: GroupWindow;
  range: Interval;
  condition: ReportCondition<SignInField> | undefined;
  after: GroupPosition | undefined;
  limit: number;
  budgetMs: number;
  /** How many records the first statement reads at most, where whole records are read. */
  perStep?: number;
}

export interface SummaryRow {
  group: GroupRow;
  newest: SignInRow;
  /** JSON of the newest member's details. */
  rest: string;
}

export interface SummaryRows {
  rows: SummaryRow[];
  /** Where to read on. */
  next: GroupPosition | undefined;
}

/** So much of the time is for finding groups; the rest is for reading their newest members. */
const SHARE_OF_FINDING = 0.75;

/** One page; undefined when not even its first stretch could be searched in time. */
export async function readSummaries(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  query: SummaryQuery,
): Promise<SummaryRows | undefined> {
  const { category, range, condition, budgetMs } = query;
  const startedAt = performance.now();
  const deadline = startedAt + budgetMs;
  const resolved =
    condition &&
    (await beforeDeadline(db, scope, deadline, (tenant) => resolveCondition(tenant, { category, range }, condition)));
  if (condition && !resolved) return undefined;
  if (!resolved || resolved.recordReads === 0) {
    return beforeDeadline(db, scope, deadline, async (tenant) =>
      complete(tenant, query, await readPlainGroups(tenant, query, resolved), resolved),
    );
  }
  const findUntil = startedAt + budgetMs * SHARE_OF_FINDING;
  const found = await readRecordGroups(db, scope, { ...query, deadline: findUntil }, resolved);
  return found && beforeDeadline(db, scope, deadline, (tenant) => complete(tenant, query, found, resolved));
}

/** Groups of a condition that rows can decide. */
async function readPlainGroups(
  tenant: TenantTransaction,
  { category, window, range, after, limit, budgetMs }: SummaryQuery,
  resolved: ResolvedCondition | undefined,
): Promise<RecordGroups> {
  const asked = {
    ...{ category, window, range, limit, filters: [], budgetMs: budgetMs / 2 },
    ...(after ? { from: { position: after, direction: "older" as const } } : {}),
  };
  const { groups, searchedTo } = resolved
    ? await readMatchingGroups(tenant, asked, {
        ...{ conditions: [resolved.conditionIn(range)], intervals: resolved.intervals },
        within: (part) => [resolved.conditionIn(part)],
      })
    : await readGroups(tenant, asked);
  const shown = groups.slice(0, limit);
  const last = shown.at(-1);
  if (groups.length > limit && last) return { groups: shown, next: { lastAt: last.lastAt, groupKey: last.groupKey } };
  return { groups: shown, next: searchedTo ? { lastAt: searchedTo, groupKey: FIRST_GROUP_KEY } : undefined };
}

/** Gives the groups their newest members. */
async function complete(
  tenant: TenantTransaction,
  { category, range }: SummaryQuery,
  { groups, next }: RecordGroups,
  resolved: ResolvedCondition | undefined,
): Promise<SummaryRows> {
  const [first, last] = [groups[0], groups.at(-1)];
  if (!first || !last) return { rows: [], next };
  // Or the statement would look through the records of the whole range.
  const span = { from: last.lastAt, to: new Date(first.lastAt.getTime() + 1000) };
  const conditions = resolved && { conditions: [resolved.conditionIn(span)] };
  const newest = await readNewestMembers(tenant, { category, range, filters: [] }, groups, conditions);
  const rests = await readRests(
    tenant,
    groups.map(({ lastAt }, index) => ({ category, createdAt: lastAt, id: newest[index]?.id ?? "" })),
  );
  const rows = groups.flatMap((group, index): SummaryRow[] => {
    const [row, rest] = [newest[index], rests[index]];
    // Purged, or changed to another group, between the statements.
    return row && rest !== undefined ? [{ group, newest: row, rest }] : [];
  });
  return { rows, next };
}
