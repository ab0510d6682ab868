/** The matches of a breakdown by value, from the sign-ins or, where the key of a group holds all that is asked, by hours. */
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { plainArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInHours, signIns } from "@/db/schema";
import { categoryByCode } from "@/lib/model/categories";
import { FILTER_FIELDS } from "@/lib/model/filter-fields";
import { isGrouped } from "@/lib/model/grouping";
import { type Interval, splitAt } from "@/lib/model/intervals";
import { RESULT_BITS } from "@/lib/model/policy-results";
import { HOUR_MS } from "@/lib/model/retention";
import type { BreakDownQuery } from "./break-down";
import { isInGroupKey } from "./group-source";
import { policyNumbersMeant } from "./policies";
import { allOf, type ResolvedFilters, resolveFilters } from "./resolve-filters";
import { type Pieces, pieceTable, spanOf } from "./search-steps";

/** The filters in the words of the tables that matches are counted in. */
export interface Matching extends Pick<ResolvedFilters, "intervals" | "indexed" | "refine"> {
  signIns: SQL | undefined;
  /** Absent where the hourly roll-up cannot tell. */
  hours?: { condition: SQL | undefined };
  /** Of policies: only these numbers are meant; null when all are. */
  policies: readonly string[] | null;
}

export async function matchingOf(tenant: TenantTransaction, query: BreakDownQuery): Promise<Matching> {
  const { category, range, filters, by } = query;
  const { conditions, intervals, indexed, refine } = await resolveFilters(tenant, { category, range }, filters);
  const columns = [by, ...filters.map(({ key }) => key)].map((key) => FILTER_FIELDS[key].column);
  // Elsewhere nearly every sign-in is an hourly row of its own.
  const inHours = isGrouped(categoryByCode(category)) && columns.every((column) => isInGroupKey(category, column));
  const hours = inHours && (await resolveFilters(tenant, { category, range, columns: signInHours }, filters));
  return {
    ...{ intervals, indexed, refine, signIns: allOf(conditions) },
    ...(hours && { hours: { condition: allOf(hours.conditions) } }),
    policies: by === "policy" ? await policyNumbersMeant(tenant, filters) : null,
  };
}

/** A stretch of time, and whether it is whole hours that are asked of the hourly roll-up. */
export interface Part {
  stretch: Interval;
  hourly: boolean;
}

/** A stretch in parts, newest first: the whole hours in it, and what is left at its ends. */
export function hourlyOr(stretch: Interval): Part[] {
  const { inner, edges } = splitAt(stretch, HOUR_MS);
  const parts = edges.map((edge) => ({ stretch: edge, hourly: false }));
  if (inner) parts.push({ stretch: inner, hourly: true });
  return parts.sort((a, b) => b.stretch.from.getTime() - a.stretch.from.getTime());
}

/** A statement of (key, n) over one stretch. */
export function valuesOfMatches(tenantId: string, query: BreakDownQuery, matching: Matching, part: Part): SQL {
  return sql`select key, ${countOf(part.hourly)} as n ${matches(tenantId, query, matching, part)} group by 1`;
}

export interface CountedValues {
  rows: { key: string; n: number }[];
  /** Sign-ins. */
  total: number;
}

/** Counts the matches in several stretches. */
export async function valuesOfPieces(
  { tx, tenantId }: TenantTransaction,
  query: BreakDownQuery,
  matching: Matching,
  { pieces, hourly }: { pieces: Pieces; hourly: boolean },
): Promise<CountedValues> {
  const part = { stretch: spanOf(pieces), hourly };
  const at = hourly ? sql`${signInHours.lastAt}` : sql`${signIns.createdAt}`;
  const inPiece = sql`${at} >= piece.from_at and ${at} < piece.to_at`;
  const from = (what: SQL) => sql`from ${pieceTable(pieces)} cross join lateral (${what}) matched`;
  const values = sql`select key, ${countOf(hourly)} as n ${matches(tenantId, query, matching, part, inPiece)} group by 1`;
  const found = await tx.execute<{ key: string; n: string }>(sql`select key, sum(n) as n ${from(values)} group by 1`);
  const rows = found.map(({ key, n }) => ({ key, n: Number(n) }));
  if (query.by !== "policy") return { rows, total: rows.reduce((sum, { n }) => sum + n, 0) };
  const all = sql`select count(*) as n from ${signIns} where ${whereOf(tenantId, query, matching, part, inPiece)}`;
  const [row] = await tx.execute<{ n: string }>(sql`select coalesce(sum(n), 0) as n ${from(all)}`);
  return { rows, total: Number(row?.n ?? 0) };
}

function countOf(hourly: boolean): SQL {
  return hourly ? sql`sum(${signInHours.n})` : sql`count(*)`;
}

/** From where, with which value as `key`. */
function matches(tenantId: string, query: BreakDownQuery, matching: Matching, part: Part, inPiece?: SQL): SQL {
  const table = part.hourly ? signInHours : signIns;
  const where = whereOf(tenantId, query, matching, part, inPiece);
  if (query.by === "policy") {
    const meant = matching.policies ? sql`number = any(${plainArray(matching.policies)}::bigint[])` : sql`true`;
    return sql`from ${table} cross join lateral (select distinct ${policyOf(sql`number`)} as key
      from unnest(${signIns.policies}) number where ${meant}) value where ${where}`;
  }
  const column = (table as unknown as Record<string, AnyPgColumn>)[FILTER_FIELDS[query.by].column];
  return sql`from ${table} cross join lateral (values (coalesce(${column}::text, ''))) value (key) where ${where}`;
}

function whereOf(
  tenantId: string,
  { category }: BreakDownQuery,
  matching: Matching,
  { stretch, hourly }: Part,
  inPiece: SQL | undefined,
): SQL | undefined {
  const table = hourly ? signInHours : signIns;
  // An hour's last sign-in lies in it.
  const at = hourly ? signInHours.lastAt : signIns.createdAt;
  return and(
    eq(table.tenantId, tenantId),
    eq(table.category, category),
    gte(at, stretch.from),
    lt(at, stretch.to),
    inPiece,
    hourly ? matching.hours?.condition : matching.signIns,
  );
}

/** The number of the policy alone, as the dictionary knows it. */
export function policyOf(number: SQL): SQL {
  const bits = sql.raw(String(RESULT_BITS));
  return sql`((${number} >> ${bits}) << ${bits})::text`;
}
