/** What the hourly facets and the daily counts can tell of a breakdown, with the sign-ins at the edges of the range. */
import { and, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signInFacets } from "@/db/schema";
import { DAY_KINDS, POLICY_FACET } from "@/lib/model/facets";
import { FILTER_FIELDS, facetCode } from "@/lib/model/filter-fields";
import type { ActiveFilter } from "@/lib/model/filters";
import { splitAt } from "@/lib/model/intervals";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import { STATUS_CODES } from "@/lib/model/status";
import type { BreakDownQuery } from "./break-down";
import { hourlyOr, type Matching, policyOf, valuesOfMatches } from "./break-down-matches";
import { valueCondition, type WantedValues } from "./presence";
import { allOf, resolveFilters, statusesOf, valueMatchesOf } from "./resolve-filters";

export interface RollupParts {
  /** Statements of (key, n). */
  parts: SQL[];
  /** Set where they cover the range from here on only: its daily rows are too many to be read for a page. */
  from: Date | null;
}

/**
 * Statements that together cover the range; undefined where a filter looks at something that the field's roll-up
 * does not hold. Every roll-up knows statuses.
 */
export async function rollupPartsOf(
  tenant: TenantTransaction,
  query: BreakDownQuery,
  matching: Matching,
): Promise<RollupParts | undefined> {
  const { column, facet, dayKind } = FILTER_FIELDS[query.by];
  const others = query.filters.filter(({ key }) => key !== "status");
  // Counted with each of its results: a record that holds a policy twice, with two results, counts twice.
  if (query.by === "policy") {
    return others.length > 0 ? undefined : { parts: facetParts(tenant, query, matching, POLICY_FACET), from: null };
  }
  if (!others.every(({ key }) => FILTER_FIELDS[key].column === column)) return undefined;
  if (dayKind) return dayParts(tenant, query, matching, others);
  const wanted = await wantedValues(tenant, others);
  return facet && wanted && { parts: facetParts(tenant, query, matching, facetCode(facet), wanted), from: null };
}

async function wantedValues(
  tenant: TenantTransaction,
  [filter]: readonly ActiveFilter[],
): Promise<WantedValues | undefined> {
  if (!filter) return { anyValue: true };
  const matches = await valueMatchesOf(tenant, filter);
  return matches && (filter.negated ? { noneOf: matches.values } : { anyOf: matches.values });
}

function facetParts(
  { tenantId }: TenantTransaction,
  query: BreakDownQuery,
  matching: Matching,
  field: number,
  wanted: WantedValues = { anyValue: true },
): SQL[] {
  const { inner, edges } = splitAt(query.range, HOUR_MS);
  const parts = edges.map((stretch) => valuesOfMatches(tenantId, query, matching, { stretch, hourly: false }));
  if (!inner) return parts;
  const statuses = statusesOf(query.filters);
  const key = field === POLICY_FACET ? policyOf(sql`${signInFacets.value}::bigint`) : sql`${signInFacets.value}`;
  const where = and(
    eq(signInFacets.tenantId, tenantId),
    eq(signInFacets.category, query.category),
    eq(signInFacets.field, field),
    valueCondition(wanted),
    statuses ? inArray(signInFacets.status, [...statuses]) : undefined,
    gte(signInFacets.hour, inner.from),
    lt(signInFacets.hour, inner.to),
  );
  return [...parts, sql`select ${key} as key, sum(n) as n from ${signInFacets} where ${where} group by 1`];
}

async function dayParts(
  tenant: TenantTransaction,
  query: BreakDownQuery,
  matching: Matching,
  filters: readonly ActiveFilter[],
): Promise<RollupParts> {
  const from = await firstDayToRead(tenant, query);
  const { inner, edges } = splitAt({ from: from ?? query.range.from, to: query.range.to }, DAY_MS);
  const stretches = edges.flatMap((edge) => (matching.hours ? hourlyOr(edge) : [{ stretch: edge, hourly: false }]));
  const parts = stretches.map((part) => valuesOfMatches(tenant.tenantId, query, matching, part));
  if (!inner) return { parts, from };
  const { column, dayKind } = FILTER_FIELDS[query.by];
  const context = { category: query.category, range: query.range, columns: { [column]: signInDays.key } };
  const { conditions } = await resolveFilters(tenant, context, filters);
  const where = and(
    eq(signInDays.tenantId, tenant.tenantId),
    eq(signInDays.category, query.category),
    eq(signInDays.kind, dayKind ? DAY_KINDS[dayKind] : 0),
    gte(signInDays.day, dayOf(inner.from)),
    lt(signInDays.day, dayOf(inner.to)),
    allOf(conditions),
  );
  const n = measureOf(statusesOf(query.filters));
  const days = sql`select key, sum(${n}) as n from ${signInDays} where ${where} group by 1`;
  return { parts: [...parts, days], from };
}

/** So many days are read whatever they hold, and tell how many rows a day has. */
const LEAST_DAYS = 7;

/** The day from which on the daily rows are few enough; null where those of the whole range are. */
async function firstDayToRead(tenant: TenantTransaction, query: BreakDownQuery): Promise<Date | null> {
  // The keys of a filter that asks for some are read by index.
  if (query.filters.some(({ key, negated }) => key !== "status" && !negated)) return null;
  const { inner } = splitAt(query.range, DAY_MS);
  if (!inner || inner.to.getTime() - inner.from.getTime() <= LEAST_DAYS * DAY_MS) return null;
  const { dayKind } = FILTER_FIELDS[query.by];
  const newest = new Date(inner.to.getTime() - LEAST_DAYS * DAY_MS);
  const [row] = await tenant.tx
    .select({ n: sql<string>`count(*)` })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenant.tenantId),
        eq(signInDays.category, query.category),
        eq(signInDays.kind, dayKind ? DAY_KINDS[dayKind] : 0),
        gte(signInDays.day, dayOf(newest)),
        lt(signInDays.day, dayOf(inner.to)),
      ),
    );
  const perDay = Math.max(1, Number(row?.n ?? 0) / LEAST_DAYS);
  const days = Math.max(LEAST_DAYS, Math.floor(query.mostDailyRows / perDay));
  const first = new Date(inner.to.getTime() - days * DAY_MS);
  return first > inner.from ? first : null;
}

/** What of a daily row is asked for. */
function measureOf(statuses: readonly number[] | undefined): SQL {
  if (!statuses) return sql`n`;
  const counts: Record<number, SQL> = {
    [STATUS_CODES.success]: sql`successes`,
    [STATUS_CODES.failure]: sql`failures`,
    [STATUS_CODES.interrupted]: sql`n - successes - failures`,
  };
  return sql.join([sql`0`, ...[...new Set(statuses)].map((status) => counts[status] ?? sql`0`)], sql` + `);
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
