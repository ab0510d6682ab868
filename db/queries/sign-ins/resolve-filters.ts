/**
 * From the filters in force to SQL, and to the stretches of time worth searching. The operator comes from the filter's
 * declared kind, never from the shape of a value. Page, counts, API and exports all call this, so they cannot disagree.
 */
import { and, eq, isNull, not, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { TenantTransaction } from "@/db/client";
import { SEALED_COLUMNS } from "@/db/partitions";
import { signIns } from "@/db/schema";
import { DAY_KINDS, type DayKind, FACET_NAME_KIND_BASE, FACETS } from "@/lib/model/facets";
import { FILTER_FIELDS, type FilterField, facetCode } from "@/lib/model/filter-fields";
import { type ActiveFilter, type FilterValue, filterDefinition } from "@/lib/model/filters";
import { inAnyCase } from "@/lib/model/id-spellings";
import { type Interval, intersectIntervals } from "@/lib/model/intervals";
import { STATUS_CODES, type Status } from "@/lib/model/status";
import { markedAs, notMarkedAs } from "../marks";
import { findKeys, nameConditions } from "./names";
import { resolvePolicies } from "./policies";
import {
  daysHolding,
  hoursHolding,
  isAnyOf,
  MAX_PRESENCE_VALUES,
  type PresenceQuery,
  secondsOfIds,
  valuesHeld,
} from "./presence";
import type { Refine } from "./search-steps";
import { resolveUnusual } from "./unusual";

/** Which log and range, and whose columns the conditions are about: those of `sign_ins` unless told otherwise. */
export interface FilterContext extends PresenceQuery {
  columns?: object;
}

export interface ResolvedFilters {
  conditions: readonly SQL[];
  /** The same conditions for a part of the range, where that makes them cheaper to check. */
  within: (part: Interval) => readonly SQL[];
  /** Where matches can lie, oldest first; empty when nothing can match. */
  intervals: readonly Interval[];
  /** True when some filter has to be checked row by row: the range is then walked in steps. */
  selective: boolean;
  /** True when an index leads to what one of the filters leaves, on days that are over. */
  indexed: boolean;
  /** Where it is cheap to look closer before rows are read. */
  refine?: Refine | undefined;
}

/** Resolves filters for one category and range; the conditions are joined by AND. */
export async function resolveFilters(
  tenant: TenantTransaction,
  where: FilterContext,
  filters: readonly ActiveFilter[],
): Promise<ResolvedFilters> {
  let intervals: readonly Interval[] = [where.range];
  const conditions: SQL[] = [];
  const narrowed: ((part: Interval) => SQL)[] = [];
  const statuses = statusesOf(filters);
  let indexed = false;
  let refine: Refine | undefined;
  for (const resolve of resolversOf(filters)) {
    const resolved = await resolve(tenant, { ...where, ...(statuses && { statuses }) });
    conditions.push(resolved.condition);
    narrowed.push(resolved.within ?? (() => resolved.condition));
    if (resolved.indexed) indexed = true;
    refine ??= resolved.refine;
    if (resolved.intervals) intervals = intersectIntervals(intervals, resolved.intervals);
    if (intervals.length === 0) break;
  }
  const within = (part: Interval) => narrowed.map((conditionIn) => conditionIn(part));
  return { conditions, within, intervals, selective: filters.some(({ key }) => key !== "requestId"), indexed, refine };
}

/** A filter, or two that only mean something together. */
type Resolver = (tenant: TenantTransaction, where: FilterContext) => Promise<ResolvedFilter>;

function resolversOf(filters: readonly ActiveFilter[]): Resolver[] {
  const policy = filters.find(({ key }) => key === "policy");
  const result = filters.find(({ key }) => key === "policyResult");
  const others = filters.filter((filter) => filter !== policy && filter !== result);
  const resolvers: Resolver[] = others.map((filter) => (tenant, where) => resolveFilter(tenant, where, filter));
  if (policy || result) resolvers.push((tenant, where) => resolvePolicies(tenant, where, { policy, result }));
  return resolvers;
}

/** The stored statuses that the filters leave, if they ask for some: the roll-ups know each value's statuses. */
export function statusesOf(filters: readonly ActiveFilter[]): readonly number[] | undefined {
  const filter = filters.find(({ key }) => key === "status");
  if (!filter) return undefined;
  const named = filter.values.map((value) => STATUS_CODES[textOf(value) as Status]);
  return filter.negated ? Object.values(STATUS_CODES).filter((code) => !named.includes(code)) : named;
}

export interface ResolvedFilter {
  condition: SQL;
  /** As of {@link ResolvedFilters}; left out, the condition is the same for every part. */
  within?: (part: Interval) => SQL;
  /** Undefined when nothing is known. */
  intervals?: readonly Interval[];
  /** As of {@link ResolvedFilters}. */
  indexed?: boolean;
  refine?: Refine;
}

async function resolveFilter(
  tenant: TenantTransaction,
  where: FilterContext,
  filter: ActiveFilter,
): Promise<ResolvedFilter> {
  if (filter.key === "flag" || filter.key === "reported") return resolveMarks(tenant, where, filter);
  if (filter.key === "unusual") return resolveUnusual(tenant, where, filter);
  const field = FILTER_FIELDS[filter.key];
  if (filter.key === "status") return resolveStatus(tenant, where);
  const matches = await matchesOf(tenant, where, filter);
  const condition = filter.negated ? negated(matches.condition, filter, where) : matches.condition;
  const intervals = await presenceOf(tenant, where, filter, matches.values);
  const indexed = !filter.negated && isIndexed(field, matches.values);
  return intervals ? { condition, intervals, indexed } : { condition, indexed };
}

/** Values and absent ones together are two searches. */
function isIndexed({ column }: FilterField, values: readonly string[] | undefined): boolean {
  const asked = values !== undefined && (values.length === 1 || !values.includes(""));
  return asked && column !== "policies" && (column === "id" || SEALED_COLUMNS.has(signIns[column].name));
}

/**
 * Every sign-in has a status and a requirement or none of it: any facet tells in which hours a status occurs. Statuses
 * have no index; the roll-up of error codes knows which codes they come with, and these have one.
 */
async function resolveStatus(tenant: TenantTransaction, where: FilterContext): Promise<ResolvedFilter> {
  const statuses = where.statuses ?? [];
  const condition = anyNumber(columnOf(FILTER_FIELDS.status, where), statuses);
  const intervals = await hoursHolding(tenant, where, FACETS.authenticationRequirement, { anyValue: true });
  const codes = intervals.length > 0 && (await valuesHeld(tenant, where, FACETS.errorCode, { anyValue: true }));
  if (!codes) return { condition, intervals };
  const ofCodes = anyNumber(columnOf(FILTER_FIELDS.errorCode, where), codes.map(Number));
  return { condition: and(ofCodes, condition) as SQL, intervals, indexed: true };
}

/** What an administrator (`flag`) or the user (`reported`) said; `flag=none` is "nothing was said". */
async function resolveMarks(
  tenant: TenantTransaction,
  where: PresenceQuery,
  { key, values, negated }: ActiveFilter,
): Promise<ResolvedFilter> {
  const [word] = values.map(textOf);
  const isNone = word === "none";
  const said = { said: key === "flag" ? "verdict" : "answer", ...(!isNone && { word }) } as const;
  if (negated === isNone) return markedAs(tenant, where, said);
  return { condition: notMarkedAs(tenant, said) };
}

interface Matches {
  condition: SQL;
  /** The stored values that match, where they could be listed; '' stands for an absent one. */
  values?: readonly string[];
}

/** An absent value is not the value left out: `country=!NO` keeps sign-ins without a country, `country=!none` does not. */
function negated(condition: SQL, filter: ActiveFilter, where: FilterContext): SQL {
  const leavesOutAbsent = filter.values.some(({ type }) => type === "none");
  return leavesOutAbsent
    ? not(condition)
    : (or(not(condition), isNull(columnOf(FILTER_FIELDS[filter.key], where))) as SQL);
}

async function matchesOf(tenant: TenantTransaction, where: FilterContext, filter: ActiveFilter): Promise<Matches> {
  const { kind } = filterDefinition(filter.key);
  const column = columnOf(FILTER_FIELDS[filter.key], where);
  switch (kind) {
    case "exact":
      return equalTo(column, filter.values.map(textOf).flatMap(inAnyCase));
    case "number": {
      const numbers = filter.values.map(numberOf);
      return { condition: anyNumber(column, numbers), values: numbers.map(String) };
    }
    case "name":
    case "address":
    case "facet":
    case "oneOf":
      return dictionaryMatches(tenant, filter, column);
  }
}

function equalTo(column: SQL, values: readonly string[]): Matches {
  return { condition: isAnyOf(column, values), values };
}

async function dictionaryMatches(tenant: TenantTransaction, filter: ActiveFilter, column: SQL): Promise<Matches> {
  const dictionary = dictionaryOf(FILTER_FIELDS[filter.key]);
  const wantsNone = filter.values.some(({ type }) => type === "none");
  const conditions = filter.values.flatMap((value) => nameConditions(tenant.tenantId, value, dictionary));
  if (conditions.length === 0) return { condition: isNull(column), values: [""] };
  const { keys, subquery } = await findKeys(tenant, conditions);
  const listed = keys ? isAnyOf(column, keys) : sql`${column} in (${subquery})`;
  return {
    condition: wantsNone ? (or(listed, isNull(column)) as SQL) : listed,
    ...(keys ? { values: wantsNone ? [...keys, ""] : keys } : {}),
  };
}

/** The kind of dictionary entries that name a field's values. */
function dictionaryOf({ nameKind, facet }: FilterField): number {
  return nameKind ?? (facet ? FACET_NAME_KIND_BASE + facetCode(facet) : 0);
}

async function presenceOf(
  tenant: TenantTransaction,
  where: FilterContext,
  { key, negated: isNegated }: ActiveFilter,
  values: readonly string[] | undefined,
): Promise<Interval[] | undefined> {
  const field = FILTER_FIELDS[key];
  if (values === undefined) return undefined;
  if (field.isId && !isNegated) return secondsOfIds(tenant, where, field.column as "id" | "correlationId", values);
  if (values.length === 0 && !isNegated) return [];
  if (values.length > MAX_PRESENCE_VALUES) return undefined;
  if (field.facet) {
    return hoursHolding(tenant, where, facetCode(field.facet), isNegated ? { noneOf: values } : { anyOf: values });
  }
  if (field.dayKind && !isNegated) return daysHolding(tenant, where, DAY_KINDS[field.dayKind as DayKind], values);
  return undefined;
}

function columnOf(field: FilterField, { columns = signIns }: Pick<FilterContext, "columns">): SQL {
  const column = (columns as Partial<Record<FilterField["column"], AnyPgColumn>>)[field.column];
  if (!column) throw new Error(`There is no column ${field.column} to filter by here.`);
  return sql`${column}`;
}

/** True of a number among the given ones. */
export function anyNumber(column: SQL, numbers: readonly number[]): SQL {
  return numbers.length === 1 ? eq(column, numbers[0]) : sql`${column} = any(${`{${numbers.join(",")}}`}::int[])`;
}

function textOf(value: FilterValue): string {
  if ("text" in value) return value.text;
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

/**
 * The stored values that a filter names (what a negated one leaves out), with what is true of the sign-ins that it keeps;
 * undefined where the values are too many.
 */
export async function valueMatchesOf(
  tenant: TenantTransaction,
  filter: ActiveFilter,
): Promise<{ values: readonly string[]; condition: SQL; indexed: boolean } | undefined> {
  const { values, condition } = await matchesOf(tenant, NOWHERE, filter);
  if (!values || values.length > MAX_PRESENCE_VALUES) return undefined;
  return {
    values,
    condition: filter.negated ? negated(condition, filter, NOWHERE) : condition,
    indexed: !filter.negated && isIndexed(FILTER_FIELDS[filter.key], values),
  };
}

const NOWHERE: FilterContext = { category: 0, range: { from: new Date(0), to: new Date(0) } };
