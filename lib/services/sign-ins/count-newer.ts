/** How many sign-ins came in above a page that is being looked at. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readPage } from "@/db/queries/sign-ins/page";
import { CATEGORIES } from "@/lib/model/categories";
import type { Count } from "@/lib/model/log-counts";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { decodeCursor } from "./cursors";
import { SEARCH_BUDGET_MS } from "./list-sign-ins";
import { readableRange } from "./readable-range";
import { requireVisibleFilters } from "./require-visible-filters";

/** Counting on would tell a reader nothing. */
const MOST_COUNTED = 200;

/**
 * Matches newer than the sign-in that `since`, the `headCursor` of a page with the same filters, stands for.
 * @param since null for a page that was empty: then all matches are newer.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for a cursor of other filters, UnavailableError.
 */
export async function countNewer(
  scope: TenantScope,
  query: LogQuery,
  since: string | null,
  { now = new Date() }: { now?: Date } = {},
): Promise<Count> {
  authorize(scope, "logs:read", "signInLogs");
  requireVisibleFilters(scope, query.filters);
  const from =
    since === null ? {} : { from: { position: decodeCursor(scope, query, since), direction: "newer" as const } };
  const { rows, searchedTo } = await inTenant(appDatabase().db, scope, (tenant) =>
    readPage(tenant, {
      category: CATEGORIES[query.category].code,
      range: readableRange(scope, query, now),
      filters: query.filters,
      ...from,
      limit: MOST_COUNTED,
      budgetMs: SEARCH_BUDGET_MS,
    }),
  );
  return { n: Math.min(rows.length, MOST_COUNTED), complete: rows.length <= MOST_COUNTED && searchedTo === null };
}
