/** One page of a log for a reader of its tenant. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type PageRows, readPage, type SignInRow } from "@/db/queries/sign-ins/page";
import { CATEGORIES } from "@/lib/model/categories";
import type { Interval } from "@/lib/model/intervals";
import type { LogQuery } from "@/lib/model/log-query";
import { retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { SignInPage } from "@/lib/model/sign-in-view";
import { authorize } from "../authorize";
import { addRecords } from "./add-records";
import { decodeCursor, encodeCursor } from "./cursors";
import { presentSignIn } from "./present-sign-in";

/** After this no further stretch is searched: the page shows what it found and says how far back it looked. */
const SEARCH_BUDGET_MS = 300;

interface ListOptions {
  now?: Date;
  budgetMs?: number;
  /** Also hands out the whole record of each sign-in, as far as this reader may see it. */
  records?: boolean;
}

/**
 * Sign-ins of one category, newest first, inside what the tenant's license keeps.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for a cursor of other filters, UnavailableError.
 */
export async function listSignIns(
  scope: TenantScope,
  query: LogQuery,
  { now = new Date(), budgetMs = SEARCH_BUDGET_MS, records = false }: ListOptions = {},
): Promise<SignInPage> {
  authorize(scope, "logs:read", "signInLogs");
  const position = query.cursor && decodeCursor(scope, query, query.cursor.token);
  const direction = query.cursor?.direction === "before" ? ("newer" as const) : ("older" as const);
  const range = clampToRetention(query, retentionCutoff(scope.license, now));
  const page = await inTenant(appDatabase().db, scope, async (tenant) => {
    const found = await readPage(tenant, {
      category: CATEGORIES[query.category].code,
      range,
      filters: query.filters,
      ...(position ? { from: { position, direction } } : {}),
      limit: query.size,
      budgetMs,
    });
    const { rows, ...cursors } = pageOf(scope, query, found, direction);
    const items = rows.map(presentSignIn);
    return { items: records ? await addRecords(tenant, scope, rows, items) : items, ...cursors };
  });
  return {
    ...page,
    range,
    clamped: range.from > query.from,
  };
}

/** The part of the asked range that the license keeps. A range wholly before it becomes an empty one at the cutoff. */
function clampToRetention(query: LogQuery, cutoff: Date): Interval {
  if (query.from >= cutoff) return { from: query.from, to: query.to };
  return { from: cutoff, to: query.to > cutoff ? query.to : cutoff };
}

function pageOf(
  scope: TenantScope,
  query: LogQuery,
  { rows, searchedTo }: PageRows,
  direction: "older" | "newer",
): Pick<SignInPage, "olderCursor" | "newerCursor" | "searchedBackTo"> & { rows: SignInRow[] } {
  const more = rows.length > query.size;
  const shown = direction === "newer" ? rows.slice(-query.size) : rows.slice(0, query.size);
  const cursorAt = (row: SignInRow | undefined) => (row ? encodeCursor(scope, query, row) : null);
  // Where time ran out, the next page goes on from the searched edge rather than from the last row found.
  const edge = searchedTo && encodeCursor(scope, query, { createdAt: searchedTo, createdMs: 0, id: "" });
  if (direction === "newer") {
    return {
      rows: shown,
      olderCursor: cursorAt(shown.at(-1)) ?? query.cursor?.token ?? null,
      newerCursor: edge ?? (more ? cursorAt(shown[0]) : null),
      searchedBackTo: null,
    };
  }
  return {
    rows: shown,
    olderCursor: edge ?? (more ? cursorAt(shown.at(-1)) : null),
    newerCursor: query.cursor ? (cursorAt(shown[0]) ?? query.cursor.token) : null,
    searchedBackTo: searchedTo,
  };
}
