/**
 * Cursors: opaque, signed, bound to the tenant, the log and the filters they were made for. They carry a position, not
 * a page number, so that they stay exact while new sign-ins arrive.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Position } from "@/db/queries/sign-ins/page";
import { derivedKey } from "@/lib/access/keys";
import { InvalidInputError } from "@/lib/model/errors";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";

const SIGNATURE_BYTES = 16;
const contents = z.tuple([z.number().int(), z.number().int(), z.string()]);

/** The cursor of a position in what `query` asks for, or inside one of its groups. */
export function encodeCursor(scope: TenantScope, query: LogQuery, position: Position, group = ""): string {
  const payload = Buffer.from(
    JSON.stringify([position.createdAt.getTime() / 1000, position.createdMs, position.id]),
  ).toString("base64url");
  return `${payload}.${signature(scope, query, group, payload).toString("base64url")}`;
}

/** @throws InvalidInputError when the cursor was changed, or made for another tenant, log or set of filters. */
export function decodeCursor(scope: TenantScope, query: LogQuery, token: string, group = ""): Position {
  const [payload = "", given = ""] = token.split(".");
  const expected = signature(scope, query, group, payload);
  const received = Buffer.from(given, "base64url");
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) throw unusable(query, group);
  const [seconds, createdMs, id] = contents.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  return { createdAt: new Date(seconds * 1000), createdMs, id };
}

function unusable(query: LogQuery, group: string): InvalidInputError {
  const parameter = group === "" ? (query.cursor?.direction ?? "after") : "members";
  return new InvalidInputError({
    [parameter]: "This page link does not belong to the filters in force. Start again from the newest sign-ins.",
  });
}

/** A rolling range moves between two pages, so its instants are no part of what a cursor is bound to. */
function signature(scope: TenantScope, query: LogQuery, group: string, payload: string): Buffer {
  const range = query.preset === "custom" ? [query.from.getTime(), query.to.getTime()] : [query.preset];
  const bound = JSON.stringify([scope.tenantId, query.category, range, query.filters, query.window, group, payload]);
  return createHmac("sha256", derivedKey("cursor")).update(bound).digest().subarray(0, SIGNATURE_BYTES);
}
