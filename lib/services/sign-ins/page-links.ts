/** From what a walk found to a page and the cursors of its neighbours: the same for sign-ins and for groups. */
import type { Position } from "@/db/queries/sign-ins/page";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";
import { encodeCursor } from "./cursors";

export interface PageLinks<Row> {
  shown: readonly Row[];
  /** Cursor of the page of older ones; null when this page ends at the oldest. */
  olderCursor: string | null;
  /** Cursor of the page of newer ones; null when this page starts at the newest. */
  newerCursor: string | null;
  /** Set when time ran out before the start of the range. */
  searchedBackTo: Date | null;
}

/** @param found newest first, one more than fits where there is more; `searchedTo` is where time ran out. */
export function pageLinks<Row>(
  scope: TenantScope,
  query: LogQuery,
  found: { rows: readonly Row[]; searchedTo: Date | null },
  positionOf: (row: Row) => Position,
): PageLinks<Row> {
  const { rows, searchedTo } = found;
  const newer = query.cursor?.direction === "before";
  const more = rows.length > query.size;
  const shown = newer ? rows.slice(-query.size) : rows.slice(0, query.size);
  const cursorAt = (row: Row | undefined) => (row === undefined ? null : encodeCursor(scope, query, positionOf(row)));
  // Where time ran out, the next page goes on from the searched edge rather than from the last row found.
  const edge = searchedTo && encodeCursor(scope, query, { createdAt: searchedTo, createdMs: 0, id: "" });
  const [newest, oldest] = [cursorAt(shown[0]), cursorAt(shown.at(-1))];
  if (newer) {
    return {
      shown,
      olderCursor: oldest ?? query.cursor?.token ?? null,
      newerCursor: edge ?? (more ? newest : null),
      searchedBackTo: null,
    };
  }
  return {
    shown,
    olderCursor: edge ?? (more ? oldest : null),
    newerCursor: query.cursor ? (newest ?? query.cursor.token) : null,
    searchedBackTo: searchedTo,
  };
}
