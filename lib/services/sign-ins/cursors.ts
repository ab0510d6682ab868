/**
 * Cursors: opaque, signed, bound to the tenant, the log and the filters they were made for. They carry a position, not
 * a page number, so that they stay exact while new sign-ins arrive.
 */
import { z } from "zod";
import type { Position } from "@/db/queries/sign-ins/page";
import { type BoundTo, openPosition, signPosition } from "@/lib/access/signed-position";
import { InvalidInputError } from "@/lib/model/errors";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";

const contents = z.tuple([z.number().int(), z.number().int(), z.string()]);

/** The cursor of a position in what `query` asks for, or inside one of its groups. */
export function encodeCursor(scope: TenantScope, query: LogQuery, position: Position, group = ""): string {
  const contents = [position.createdAt.getTime() / 1000, position.createdMs, position.id];
  return signPosition(boundTo(scope, query, group), contents);
}

/** @throws InvalidInputError when the cursor was changed, or made for another tenant, log or set of filters. */
export function decodeCursor(scope: TenantScope, query: LogQuery, token: string, group = ""): Position {
  const opened = openPosition(boundTo(scope, query, group), token, contents);
  if (!opened) throw unusable(query, group);
  const [seconds, createdMs, id] = opened;
  return { createdAt: new Date(seconds * 1000), createdMs, id };
}

function unusable(query: LogQuery, group: string): InvalidInputError {
  const parameter = group === "" ? (query.cursor?.direction ?? "after") : "members";
  return new InvalidInputError({
    [parameter]: "This page link does not belong to the filters in force. Start again from the newest sign-ins.",
  });
}

/** A rolling range moves between two pages, so its instants are no part of what a cursor is bound to. */
function boundTo(scope: TenantScope, query: LogQuery, group: string): BoundTo {
  const range = query.preset === "custom" ? [query.from.getTime(), query.to.getTime()] : [query.preset];
  return [scope.tenantId, query.category, range, query.filters, query.window, group];
}
