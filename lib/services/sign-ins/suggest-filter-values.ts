/** What a filter could be set to, while a reader types. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import {
  type ActivityQuery,
  activityOf,
  facetValues,
  mostActive,
  type NamedKey,
  namesFrom,
  namesHolding,
  namesOfKeys,
} from "@/db/queries/sign-ins/suggestions";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { InvalidInputError } from "@/lib/model/errors";
import { DAY_KINDS, NAME_KINDS } from "@/lib/model/facets";
import { FILTER_FIELDS, type FilterField, facetCode } from "@/lib/model/filter-fields";
import { type FilterSuggestion, LEGACY_CLIENTS_LABEL } from "@/lib/model/filter-suggestions";
import { type FilterKey, filterDefinition } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import { LEGACY_CLIENT_APPS } from "@/lib/model/legacy-clients";
import { MAX_FILTER_VALUE_LENGTH } from "@/lib/model/log-query-values";
import { retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { authorizeFilter } from "./authorize-filter";
import { valueLabel } from "./value-label";

export const MAX_SUGGESTIONS = 20;
/** Shorter texts are held by too many names to be worth reading the whole dictionary. */
const SHORTEST_PART = 2;

export interface SuggestionQuery {
  category: CategorySlug;
  key: FilterKey;
  /** What was typed so far; a leading `*` means anywhere in the name. */
  text: string;
  range: Interval;
}

/**
 * At most {@link MAX_SUGGESTIONS} values: of names those that begin with the text, then those that hold it; of fields
 * with few values the frequent ones first, counted over the whole hours of the range. None for filters whose values
 * nothing lists, such as request ids.
 * @throws ForbiddenError, LicenseRequiredError; InvalidInputError for a filter that the log does not have.
 */
export async function suggestFilterValues(
  scope: TenantScope,
  { category, key, text, range }: SuggestionQuery,
  { now = new Date() }: { now?: Date } = {},
): Promise<FilterSuggestion[]> {
  authorize(scope, "logs:read", "signInLogs");
  if (!CATEGORIES[category].filters.includes(key)) {
    throw new InvalidInputError({ filter: `The filter “${key}” does not apply to this log.` });
  }
  authorizeFilter(scope, key);
  const cutoff = retentionCutoff(scope.license, now);
  const clamped = { from: range.from < cutoff ? cutoff : range.from, to: range.to };
  if (clamped.from >= clamped.to || filterDefinition(key).kind === "oneOf") return [];
  const typed = text.trim().slice(0, MAX_FILTER_VALUE_LENGTH).replace(/^!/, "");
  const field = FILTER_FIELDS[key];
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const where = { category: CATEGORIES[category].code, range: clamped };
    if (field.nameKind !== undefined) return suggestNames(tenant, field, field.nameKind, typed, where);
    if (field.facet !== undefined) return suggestValues(tenant, key, facetCode(field.facet), typed, where);
    return [];
  });
}

type Where = Omit<ActivityQuery, "kind">;

async function suggestNames(
  tenant: TenantTransaction,
  field: FilterField,
  kind: number,
  typed: string,
  where: Where,
): Promise<FilterSuggestion[]> {
  const activity = field.dayKind && { ...where, kind: DAY_KINDS[field.dayKind] };
  const found = await findNames(tenant, kind, typed, where, activity);
  const keys = [...found.keys()];
  const counts = activity ? await activityOf(tenant, activity, keys) : undefined;
  // What stands as an address's name is the key it is sorted by.
  const named = kind !== NAME_KINDS.address;
  const aliases = groupNames(named ? await namesOfKeys(tenant, kind, keys) : []);
  const suggestions = keys.map((key) => {
    const names = aliases.get(key) ?? [];
    const label = (named ? found.get(key) : undefined) ?? names[0] ?? key;
    const detail = names.find((name) => name !== label) ?? (key === label || !isOwnId(field, key) ? undefined : key);
    return {
      // An id means exactly this one; what has none of its own is found by its name.
      value: isOwnId(field, key) ? key : label,
      label,
      ...(detail === undefined ? {} : { detail }),
      ...(counts && !counts.has(key) ? { elsewhere: true } : {}),
    };
  });
  // Stable: within each half the order stays that of the search.
  return suggestions
    .sort((a, b) => Number(a.elsewhere ?? false) - Number(b.elsewhere ?? false))
    .slice(0, MAX_SUGGESTIONS);
}

/** @returns by key the name that was found; undefined where no name was asked for. In the order of the search. */
async function findNames(
  tenant: TenantTransaction,
  kind: number,
  typed: string,
  { range }: Where,
  activity: ActivityQuery | undefined,
): Promise<Map<string, string | undefined>> {
  const part = typed.startsWith("*") ? typed.slice(1).trim() : undefined;
  const text = part ?? typed;
  if (text === "") {
    if (!activity) return firstNames(await namesFrom(tenant, kind, "", range.from));
    return new Map((await mostActive(tenant, activity, MAX_SUGGESTIONS)).map((key) => [key, undefined]));
  }
  const found = new Map(part === undefined ? firstNames(await namesFrom(tenant, kind, text, range.from)) : []);
  if (found.size >= MAX_SUGGESTIONS || text.length < SHORTEST_PART) return found;
  const holding = firstNames(await namesHolding(tenant, kind, text, range.from));
  for (const [key, name] of holding) if (!found.has(key)) found.set(key, name);
  return found;
}

function firstNames(rows: readonly NamedKey[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { key, name } of rows) if (!names.has(key)) names.set(key, name);
  return names;
}

function groupNames(rows: readonly NamedKey[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { key, name } of rows) names.set(key, [...(names.get(key) ?? []), name]);
  return names;
}

/** Whether the key is an id that people know; of a thing without one it is made of the name, and of some a number of ours. */
function isOwnId({ dayKind }: FilterField, key: string): boolean {
  return dayKind !== undefined && !key.startsWith("~");
}

async function suggestValues(
  tenant: TenantTransaction,
  key: FilterKey,
  field: number,
  typed: string,
  where: Where,
): Promise<FilterSuggestion[]> {
  const counted = await facetValues(tenant, { ...where, field });
  const all = counted
    .filter(({ value }) => value !== "")
    .map(({ value, n }) => ({ value, ...valueLabel(key, value), count: n }));
  const legacy = key === "clientApp" ? legacyClients(all) : [];
  return [...legacy, ...all]
    .map((suggestion) => ({ suggestion, rank: rankOf(suggestion, typed.replace(/^\*/, "").trim().toLowerCase()) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ suggestion }) => suggestion);
}

const NOT_FOUND = 2;

/** 0 where a text of the suggestion begins with what was typed, 1 where one holds it. */
function rankOf({ value, label, detail }: FilterSuggestion, typed: string): number {
  const texts = [value, label, detail ?? ""].map((text) => text.toLowerCase());
  if (texts.some((text) => text.startsWith(typed))) return 0;
  return texts.some((text) => text.includes(typed)) ? 1 : NOT_FOUND;
}

function legacyClients(all: readonly FilterSuggestion[]): FilterSuggestion[] {
  const legacy = all.filter(({ value }) => LEGACY_CLIENT_APPS.includes(value.toLowerCase()));
  if (legacy.length === 0) return [];
  const count = legacy.reduce((sum, each) => sum + (each.count ?? 0), 0);
  return [{ value: "legacy", label: LEGACY_CLIENTS_LABEL, count }];
}
