/**
 * From the filters in force to SQL, and to the stretches of time worth searching. The operator comes from the filter's
 * declared kind, never from the shape of a value. Page, counts, API and exports all call this, so they cannot disagree.
 */
import { and, eq, isNull, not, or, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import { DAY_KINDS, type DayKind, FACET_NAME_KIND_BASE } from "@/lib/model/facets";
import { FILTER_FIELDS, type FilterField, facetCode } from "@/lib/model/filter-fields";
import { type ActiveFilter, type FilterValue, filterDefinition } from "@/lib/model/filters";
import { type Interval, intersectIntervals } from "@/lib/model/intervals";
import { LEGACY_CLIENT_APPS } from "@/lib/model/legacy-clients";
import { STATUS_CODES, type Status } from "@/lib/model/status";
import { addressInBlock, findKeys, type NameCondition, nameContains, nameIsOneOf, nameStartsWith } from "./names";
import { daysHolding, hoursHolding, isAnyOf, MAX_PRESENCE_VALUES, type PresenceQuery } from "./presence";

export interface ResolvedFilters {
  conditions: readonly SQL[];
  /** Where matches can lie, oldest first; empty when nothing can match. */
  intervals: readonly Interval[];
  /** True when some filter has to be checked row by row: the range is then walked in steps. */
  selective: boolean;
}

/** Resolves filters for one category and range; the conditions are joined by AND. */
export async function resolveFilters(
  tenant: TenantTransaction,
  where: PresenceQuery,
  filters: readonly ActiveFilter[],
): Promise<ResolvedFilters> {
  let intervals: readonly Interval[] = [where.range];
  const conditions: SQL[] = [];
  for (const filter of filters) {
    const resolved = await resolveFilter(tenant, where, filter);
    conditions.push(resolved.condition);
    if (resolved.intervals) intervals = intersectIntervals(intervals, resolved.intervals);
    if (intervals.length === 0) break;
  }
  return { conditions, intervals, selective: filters.some(({ key }) => key !== "requestId") };
}

interface ResolvedFilter {
  condition: SQL;
  /** Undefined when nothing is known. */
  intervals?: readonly Interval[];
}

async function resolveFilter(
  tenant: TenantTransaction,
  where: PresenceQuery,
  filter: ActiveFilter,
): Promise<ResolvedFilter> {
  const field = FILTER_FIELDS[filter.key];
  const matches = await matchesOf(tenant, filter, field);
  if (filter.negated) return { condition: negated(matches.condition, field) };
  const intervals = await presenceOf(tenant, where, field, matches.values);
  return intervals ? { condition: matches.condition, intervals } : { condition: matches.condition };
}

interface Matches {
  condition: SQL;
  /** The stored values that match, where they could be listed; '' stands for an absent one. */
  values?: readonly string[];
}

/** An absent value is not the value left out: `country=!NO` keeps sign-ins without a country. */
function negated(condition: SQL, field: FilterField): SQL {
  const column = columnOf(field);
  return or(not(condition), isNull(column)) as SQL;
}

async function matchesOf(tenant: TenantTransaction, filter: ActiveFilter, field: FilterField): Promise<Matches> {
  const { kind } = filterDefinition(filter.key);
  const column = columnOf(field);
  switch (kind) {
    case "exact":
      return equalTo(column, filter.values.map(textOf));
    case "oneOf":
      return filter.key === "status" ? statusMatches(filter.values) : equalTo(column, filter.values.map(textOf));
    case "number": {
      const numbers = filter.values.map(numberOf);
      return { condition: anyNumber(column, numbers), values: numbers.map(String) };
    }
    case "name":
    case "address":
    case "facet":
      return dictionaryMatches(tenant, filter, field);
  }
}

function equalTo(column: SQL, values: readonly string[]): Matches {
  return { condition: isAnyOf(column, values), values };
}

function statusMatches(values: readonly FilterValue[]): Matches {
  const codes = values.map((value) => STATUS_CODES[textOf(value) as Status]);
  return { condition: anyNumber(sql`${signIns.status}`, codes) };
}

async function dictionaryMatches(
  tenant: TenantTransaction,
  filter: ActiveFilter,
  field: FilterField,
): Promise<Matches> {
  const column = columnOf(field);
  const wantsNone = filter.values.some(({ type }) => type === "none");
  const conditions = filter.values.flatMap((value) => nameConditions(tenant.tenantId, value, field));
  if (conditions.length === 0) return { condition: isNull(column), values: [""] };
  const { keys, subquery } = await findKeys(tenant, conditions);
  const listed = keys ? isAnyOf(column, keys) : sql`${column} in (${subquery})`;
  return {
    condition: wantsNone ? (or(listed, isNull(column)) as SQL) : listed,
    ...(keys ? { values: wantsNone ? [...keys, ""] : keys } : {}),
  };
}

function nameConditions(tenantId: string, value: FilterValue, field: FilterField): NameCondition[] {
  const kind = field.nameKind ?? (field.facet ? FACET_NAME_KIND_BASE + facetCode(field.facet) : 0);
  switch (value.type) {
    case "startsWith":
      return nameStartsWith(tenantId, kind, value.text);
    case "contains":
      return nameContains(tenantId, kind, value.text);
    case "equals":
      return nameIsOneOf(tenantId, kind, [value.text.toLowerCase()]);
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

async function presenceOf(
  tenant: TenantTransaction,
  where: PresenceQuery,
  field: FilterField,
  values: readonly string[] | undefined,
): Promise<Interval[] | undefined> {
  if (values === undefined) return undefined;
  if (values.length === 0) return [];
  if (values.length > MAX_PRESENCE_VALUES) return undefined;
  if (field.facet) return hoursHolding(tenant, where, facetCode(field.facet), values);
  if (field.dayKind) return daysHolding(tenant, where, DAY_KINDS[field.dayKind as DayKind], values);
  return undefined;
}

function columnOf(field: FilterField): SQL {
  return sql`${signIns[field.column]}`;
}

function anyNumber(column: SQL, numbers: readonly number[]): SQL {
  return numbers.length === 1 ? eq(column, numbers[0]) : sql`${column} = any(${`{${numbers.join(",")}}`}::int[])`;
}

function textOf(value: FilterValue): string {
  if (value.type === "equals" || value.type === "startsWith" || value.type === "contains") return value.text;
  throw new Error(`A filter value of type ${value.type} has no text`);
}

function numberOf(value: FilterValue): number {
  if (value.type === "number") return value.number;
  throw new Error(`A filter value of type ${value.type} is no number`);
}

/** Joins conditions by AND; undefined when there are none. */
export function allOf(conditions: readonly SQL[]): SQL | undefined {
  return and(...conditions);
}
