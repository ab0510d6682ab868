/**
 * Counts that the hourly facets know: of all sign-ins, or of those with some values of one field, and of some statuses.
 * What lies in a part of an hour, at the ends of a range, is counted itself. One statement, whatever the length of the range.
 */
import { and, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInFacets, signIns } from "@/db/schema";
import { FACETS } from "@/lib/model/facets";
import { FILTER_FIELDS, facetCode } from "@/lib/model/filter-fields";
import type { ActiveFilter } from "@/lib/model/filters";
import { type Interval, splitAt } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import { valueCondition, type WantedValues } from "./presence";
import { anyNumber, statusesOf, valueMatchesOf } from "./resolve-filters";
import { type Counted, type CountedRow, Tally } from "./tally";

/** What to count in several logs at once. */
export interface RollupCountQuery {
  categories: readonly number[];
  range: Interval;
  filters: readonly ActiveFilter[];
  /** Bars of the chart, oldest first, without gaps, from the start of the range to its end. */
  buckets: readonly Interval[];
}

/** Whether the hourly facets may know the answer: not of two fields at once, nor of bars finer than an hour. */
export function isRolledUp({ filters, buckets }: Pick<RollupCountQuery, "filters" | "buckets">): boolean {
  const others = filters.filter(({ key }) => key !== "status");
  const hasFacets = others.every(({ key }) => FILTER_FIELDS[key].facet !== undefined);
  const cutsHours = buckets.slice(1).some(({ from }) => from.getTime() % HOUR_MS !== 0);
  return others.length <= 1 && hasFacets && !cutsHours;
}

/**
 * The matches in each of the categories, by category; undefined where the roll-up does not know them.
 * A range that holds nothing is counted too: as nothing.
 */
export async function countInRollups(
  tenant: TenantTransaction,
  query: RollupCountQuery,
): Promise<ReadonlyMap<number, Counted> | undefined> {
  if (!isRolledUp(query)) return undefined;
  const search = await rollupSearch(tenant, query.filters);
  if (!search) return undefined;
  const tallies = new Map(query.categories.map((category) => [category, new Tally(query.buckets)]));
  const statement = countingStatement(tenant, query, search);
  const rows = statement ? await tenant.tx.execute<CountedRow & { category: number }>(statement) : [];
  for (const row of rows) tallies.get(row.category)?.add([row]);
  return new Map([...tallies].map(([category, tally]) => [category, tally.result(null)]));
}

/** The same search in the roll-up and among the sign-ins themselves. */
interface RollupSearch {
  field: number;
  wanted: WantedValues;
  statuses: readonly number[] | undefined;
  condition: SQL | undefined;
}

async function rollupSearch(
  tenant: TenantTransaction,
  filters: readonly ActiveFilter[],
): Promise<RollupSearch | undefined> {
  const statuses = statusesOf(filters);
  const ofStatus = statuses && anyNumber(sql`${signIns.status}`, statuses);
  const filter = filters.find(({ key }) => key !== "status");
  // Every sign-in has one value of this field, be it none.
  if (!filter)
    return { field: FACETS.authenticationRequirement, wanted: { anyValue: true }, statuses, condition: ofStatus };
  const { facet } = FILTER_FIELDS[filter.key];
  const matches = facet && (await valueMatchesOf(tenant, filter));
  if (!matches) return undefined;
  const { values, condition } = matches;
  const wanted = filter.negated ? { noneOf: values } : { anyOf: values };
  return { field: facetCode(facet), wanted, statuses, condition: and(condition, ofStatus) };
}

function countingStatement(
  { tenantId }: TenantTransaction,
  { categories, range, buckets }: RollupCountQuery,
  { field, wanted, statuses, condition }: RollupSearch,
): SQL | undefined {
  const { inner: wholeHours, edges: ends } = splitAt(range, HOUR_MS);
  const bars = timeArray(buckets.map(({ from }) => from));
  const ofRollup = ({ from, to }: Interval) => sql`
    select category, width_bucket(hour, ${bars}::timestamptz[]) as bucket, status, sum(n)::bigint as n
    from ${signInFacets} where ${and(
      eq(signInFacets.tenantId, tenantId),
      inArray(signInFacets.category, [...categories]),
      eq(signInFacets.field, field),
      valueCondition(wanted),
      statuses ? inArray(signInFacets.status, [...statuses]) : undefined,
      gte(signInFacets.hour, from),
      lt(signInFacets.hour, to),
    )} group by 1, 2, 3`;
  // Each end with bounds of its own, so that a plan looks at its day only.
  const ofSignIns = ({ from, to }: Interval) => sql`
    select category, width_bucket(created_at, ${bars}::timestamptz[]) as bucket, status, count(*) as n
    from ${signIns} where ${and(
      eq(signIns.tenantId, tenantId),
      inArray(signIns.category, [...categories]),
      gte(signIns.createdAt, from),
      lt(signIns.createdAt, to),
      condition,
    )} group by 1, 2, 3`;
  const parts = [
    ...(wholeHours ? [ofRollup(wholeHours)] : []),
    ...ends.filter(({ from, to }) => from < to).map(ofSignIns),
  ];
  return parts.length > 0 ? sql.join(parts, sql` union all `) : undefined;
}
