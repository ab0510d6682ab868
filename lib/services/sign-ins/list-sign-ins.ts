/** One page of a log for a reader of its tenant. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readPage } from "@/db/queries/sign-ins/page";
import { CATEGORIES } from "@/lib/model/categories";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";
import type { SignInPage } from "@/lib/model/sign-in-view";
import { authorize } from "../authorize";
import { addRecords } from "./add-records";
import { decodeCursor, encodeCursor } from "./cursors";
import { markItems } from "./mark-items";
import { pageLinks } from "./page-links";
import { presentSignIn } from "./present-sign-in";
import { readableRange } from "./readable-range";
import { requireVisibleFilters } from "./require-visible-filters";

/** After this no further stretch is searched: the page shows what it found and says how far back it looked. */
export const SEARCH_BUDGET_MS = 300;

interface ListOptions {
  now?: Date;
  budgetMs?: number;
  /** Also hands out the whole record of each sign-in, as far as this reader may see it. */
  records?: boolean;
}

/**
 * Sign-ins of one category, newest first, inside what the tenant's license keeps.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for a cursor of other filters and for filters on what
 *   this reader may not see, UnavailableError.
 */
export async function listSignIns(
  scope: TenantScope,
  query: LogQuery,
  { now = new Date(), budgetMs = SEARCH_BUDGET_MS, records = false }: ListOptions = {},
): Promise<SignInPage> {
  authorize(scope, "logs:read", "signInLogs");
  requireVisibleFilters(scope, query.filters);
  const position = query.cursor && decodeCursor(scope, query, query.cursor.token);
  const direction = query.cursor?.direction === "before" ? ("newer" as const) : ("older" as const);
  const range = readableRange(scope, query, now);
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const found = await readPage(tenant, {
      category: CATEGORIES[query.category].code,
      range,
      filters: query.filters,
      ...(position ? { from: { position, direction } } : {}),
      limit: query.size,
      budgetMs,
    });
    const { shown, ...links } = pageLinks(scope, query, found, (row) => row);
    const items = await markItems(tenant, shown.map(presentSignIn));
    const [newest] = shown;
    return {
      items: records ? await addRecords(tenant, scope, shown, items) : items,
      ...{ ...links, range, clamped: range.from > query.from },
      headCursor: newest ? encodeCursor(scope, query, newest) : null,
    };
  });
}
