/** One page of a grouped log for a reader of its tenant. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readNewestMembers } from "@/db/queries/sign-ins/group-members";
import { FIRST_GROUP_KEY } from "@/db/queries/sign-ins/group-pieces";
import { type GroupRow, readGroups } from "@/db/queries/sign-ins/groups";
import { CATEGORIES } from "@/lib/model/categories";
import { formatGroupId } from "@/lib/model/grouping";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";
import type { GroupPage, SignInGroup, SignInListItem } from "@/lib/model/sign-in-view";
import { authorize } from "../authorize";
import { decodeCursor, encodeCursor } from "./cursors";
import { SEARCH_BUDGET_MS } from "./list-sign-ins";
import { markItems } from "./mark-items";
import { pageLinks } from "./page-links";
import { presentSignIn } from "./present-sign-in";
import { readableRange } from "./readable-range";
import { requireVisibleFilters } from "./require-visible-filters";

/**
 * Groups of one category, the one with the newest member first, inside what the tenant's license keeps. Counts are of
 * the members inside the range that match the filters, and exact.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for a cursor of other filters and for filters on what
 *   this reader may not see, UnavailableError.
 */
export async function listGroups(
  scope: TenantScope,
  query: LogQuery,
  { now = new Date(), budgetMs = SEARCH_BUDGET_MS }: { now?: Date; budgetMs?: number } = {},
): Promise<GroupPage> {
  authorize(scope, "logs:read", "signInLogs");
  requireVisibleFilters(scope, query.filters);
  const cursor = query.cursor && decodeCursor(scope, query, query.cursor.token);
  const direction = query.cursor?.direction === "before" ? ("newer" as const) : ("older" as const);
  const { window, filters, size } = query;
  const range = readableRange(scope, query, now);
  const category = CATEGORIES[query.category].code;
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const found = await readGroups(tenant, {
      ...{ category, range, window, filters, limit: size, budgetMs },
      ...(cursor ? { from: { position: groupPosition(cursor), direction } } : {}),
    });
    const { shown, ...links } = pageLinks(scope, query, { rows: found.groups, searchedTo: found.searchedTo }, cursorOf);
    const newest = await readNewestMembers(tenant, { category, range, filters }, shown);
    const groups = shown.flatMap(({ windowFrom, groupKey, n, firstAt }, index) => {
      const row = newest[index];
      // Purged, or changed to another group, between the two statements.
      return row ? [{ id: formatGroupId(windowFrom, groupKey), count: n, firstAt, latest: presentSignIn(row) }] : [];
    });
    const marked = await markItems(
      tenant,
      groups.map(({ latest }) => latest),
    );
    const [head] = newest;
    return {
      ...{
        groups: groups.map((group, index) => withMark(group, marked[index])),
        ...links,
        range,
        clamped: range.from > query.from,
      },
      headCursor: head ? encodeCursor(scope, query, head) : null,
    };
  });
}

/** The row of a single sign-in is that sign-in; what was said of one of several stands in its own row. */
function withMark(group: SignInGroup, marked: SignInListItem | undefined): SignInGroup {
  return group.count === 1 && marked ? { ...group, latest: marked } : group;
}

function cursorOf({ lastAt, groupKey }: GroupRow) {
  return { createdAt: lastAt, createdMs: 0, id: groupKey };
}

/** The edge of a search that ran out of time carries no key: it stands before every group of that instant. */
function groupPosition({ createdAt, id }: { createdAt: Date; id: string }) {
  return { lastAt: createdAt, groupKey: id === "" ? FIRST_GROUP_KEY : id };
}
