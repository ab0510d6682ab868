/** Groups of sign-ins for the reporting API: those of the grouped logs, with a report's condition. */
import { sql } from "drizzle-orm";
import { type Database, inTenant, type TenantTransaction } from "@/db/client";
import { databaseErrorCode } from "@/db/errors";
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
import { resolveCondition } from "./resolve-condition";
import { RECORD_STEP_MS } from "./resolved-condition";

export interface SummaryQuery {
  category: CategoryCode;
  window: GroupWindow;
  range: Interval;
  condition: ReportCondition<SignInField> | undefined;
  after: GroupPosition | undefined;
  limit: number;
  budgetMs: number;
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

const STATEMENT_ENDED = "57014";

/** One page; undefined when not even its first stretch could be searched in time. */
export async function readSummaries(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  query: SummaryQuery,
): Promise<SummaryRows | undefined> {
  try {
    return await inTenant(db, scope, async (tenant) => {
      await tenant.tx.execute(sql`select set_config('statement_timeout', ${String(query.budgetMs)}, true)`);
      return readPage(tenant, query);
    });
  } catch (error) {
    if (databaseErrorCode(error) === STATEMENT_ENDED) return undefined;
    throw error;
  }
}

async function readPage(tenant: TenantTransaction, query: SummaryQuery): Promise<SummaryRows> {
  const { category, window, range, condition, after, limit } = query;
  const asked = {
    ...{ category, window, range, limit, filters: [], budgetMs: query.budgetMs / 2 },
    ...(after ? { from: { position: after, direction: "older" as const } } : {}),
  };
  const resolved = condition && (await resolve(tenant, category, range, condition));
  const found = resolved ? await readMatchingGroups(tenant, asked, resolved) : await readGroups(tenant, asked);
  const shown = found.groups.slice(0, limit);
  const newest = await readNewestMembers(tenant, { category, range, filters: [] }, shown, resolved);
  const rests = await readRests(
    tenant,
    shown.map(({ lastAt }, index) => ({ category, createdAt: lastAt, id: newest[index]?.id ?? "" })),
  );
  const rows = shown.flatMap((group, index): SummaryRow[] => {
    const [row, rest] = [newest[index], rests[index]];
    // Purged, or changed to another group, between the statements.
    return row && rest !== undefined ? [{ group, newest: row, rest }] : [];
  });
  const last = shown.at(-1);
  if (found.groups.length > limit && last) return { rows, next: { lastAt: last.lastAt, groupKey: last.groupKey } };
  return { rows, next: found.searchedTo ? { lastAt: found.searchedTo, groupKey: FIRST_GROUP_KEY } : undefined };
}

async function resolve(
  tenant: TenantTransaction,
  category: CategoryCode,
  range: Interval,
  condition: ReportCondition<SignInField>,
) {
  const { conditionIn, intervals, readsRecords } = await resolveCondition(tenant, { category, range }, condition);
  return {
    ...{ conditions: [conditionIn(range)], intervals },
    // Or each statement would look through the records of the whole range.
    within: (part: Interval) => [conditionIn(part)],
    ...(readsRecords && { firstStepMs: RECORD_STEP_MS }),
  };
}
