/** Cursors of a person's own sign-ins: opaque, signed, bound to the person and to what was asked for. */
import { z } from "zod";
import type { OwnPosition } from "@/db/queries/own-sign-ins/own-page";
import { type BoundTo, openPosition, signPosition } from "@/lib/access/signed-position";
import { InvalidInputError } from "@/lib/model/errors";
import type { OwnQuery } from "@/lib/model/own-query";
import type { OwnScope } from "@/lib/model/scope";

const contents = z.tuple([z.number().int(), z.number().int(), z.string(), z.number().int()]);

export function encodeOwnCursor(scope: OwnScope, query: OwnQuery, position: OwnPosition): string {
  const { createdAt, createdMs, id, category } = position;
  return signPosition(boundTo(scope, query), [createdAt.getTime() / 1000, createdMs, id, category]);
}

/** @throws InvalidInputError when the cursor was changed, or made for another person or another search. */
export function decodeOwnCursor(scope: OwnScope, query: OwnQuery, token: string): OwnPosition {
  const opened = openPosition(boundTo(scope, query), token, contents);
  if (!opened) {
    const problem = "This page link does not belong to what is shown. Start again from the newest sign-ins.";
    throw new InvalidInputError({ [query.cursor?.direction ?? "older"]: problem });
  }
  const [seconds, createdMs, id, category] = opened;
  return { createdAt: new Date(seconds * 1000), createdMs, id, category };
}

/** A rolling range moves between two pages, so its instants are no part of what a cursor is bound to. */
function boundTo(scope: OwnScope, { range, failuresOnly, search }: OwnQuery): BoundTo {
  return ["own", scope.tenantId, scope.actor.id, range, failuresOnly, search];
}
