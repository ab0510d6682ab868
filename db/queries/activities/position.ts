/** Pages of activities by keyset: time, then the row's key. */
import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { endOfPrefix } from "@/db/text-prefix";
import type { TextMatch } from "@/lib/model/activity-query";
import type { Interval } from "@/lib/model/intervals";

export interface ActivityPosition {
  at: Date;
  key: string;
}

export interface ActivityRows {
  range: Interval;
  /** What must hold beside tenant and range. */
  conditions: readonly SQL[];
  /** Reads on from here, without it. */
  after?: ActivityPosition;
  direction: "older" | "newer";
  limit: number;
}

/** True of rows beyond a position in the direction of reading. */
export function beyond(
  columns: { at: AnyColumn; key: AnyColumn },
  { after, direction }: ActivityRows,
): SQL | undefined {
  if (!after) return undefined;
  const operator = sql.raw(direction === "older" ? "<" : ">");
  return sql`(${columns.at}, ${columns.key}) ${operator} (${after.at.toISOString()}::timestamptz, ${after.key}::uuid)`;
}

/** True where a lower-cased text matches. */
export function textMatches(column: SQL | AnyColumn, { text, how }: TextMatch): SQL {
  const wanted = text.toLowerCase();
  if (how === "equals") return sql`${column} = ${wanted}`;
  const end = endOfPrefix(wanted);
  return end === undefined ? sql`${column} >= ${wanted}` : sql`(${column} >= ${wanted} and ${column} < ${end})`;
}

/** True where one of the lower-cased texts of an array matches. */
export function anyTextMatches(column: AnyColumn, match: TextMatch): SQL {
  return sql`exists (select from unnest(${column}) as k(key) where ${textMatches(sql`k.key collate "C"`, match)})`;
}
