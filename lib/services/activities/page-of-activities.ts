/** What pages of both activity logs have in common: the readable range, cursors, and which way to read. */
import { z } from "zod";
import type { ActivityPosition, ActivityRows } from "@/db/queries/activities/position";
import { type BoundTo, openPosition, signPosition } from "@/lib/access/signed-position";
import { type ActivityPage, type ActivityQuery, MOST_ACTIVITIES, USUAL_ACTIVITIES } from "@/lib/model/activity-query";
import type { ActivityKind } from "@/lib/model/activity-record";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { readableRange } from "../sign-ins/readable-range";

const contents = z.tuple([z.number().int(), z.guid()]);

interface Reading {
  scope: TenantScope;
  kind: ActivityKind;
  now: Date;
}

/** Where and which way to read, from what was asked. @throws InvalidInputError for a cursor of another list. */
export function rowsToRead<Filters>(
  { scope, kind, now }: Reading,
  query: ActivityQuery<Filters>,
): Omit<ActivityRows, "conditions"> {
  const { size = USUAL_ACTIVITIES, cursor } = query;
  if (!Number.isInteger(size) || size < 1 || size > MOST_ACTIVITIES) {
    throw new InvalidInputError({ size: `A page holds 1 to ${MOST_ACTIVITIES} records.` });
  }
  const onwards = query.order === "oldestFirst" ? "newer" : "older";
  const back = onwards === "older" ? "newer" : "older";
  return {
    range: readableRange(scope, query, now),
    direction: cursor?.direction === "previous" ? back : onwards,
    // One more tells that there is more.
    limit: size + 1,
    ...(cursor ? { after: decode(scope, kind, query, cursor.token) } : {}),
  };
}

/** The page that the rows read make, in the order asked for. */
export function pageOf<Filters, Row, Item>(
  { scope, kind }: Pick<Reading, "scope" | "kind">,
  query: ActivityQuery<Filters>,
  {
    rows,
    read,
    positionOf,
    present,
  }: {
    rows: readonly Row[];
    read: Omit<ActivityRows, "conditions">;
    positionOf: (row: Row) => ActivityPosition;
    present: (row: Row) => Item;
  },
): ActivityPage<Item> {
  const more = rows.length === read.limit;
  const shown: Row[] = more ? rows.slice(0, -1) : [...rows];
  const goesBack = query.cursor?.direction === "previous";
  if (goesBack) shown.reverse();
  const token = (row: Row | undefined) => row && encode(scope, kind, query, positionOf(row));
  const [hasNext, hasPrevious] = goesBack ? [true, more] : [more, query.cursor !== undefined];
  return {
    items: shown.map(present),
    next: (hasNext && token(shown.at(-1))) || null,
    previous: (hasPrevious && token(shown[0])) || null,
    range: read.range,
    clamped: read.range.from > query.from,
  };
}

function encode<F>(
  scope: TenantScope,
  kind: ActivityKind,
  query: ActivityQuery<F>,
  { at, key }: ActivityPosition,
): string {
  return signPosition(boundTo(scope, kind, query), [at.getTime(), key]);
}

function decode<F>(scope: TenantScope, kind: ActivityKind, query: ActivityQuery<F>, token: string): ActivityPosition {
  const opened = openPosition(boundTo(scope, kind, query), token, contents);
  if (!opened) throw new InvalidInputError({ cursor: "This page link does not belong to the filters in force." });
  const [at, key] = opened;
  return { at: new Date(at), key };
}

/** A rolling range moves between two pages, so its instants are no part of what a cursor is bound to. */
function boundTo<F>(scope: TenantScope, kind: ActivityKind, { filters, order }: ActivityQuery<F>): BoundTo {
  return [scope.tenantId, kind, filters ?? {}, order ?? "newestFirst"];
}
