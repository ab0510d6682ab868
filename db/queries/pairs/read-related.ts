/** What a thing occurs with, from the pairs: distinct counts in one pass, and the first of a list. */
import { type SQL, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";

/** Days as bits. */
export interface RelatedDays {
  kept: string;
  week: string;
  before: string;
}

export interface RelatedQuery extends RelatedDays {
  kinds: readonly number[];
  /** On which side of the pairs the thing stands. */
  side: "a" | "b";
  keys: readonly string[];
}

/** One other thing, over the days kept. */
export interface RelatedRow {
  key: string;
  days: bigint;
  successDays: bigint;
  /** Of all days that the pairs remember, unless it was asked for some others. */
  n: number;
  /** Whether these are days kept, all of them. */
  isExact: boolean;
}

export interface DistinctRelated {
  week: number;
  weekSucceeded: number;
  before: number;
  beforeSucceeded: number;
  kept: number;
  keptSucceeded: number;
  /** Seen this week and on no other day kept. */
  fresh: number;
}

export interface Related {
  distinct: DistinctRelated;
  /** Those that occur most, those that succeeded, and those that are new; in no order. */
  rows: RelatedRow[];
}

/** @param limits how many of each sort at most. */
export async function readRelated(
  { tx, tenantId }: TenantTransaction,
  query: RelatedQuery,
  limits: { most: number; succeeded: number; fresh: number },
): Promise<Related> {
  const week = sql`${query.week}::bigint`;
  const before = sql`${query.before}::bigint`;
  const isFresh = sql`days & ${week} <> 0 and days & ~${week} = 0`;
  const first = (condition: SQL, limit: number) =>
    limit === 0 ? [] : [sql`(select * from p where ${condition} order by n desc, key limit ${limit})`];
  const firsts = [
    ...first(sql`true`, limits.most),
    ...first(sql`success_days <> 0`, limits.succeeded),
    ...first(isFresh, limits.fresh),
  ];
  const rows = await tx.execute<Record<keyof DistinctRelated, string> & TextRow>(sql`
    with p as materialized (${pairsWith(tenantId, query)}),
    c as (
      select count(*) filter (where days & ${week} <> 0) as "week",
        count(*) filter (where success_days & ${week} <> 0) as "weekSucceeded",
        count(*) filter (where days & ${before} <> 0) as "before",
        count(*) filter (where success_days & ${before} <> 0) as "beforeSucceeded",
        count(*) as "kept", count(*) filter (where success_days <> 0) as "keptSucceeded",
        count(*) filter (where ${isFresh}) as "fresh" from p),
    t as (${sql.join(firsts, sql` union `)})
    select c.*, t.key, t.days::text, t.success_days::text, t.n, t.exact from c left join t on true`);
  const [one] = rows;
  return {
    distinct: {
      ...{ week: Number(one?.week ?? 0), weekSucceeded: Number(one?.weekSucceeded ?? 0) },
      ...{ before: Number(one?.before ?? 0), beforeSucceeded: Number(one?.beforeSucceeded ?? 0) },
      ...{ kept: Number(one?.kept ?? 0), keptSucceeded: Number(one?.keptSucceeded ?? 0) },
      fresh: Number(one?.fresh ?? 0),
    },
    rows: rows.flatMap(presentRow),
  };
}

/** What is known of some others; those that did not occur are left out. */
export async function readSomeRelated(
  { tx, tenantId }: TenantTransaction,
  query: RelatedQuery,
  others: readonly string[],
): Promise<RelatedRow[]> {
  if (others.length === 0) return [];
  const rows = await tx.execute<TextRow>(sql`
    select key, days::text, success_days::text, n, exact from (${pairsWith(tenantId, query, others)}) p`);
  return rows.flatMap(presentRow);
}

interface TextRow extends Record<string, unknown> {
  key: string | null;
  days: string;
  success_days: string;
  n: string | number;
  exact: boolean;
}

function presentRow({ key, days, success_days, n, exact }: TextRow): RelatedRow[] {
  if (key === null) return [];
  return [{ key, days: BigInt(days), successDays: BigInt(success_days), n: Number(n), isExact: exact }];
}

/**
 * One row for each other thing. `n` is the sum over all days that the pair remembers; for some others it is that over the
 * days kept, which takes a look into their counts.
 */
function pairsWith(tenantId: string, { kinds, side, keys, kept }: RelatedQuery, others?: readonly string[]): SQL {
  const [own, other] = side === "a" ? [sql`s.a`, sql`s.b`] : [sql`s.b`, sql`s.a`];
  const bits = sql`${kept}::bigint`;
  const isSingle = keys.length === 1 && kinds.length === 1;
  const n = others
    ? sql`(select coalesce(sum(s.counts[i + 1]), 0) from generate_series(0, 63) i where (${bits} >> i) & 1 = 1)`
    : sql`s.n`;
  const rows = sql`
    from sign_in_pairs s where s.tenant_id = ${tenantId}::uuid and s.kind in (${sql.raw(kinds.join(", "))})
      and ${own} ${keys.length === 1 ? sql`= ${keys[0]}` : sql`= any(${textArray(keys)}::text[])`}
      ${others ? sql`and ${other} = any(${textArray(others)}::text[])` : sql``} and s.days & ${bits} <> 0`;
  const exact = others ? sql`true` : sql`s.days & ~${bits} = 0`;
  if (isSingle) {
    return sql`select ${other} as key, s.days & ${bits} as days, s.success_days & ${bits} as success_days, ${n} as n,
      ${exact} as exact ${rows}`;
  }
  return sql`select ${other} as key, bit_or(s.days & ${bits}) as days, bit_or(s.success_days & ${bits}) as success_days,
    sum(${n}) as n, bool_and(${exact}) as exact ${rows} group by 1`;
}
