/** Looking names up in the tenant's dictionary: from what a reader typed to the keys that events carry. */
import { and, eq, gte, inArray, like, lt, lte, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { TenantTransaction } from "@/db/client";
import { signInNames } from "@/db/schema";
import { containsPattern, endOfPrefix } from "@/db/text-prefix";
import { blockSortRange } from "@/lib/model/addresses";
import type { FilterValue } from "@/lib/model/filters";
import { inAnyCase } from "@/lib/model/id-spellings";
import { LEGACY_CLIENT_APPS } from "@/lib/model/legacy-clients";

/** More keys than this are not listed one by one: they are joined instead. */
export const MAX_KEYS_LISTED = 10_000;

export interface NameMatches {
  /** At most {@link MAX_KEYS_LISTED} keys; undefined when there are more. */
  keys: readonly string[] | undefined;
  /** The same as a subquery. */
  subquery: SQL;
}

/** Conditions on the dictionary, any of which matches. */
export type NameCondition = SQL;

/** Conditions under which an entry of a kind is meant by a filter's value. */
export function nameConditions(tenantId: string, value: FilterValue, kind: number): NameCondition[] {
  switch (value.type) {
    case "startsWith":
      return nameStartsWith(tenantId, kind, value.text);
    case "contains":
      return nameContains(tenantId, kind, value.text);
    case "equals":
      return nameIsOneOf(tenantId, kind, [value.text.toLowerCase()]);
    case "exactly":
      return [keyIs(tenantId, kind, value.text)];
    case "block":
      return addressInBlock(tenantId, kind, value.cidr);
    case "legacy":
      return nameIsOneOf(tenantId, kind, LEGACY_CLIENT_APPS);
    case "number":
      return nameStartsWith(tenantId, kind, String(value.number));
    case "none":
      return [];
  }
}

/** Names of a kind that begin with the text, letter case ignored; or whose key does. */
export function nameStartsWith(tenantId: string, kind: number, text: string): NameCondition[] {
  const here = and(eq(signInNames.tenantId, tenantId), eq(signInNames.kind, kind)) as SQL;
  return [
    and(here, startsWith(signInNames.nameKey, text.toLowerCase())) as SQL,
    ...inAnyCase(text).map((key) => and(here, startsWith(signInNames.key, key)) as SQL),
  ];
}

/** Names of a kind that hold the text anywhere. Reads the kind's whole dictionary, which is small. */
export function nameContains(tenantId: string, kind: number, text: string): NameCondition[] {
  return [
    and(
      eq(signInNames.tenantId, tenantId),
      eq(signInNames.kind, kind),
      like(signInNames.nameKey, containsPattern(text.toLowerCase())),
    ) as SQL,
  ];
}

/** Names of a kind equal to one of the given lower-cased texts. */
function nameIsOneOf(tenantId: string, kind: number, texts: readonly string[]): NameCondition[] {
  return [
    and(
      eq(signInNames.tenantId, tenantId),
      eq(signInNames.kind, kind),
      inArray(signInNames.nameKey, [...texts]),
    ) as SQL,
  ];
}

function keyIs(tenantId: string, kind: number, key: string): NameCondition {
  return and(eq(signInNames.tenantId, tenantId), eq(signInNames.kind, kind), eq(signInNames.key, key)) as SQL;
}

/** Addresses inside a block. @throws when the text is no block; it was parsed before. */
function addressInBlock(tenantId: string, kind: number, cidr: string): NameCondition[] {
  const range = blockSortRange(cidr);
  if (!range) throw new Error(`Not a block: ${cidr}`);
  return [
    and(
      eq(signInNames.tenantId, tenantId),
      eq(signInNames.kind, kind),
      gte(signInNames.nameKey, range.first),
      lte(signInNames.nameKey, range.last),
    ) as SQL,
  ];
}

/** The distinct keys that any of the conditions finds. */
export async function findKeys({ tx }: TenantTransaction, conditions: readonly NameCondition[]): Promise<NameMatches> {
  // A UNION rather than an OR, so that each branch is one index range.
  const branches = conditions.map((condition) => sql`select key from ${signInNames} where ${condition}`);
  const subquery = sql.join(branches, sql` union `);
  const rows = await tx.execute<{ key: string }>(sql`${subquery} limit ${MAX_KEYS_LISTED + 1}`);
  const keys = [...new Set(rows.map((row) => row.key))];
  return { keys: rows.length > MAX_KEYS_LISTED ? undefined : keys, subquery };
}

/** Every key of a kind, for kinds of which a tenant has few. */
export async function allKeys({ tx, tenantId }: TenantTransaction, kind: number): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ key: signInNames.key })
    .from(signInNames)
    .where(and(eq(signInNames.tenantId, tenantId), eq(signInNames.kind, kind)));
  return rows.map(({ key }) => key);
}

function startsWith(column: AnyPgColumn, prefix: string): SQL {
  const end = endOfPrefix(prefix);
  return (end === undefined ? gte(column, prefix) : and(gte(column, prefix), lt(column, end))) as SQL;
}
