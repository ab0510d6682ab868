/** Breaking the matches of a log down by a field: its most frequent values, how many there are, and links for each. */
import ipaddr from "ipaddr.js";
import { CATEGORIES, type CategorySlug } from "./categories";
import { mayFilterBy, type ReaderRights } from "./filter-rights";
import { type FilterKey, filterDefinition } from "./filters";
import { formatCount } from "./format-number";
import type { QueryChanges } from "./log-query-href";
import { parseFilter, UnusableValue } from "./log-query-values";
import { type ThingKind, thingHref } from "./things";

/** In the order in which they are offered. */
const FIELDS = [
  "user",
  "servicePrincipal",
  "identity",
  "application",
  "resource",
  "ip",
  "country",
  "city",
  "clientApp",
  "os",
  "browser",
  "errorCode",
  "conditionalAccess",
  "policy",
  "authenticationRequirement",
  "userType",
  "riskLevel",
  "riskState",
] as const satisfies readonly FilterKey[];

export type BreakdownField = (typeof FIELDS)[number];

/** The fields whose values have a page of their own. */
const THINGS: Partial<Record<BreakdownField, ThingKind>> = {
  user: "principal",
  servicePrincipal: "principal",
  identity: "principal",
  application: "application",
  resource: "resource",
  ip: "address",
};

/** The page of a value; null where it has none. */
export function valueHref(tenant: string, field: BreakdownField, stored: string): string | null {
  const kind = THINGS[field];
  return kind && stored !== "" ? thingHref(tenant, kind, stored) : null;
}

/** The field that says who signed in. */
export function principalField(category: CategorySlug): BreakdownField {
  const fields = { user: "user", servicePrincipal: "servicePrincipal", managedIdentity: "identity" } as const;
  return fields[CATEGORIES[category].principal];
}

/** What is said where a sign-in has no value. */
export const NOT_RECORDED = "Not recorded";

/** As many values are shown at first. */
export const BREAKDOWN_LENGTH = 10;
/** With more of them a list is no longer read; filters narrow it. */
export const LONGEST_BREAKDOWN = 500;

export interface BreakdownRow {
  /** The stored value; '' is the absent one. */
  key: string;
  label: string;
  /** The value itself, where the label says it in words. */
  detail?: string;
  n: number;
}

export interface Breakdown {
  field: BreakdownField;
  /**
   * The most frequent values, at most {@link BREAKDOWN_LENGTH}, or {@link LONGEST_BREAKDOWN} where all were asked for;
   * equally frequent ones by value.
   */
  rows: readonly BreakdownRow[];
  /** Different recorded values. */
  distinct: number;
  /** Sign-ins looked at. A sign-in has several policies: there the rows do not add up to this. */
  total: number;
  /** Set when time ran out: only sign-ins from here on were counted, so every figure is a lower bound. */
  countedBackTo: Date | null;
}

/** The fields that a log's matches can be broken down by. */
export function breakdownFieldsOf(category: CategorySlug): readonly BreakdownField[] {
  const filters: readonly FilterKey[] = CATEGORIES[category].filters;
  return FIELDS.filter((field) => filters.includes(field));
}

/** Those of them whose values the reader may see. */
export function visibleBreakdownFields(category: CategorySlug, reader: ReaderRights): readonly BreakdownField[] {
  return breakdownFieldsOf(category).filter((field) => mayFilterBy(filterDefinition(field), reader));
}

/** Reads `by`; a field that the log does not have is a problem of the address. */
export function parseBreakdown(
  category: CategorySlug,
  text: string | undefined,
  problems: Record<string, string>,
): BreakdownField | undefined {
  if (text === undefined) return undefined;
  const fields = breakdownFieldsOf(category);
  const field = fields.find((each) => each === text);
  if (!field) {
    problems.by = `This log cannot be broken down by “${text.slice(0, 40)}”; allowed: ${fields.join(", ")}.`;
  }
  return field;
}

/** Reads `values`: `all` asks for all values, not only the most frequent ones. */
export function parseAllValues(text: string | undefined, problems: Record<string, string>): boolean {
  if (text !== undefined && text !== "all")
    problems.values = `Values “${text.slice(0, 40)}” are not known; allowed: all.`;
  return text === "all";
}

/** "14 different values in 312 sign-ins, 37 of them without one": recorded values, as the rows and what is beyond them. */
export function breakdownText({ rows, distinct, total }: Breakdown): { values: string; signIns: string } {
  const absent = rows.find(({ key }) => key === "")?.n ?? 0;
  const without = absent > 0 ? `, ${formatCount(absent)} of them without one` : "";
  return {
    values: `${formatCount(distinct)} different ${distinct === 1 ? "value" : "values"}`,
    signIns: `${formatCount(total)} ${total === 1 ? "sign-in" : "sign-ins"}${without}`,
  };
}

/** Recorded values that no row is about. */
export function valuesBeyond({ rows, distinct }: Breakdown): number {
  return distinct - rows.filter(({ key }) => key !== "").length;
}

/**
 * The value of the field's filter that means exactly this stored one; null where no filter does, as for an absent user.
 * An address alone would also find those that begin with it: a block of one address does not.
 */
export function exactValue(field: BreakdownField, stored: string): string | null {
  const { kind, options } = filterDefinition(field);
  if (kind === "oneOf") return options && Object.hasOwn(options, stored) ? stored : null;
  if (kind === "number") return stored;
  if (stored === "") return kind === "facet" ? "none" : null;
  const value = kind === "address" ? blockOf(stored) : `=${stored}`;
  return value !== null && isUsable(field, value) ? value : null;
}

function blockOf(address: string): string | null {
  if (!ipaddr.isValid(address)) return null;
  return `${address}/${ipaddr.parse(address).kind() === "ipv4" ? 32 : 128}`;
}

function isUsable(field: BreakdownField, value: string): boolean {
  try {
    parseFilter(field, [value]);
    return true;
  } catch (error) {
    if (error instanceof UnusableValue) return false;
    throw error;
  }
}

/** What a row's two links change: "only this" and "all but this", which adds to what is left out already. */
export function rowChanges(
  field: BreakdownField,
  stored: string,
  params: URLSearchParams,
): { only: QueryChanges; allBut: QueryChanges } | null {
  const value = exactValue(field, stored);
  if (value === null) return null;
  const leftOut = mayRepeatNegated(field) ? params.getAll(field).filter((each) => each.trim().startsWith("!")) : [];
  return { only: { [field]: value }, allBut: { [field]: [...leftOut, `!${value}`] } };
}

function mayRepeatNegated(field: BreakdownField): boolean {
  return filterDefinition(field).kind !== "oneOf";
}
