/** The page's questions to the services, and what becomes of their refusals. */
import { env } from "@/lib/env";
import type { Attempt } from "@/lib/model/attempt";
import type { Breakdown } from "@/lib/model/breakdown";
import { CATEGORY_SLUGS, type CategorySlug } from "@/lib/model/categories";
import { InvalidInputError, NotFoundError, UnavailableError } from "@/lib/model/errors";
import { memoryAfter, recallFilters } from "@/lib/model/filter-memory";
import { settleFilterForm } from "@/lib/model/filter-operators";
import { isGrouped } from "@/lib/model/grouping";
import { type Count, notBelow } from "@/lib/model/log-counts";
import { type LogQuery, parseLogQuery } from "@/lib/model/log-query";
import { addressOf, logQueryHref, paramsForCategory } from "@/lib/model/log-query-href";
import { parseInstant } from "@/lib/model/log-query-range";
import type { TenantScope } from "@/lib/model/scope";
import { needRecords } from "@/lib/model/shown-columns";
import type { GroupPage, MemberPage, SignInDetail, SignInListItem, SignInPage } from "@/lib/model/sign-in-view";
import { authorize } from "@/lib/services/authorize";
import { setPreference } from "@/lib/services/preferences/set-preference";
import { breakDownLog } from "@/lib/services/sign-ins/break-down-log";
import { countInLogs, countLog } from "@/lib/services/sign-ins/count-log";
import { findRecordsOfId } from "@/lib/services/sign-ins/find-records-of-id";
import type { SignInAddress } from "@/lib/services/sign-ins/find-stored";
import { getAttempt } from "@/lib/services/sign-ins/get-attempt";
import { getSignIn } from "@/lib/services/sign-ins/get-sign-in";
import { listGroupMembers } from "@/lib/services/sign-ins/list-group-members";
import { listGroups } from "@/lib/services/sign-ins/list-groups";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { refuse } from "@/lib/web/refusals";
import { type LogView, viewHref } from "./log-view";

/** The gate of the log for a request that asks for nothing usable: the same refusals, without a query. */
export function requireLogReader(scope: TenantScope, here: string): void {
  try {
    authorize(scope, "logs:read", "signInLogs");
  } catch (error) {
    refuse(error, here);
  }
}

/**
 * Where the page of this address really is: of a filter form's fields the address that means the same, of an address
 * that leaves open what to show the one with the filters last in force. Null when it is this one.
 */
export function addressToShow(scope: TenantScope, view: LogView): string | null {
  const { category, path, params, zone, now, preferences } = view;
  const settled = settleFilterForm(params);
  if (settled) return logQueryHref(path, settled, { add: null });
  const context = { now, zone: zone.name };
  const recalled = recallFilters(category.slug, params, preferences.filters, scope, context);
  return recalled ? addressOf(path, recalled) : null;
}

/** Keeps the filters that are shown for the reader's next visit. A convenience: the page does without when it fails. */
export async function rememberFilters(scope: TenantScope, view: LogView, query: LogQuery): Promise<void> {
  const memory = memoryAfter(query, view.params, view.preferences.filters);
  if (!memory) return;
  try {
    await setPreference(scope, "filters", memory);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
  }
}

/** What a log page shows: single sign-ins, or groups with the members of those that are expanded. */
export type LogContent =
  | { kind: "signIns"; page: SignInPage }
  | { kind: "groups"; page: GroupPage; members: ReadonlyMap<string, MemberPage> };

/** A sentence for each parameter that could be parsed, but not used by this reader or not any more. */
export interface UnusableLog {
  kind: "unusable";
  problems: Readonly<Record<string, string>>;
}

export async function readLog(scope: TenantScope, query: LogQuery, view: LogView): Promise<LogContent | UnusableLog> {
  try {
    return await (isGrouped(view.category) ? readGroupedLog(scope, query) : readPlainLog(scope, query, view));
  } catch (error) {
    if (error instanceof InvalidInputError) return { kind: "unusable", problems: error.problems };
    refuse(error, viewHref(view, {}));
  }
}

async function readPlainLog(scope: TenantScope, query: LogQuery, view: LogView): Promise<LogContent> {
  return { kind: "signIns", page: await listSignIns(scope, query, { records: needRecords(view.columns) }) };
}

async function readGroupedLog(scope: TenantScope, query: LogQuery): Promise<LogContent> {
  const membersOf = async ({ id, after }: LogQuery["expanded"][number]) =>
    [id, await listGroupMembers(scope, query, { group: id, ...(after ? { after } : {}) })] as const;
  const [page, ...members] = await Promise.all([listGroups(scope, query), ...query.expanded.map(membersOf)]);
  return { kind: "groups", page, members: new Map(members) };
}

/** The sign-ins in sight, for the way from one open record to the next. */
export function itemsInSight(content: LogContent): readonly SignInListItem[] {
  if (content.kind === "signIns") return content.page.items;
  return content.page.groups.flatMap(({ id, latest }) => content.members.get(id)?.items ?? [latest]);
}

/** How many sign-ins and groups a page shows. */
function shownOn(content: LogContent): { signIns: number; groups: number } {
  if (content.kind === "signIns") return { signIns: content.page.items.length, groups: 0 };
  const { groups } = content.page;
  return { signIns: groups.reduce((sum, { count }) => sum + count, 0), groups: groups.length };
}

/** What was counted, never less than what stands below it. */
export function countsBeside(
  counted: Awaited<ReturnType<typeof readCounts>>,
  content: LogContent,
  { category }: LogView,
): typeof counted {
  if (!counted) return null;
  const counts = notBelow(counted.counts, shownOn(content));
  return { counts, tabs: { ...counted.tabs, [category.slug]: counts.signIns } };
}

/** How much there is, above the page and on the tabs. Counts of other logs are those that their tabs lead to. */
export async function readCounts(scope: TenantScope, query: LogQuery, view: LogView) {
  try {
    const [counts, others] = await Promise.all([
      countLog(scope, query, { zone: view.zone.name, now: view.now }),
      countOtherTabs(scope, view),
    ]);
    return { counts, tabs: { ...others, [query.category]: counts.signIns } };
  } catch (error) {
    // Told by the list itself, which asks for the same.
    if (error instanceof InvalidInputError) return null;
    refuse(error, viewHref(view, {}));
  }
}

/** What the matches are broken down by, if the address asks for it. */
export async function readBreakdown(
  scope: TenantScope,
  query: LogQuery,
  view: LogView,
): Promise<{ kind: "breakdown"; breakdown: Breakdown } | UnusableLog | null> {
  try {
    const breakdown = await breakDownLog(scope, query, { now: view.now });
    return breakdown && { kind: "breakdown", breakdown };
  } catch (error) {
    if (error instanceof InvalidInputError) return { kind: "unusable", problems: error.problems };
    refuse(error, viewHref(view, {}));
  }
}

/** What stands on the tabs; a log that cannot be asked with these parameters has none. */
export type TabCounts = Partial<Record<CategorySlug, Count>>;

async function countOtherTabs(scope: TenantScope, { category, now, params, zone }: LogView): Promise<TabCounts> {
  const others = CATEGORY_SLUGS.filter((slug) => slug !== category.slug);
  const queries = others.flatMap((slug) => {
    const parsed = parseLogQuery(slug, paramsForCategory(category.slug, slug, params), { now, zone: zone.name });
    return parsed.ok ? [parsed.query] : [];
  });
  return countInLogs(scope, queries, { now });
}

/** The record whose pane is open. */
export type OpenedRecord = FoundRecord | MissingRecord;

export interface FoundRecord {
  id: string;
  detail: SignInDetail;
  attempt: Attempt;
  /** Whether this reader may mark it. */
  mayFlag: boolean;
  /** The site's own address, for links that leave it. */
  origin: string;
}

/** There is no such record in this log, or none any more. */
export interface MissingRecord {
  id: string;
  /** The records of the id in all logs, newest first. */
  elsewhere: readonly SignInListItem[];
}

export async function openRecord(scope: TenantScope, view: LogView): Promise<OpenedRecord | null> {
  const id = view.params.get("open")?.trim();
  if (!id) return null;
  const at = parseInstant(view.params.get("at") ?? "", "UTC", "start");
  try {
    return await findRecord(scope, { category: view.category.slug, id, ...(at && { at }) });
  } catch (error) {
    refuse(error, viewHref(view, {}));
  }
}

async function findRecord(scope: TenantScope, address: SignInAddress): Promise<OpenedRecord> {
  const { id } = address;
  try {
    const [detail, attempt] = await Promise.all([getSignIn(scope, address), getAttempt(scope, address)]);
    return {
      ...{ id, detail, attempt, origin: env().APP_URL },
      mayFlag: scope.permissions.has("signIns:flag"),
    };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return { id, elsewhere: await findRecordsOfId(scope, id) };
  }
}
