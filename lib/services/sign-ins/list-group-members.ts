/** The single sign-ins of one group, for the row that was expanded. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readMembers } from "@/db/queries/sign-ins/group-members";
import { earlier, later } from "@/db/queries/sign-ins/group-pieces";
import { CATEGORIES } from "@/lib/model/categories";
import { InvalidInputError } from "@/lib/model/errors";
import { parseGroupId, windowOf } from "@/lib/model/grouping";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";
import type { MemberPage } from "@/lib/model/sign-in-view";
import { authorize } from "../authorize";
import { decodeCursor, encodeCursor } from "./cursors";
import { markItems } from "./mark-items";
import { presentSignIn } from "./present-sign-in";
import { readableRange } from "./readable-range";
import { requireVisibleFilters } from "./require-visible-filters";

/** Shown at once below an expanded row; the others a page at a time. */
export const MEMBERS_PER_PAGE = 20;

/**
 * Members of a group that match the filters, newest first, each with its own time.
 * @param group the group's name, as `GroupPage` gives it; `after` is a cursor of an earlier page of the same group.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError, UnavailableError.
 */
export async function listGroupMembers(
  scope: TenantScope,
  query: LogQuery,
  { group, after }: { group: string; after?: string },
  { now = new Date() }: { now?: Date } = {},
): Promise<MemberPage> {
  authorize(scope, "logs:read", "signInLogs");
  requireVisibleFilters(scope, query.filters);
  const named = parseGroupId(group);
  if (!named) throw new InvalidInputError({ expand: "There is no such group of sign-ins." });
  const readable = readableRange(scope, query, now);
  const window = windowOf(named.windowFrom, query.window);
  const range = { from: later(window.from, readable.from), to: earlier(window.to, readable.to) };
  const position = after === undefined ? undefined : decodeCursor(scope, query, after, group);
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const rows = await readMembers(tenant, {
      ...{ category: CATEGORIES[query.category].code, range, filters: query.filters, groupKey: named.groupKey },
      ...(position ? { after: position } : {}),
      limit: MEMBERS_PER_PAGE,
    });
    const shown = rows.slice(0, MEMBERS_PER_PAGE);
    const last = shown.at(-1);
    return {
      items: await markItems(tenant, shown.map(presentSignIn)),
      olderCursor: rows.length > MEMBERS_PER_PAGE && last ? encodeCursor(scope, query, last, group) : null,
    };
  });
}
