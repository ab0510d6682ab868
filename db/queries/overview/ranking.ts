/**
 * Who or what occurs most in a range of whole hours: from the daily counts. The range may begin inside a UTC day; which of
 * that day's sign-ins belong to it is asked of the sign-ins, but only for those that can be among the first at all.
 */
import { type SQL, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { DAY_KINDS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import { DAY_MS, startOfUtcDay } from "@/lib/model/retention";
import { STATUS_CODES } from "@/lib/model/status";

export interface RankingQuery {
  kind: "principal" | "application";
  /** What is counted. */
  measure: "all" | "failures";
  categories: readonly number[];
  /** Open at the end: no sign-in lies after it. */
  range: Interval;
  limit: number;
}

export interface Ranked {
  key: string;
  byCategory: ReadonlyMap<number, number>;
  total: number;
}

const MEASURES = { all: sql`n`, failures: sql`failures` };
const COLUMNS = { principal: sql`principal_key`, application: sql`application_key` };

/** The keys with the highest counts over the given logs, highest first; equal ones by key. Absent keys are left out. */
export async function rank(tenant: TenantTransaction, query: RankingQuery): Promise<Ranked[]> {
  const candidates = await findCandidates(tenant, query);
  const outside = await countOutside(tenant, query, [...new Set(candidates.map(({ key }) => key))]);
  const ranked = new Map<string, Map<number, number>>();
  for (const { key, category, n } of candidates) {
    const counts = ranked.get(key) ?? new Map<number, number>();
    const inRange = n - (outside.get(`${category} ${key}`) ?? 0);
    if (inRange > 0) counts.set(category, inRange);
    ranked.set(key, counts);
  }
  return [...ranked]
    .map(([key, byCategory]) => ({ key, byCategory, total: [...byCategory.values()].reduce((a, b) => a + b, 0) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
    .slice(0, query.limit);
}

interface Candidate {
  key: string;
  category: number;
  /** On all days that the range touches. */
  n: number;
}

/** Those whose whole days, the one that is cut included, reach what the last of the first has without it. */
async function findCandidates(tenant: TenantTransaction, query: RankingQuery): Promise<Candidate[]> {
  const { range, limit } = query;
  const isCut = range.from.getTime() % DAY_MS !== 0;
  const rows = await tenant.tx.execute<{ key: string; category: number; n: string }>(sql`
    with counted as materialized (${countSource(tenant, query)}),
    totals as materialized (
      select key, sum(n) as most, sum(n) - ${isCut ? sql`sum(cut)` : sql`0`} as least from counted group by key having sum(n) > 0),
    chosen as (
      select key from totals where most >= coalesce(
        (select least from totals order by least desc offset ${limit - 1} limit 1), 0))
    select key, category, sum(n) as n from counted where key in (select key from chosen) group by key, category`);
  return rows.map(({ key, category, n }) => ({ key, category, n: Number(n) }));
}

/** From so many days on the spans, which count all days kept, are shorter than the days. */
const LONG_RANGE_MS = 14 * DAY_MS;

/** Rows whose sums are the counts (`n`) on all days that the range touches, and of these on its first day (`cut`). */
function countSource({ tenantId }: TenantTransaction, { kind, measure, categories, range }: RankingQuery): SQL {
  const counted = MEASURES[measure];
  const what = sql`tenant_id = ${tenantId}::uuid and category in (${sql.raw(categories.join(", "))})
    and kind = ${DAY_KINDS[kind]} and ${counted} > 0 and key <> ''`;
  const first = dayOf(range.from);
  const onFirst = sql`case when day = ${first} then ${counted} else 0 end as cut`;
  if (measure !== "failures" || range.to.getTime() - range.from.getTime() < LONG_RANGE_MS) {
    return sql`select category, key, ${counted} as n, ${onFirst} from sign_in_days where ${what} and day >= ${first}
      and day < ${dayOf(range.to)}`;
  }
  return sql`
    select category, key, failures as n, 0 as cut from sign_in_spans where ${what}
    union all
    select category, key, case when day = ${first} then 0 else -failures end, ${onFirst}
    from sign_in_days where ${what} and (day <= ${first} or day >= ${dayOf(range.to)})`;
}

/** What the candidates have on the first day before the range begins. */
async function countOutside(
  { tx, tenantId }: TenantTransaction,
  { kind, measure, categories, range }: RankingQuery,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const dayStart = startOfUtcDay(range.from);
  if (keys.length === 0 || dayStart.getTime() === range.from.getTime()) return new Map();
  const column = COLUMNS[kind];
  const status = measure === "failures" ? sql`and status = ${STATUS_CODES.failure}` : sql``;
  const rows = await tx.execute<{ key: string; category: number; n: string }>(sql`
    select ${column} as key, category, count(*) as n from sign_ins
    where tenant_id = ${tenantId}::uuid and category in (${sql.raw(categories.join(", "))})
      and created_at >= ${dayStart.toISOString()}::timestamptz and created_at < ${range.from.toISOString()}::timestamptz
      and ${column} = any(${textArray(keys)}::text[]) ${status}
    group by 1, 2`);
  return new Map(rows.map(({ key, category, n }) => [`${category} ${key}`, Number(n)]));
}

function dayOf(at: Date): SQL {
  return sql`${at.toISOString().slice(0, 10)}::date`;
}
