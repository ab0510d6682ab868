/** What pages of both activity logs have in common: the readable range, cursors, and which way to read. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { ActivityPosition, ActivityRows } from "@/db/queries/activities/position";
import { derivedKey } from "@/lib/access/keys";
import { type ActivityPage, type ActivityQuery, MOST_ACTIVITIES, USUAL_ACTIVITIES } from "@/lib/model/activity-query";
import type { ActivityKind } from "@/lib/model/activity-record";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { readableRange } from "../sign-ins/readable-range";

const SIGNATURE_BYTES = 16;
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
  const payload = Buffer.from(JSON.stringify([at.getTime(), key])).toString("base64url");
  return `${payload}.${signature(scope, kind, query, payload).toString("base64url")}`;
}

function decode<F>(scope: TenantScope, kind: ActivityKind, query: ActivityQuery<F>, token: string): ActivityPosition {
  const [payload = "", given = ""] = token.split(".");
  const expected = signature(scope, kind, query, payload);
  const received = Buffer.from(given, "base64url");
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) {
    throw new InvalidInputError({ cursor: "This page link does not belong to the filters in force." });
  }
  const [at, key] = contents.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  return { at: new Date(at), key };
}

/** A rolling range moves between two pages, so its instants are no part of what a cursor is bound to. */
function signature<F>(
  scope: TenantScope,
  kind: ActivityKind,
  { filters, order }: ActivityQuery<F>,
  payload: string,
): Buffer {
  const bound = JSON.stringify([scope.tenantId, kind, filters ?? {}, order ?? "newestFirst", payload]);
  return createHmac("sha256", derivedKey("cursor")).update(bound).digest().subarray(0, SIGNATURE_BYTES);
}
