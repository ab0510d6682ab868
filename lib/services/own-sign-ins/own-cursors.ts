/** Cursors of a person's own sign-ins: opaque, signed, bound to the person and to what was asked for. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { OwnPosition } from "@/db/queries/own-sign-ins/own-page";
import { derivedKey } from "@/lib/access/keys";
import { InvalidInputError } from "@/lib/model/errors";
import type { OwnQuery } from "@/lib/model/own-query";
import type { OwnScope } from "@/lib/model/scope";

const SIGNATURE_BYTES = 16;
const contents = z.tuple([z.number().int(), z.number().int(), z.string(), z.number().int()]);

export function encodeOwnCursor(scope: OwnScope, query: OwnQuery, position: OwnPosition): string {
  const { createdAt, createdMs, id, category } = position;
  const payload = Buffer.from(JSON.stringify([createdAt.getTime() / 1000, createdMs, id, category])).toString(
    "base64url",
  );
  return `${payload}.${signature(scope, query, payload).toString("base64url")}`;
}

/** @throws InvalidInputError when the cursor was changed, or made for another person or another search. */
export function decodeOwnCursor(scope: OwnScope, query: OwnQuery, token: string): OwnPosition {
  const [payload = "", given = ""] = token.split(".");
  const expected = signature(scope, query, payload);
  const received = Buffer.from(given, "base64url");
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) {
    const problem = "This page link does not belong to what is shown. Start again from the newest sign-ins.";
    throw new InvalidInputError({ [query.cursor?.direction ?? "older"]: problem });
  }
  const parsed = contents.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  const [seconds, createdMs, id, category] = parsed;
  return { createdAt: new Date(seconds * 1000), createdMs, id, category };
}

/** A rolling range moves between two pages, so its instants are no part of what a cursor is bound to. */
function signature(scope: OwnScope, { range, failuresOnly, search }: OwnQuery, payload: string): Buffer {
  const bound = JSON.stringify(["own", scope.tenantId, scope.actor.id, range, failuresOnly, search, payload]);
  return createHmac("sha256", derivedKey("cursor")).update(bound).digest().subarray(0, SIGNATURE_BYTES);
}
