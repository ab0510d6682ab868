/**
 * The filters last in force, per user. One set for the two user logs, one for each of the others; beside them the zone,
 * which is the same everywhere. An address that says what it shows wins; one that leaves it open gets the remembered.
 */
import { visibleBreakdownFields } from "./breakdown";
import { CATEGORIES, type CategorySlug } from "./categories";
import { mayFilterBy, type ReaderRights } from "./filter-rights";
import { filterDefinition } from "./filters";
import { type LogQuery, parseLogQuery } from "./log-query";
import { GROUPING_PARAMETERS, isUndecided, RANGE_PARAMETERS, REMEMBERED, withoutBlanks } from "./log-query-href";
import { DEFAULT_RANGE, type RangeContext } from "./log-query-range";
import { retentionCutoff } from "./retention";
import { viewParams } from "./view-params";

/** By set, and `zone`: parameters as they stand in an address. */
export type FilterMemory = Readonly<Record<string, string>>;

const ZONE = "zone";
/** As much as a preference holds; more is not remembered. */
const MAX_LENGTH = 8000;

function setOf(category: CategorySlug): string {
  return CATEGORIES[category].principal === "user" ? "users" : category;
}

/**
 * What is remembered for a log and still usable in it: filters it has and the reader may use, and the range, except a
 * custom one that lies wholly before what the license keeps.
 */
export function rememberedParams(
  category: CategorySlug,
  memory: FilterMemory | undefined,
  reader: ReaderRights,
  context: RangeContext,
): URLSearchParams {
  const stored = new URLSearchParams(memory?.[setOf(category)]);
  const filters = CATEGORIES[category].filters.filter((key) => mayFilterBy(filterDefinition(key), reader));
  const known = new Set<string>([...RANGE_PARAMETERS, ...GROUPING_PARAMETERS, ...filters]);
  const params = new URLSearchParams([...stored].filter(([key]) => known.has(key)));
  if (!visibleBreakdownFields(category, reader).some((field) => field === params.get("by"))) params.delete("by");
  const parsed = parseLogQuery(category, params, context);
  if (!parsed.ok) {
    for (const key of Object.keys(parsed.problems)) params.delete(key);
    if (RANGE_PARAMETERS.some((key) => parsed.problems[key])) dropRange(params);
  } else if (parsed.query.to <= retentionCutoff(reader.license, context.now)) {
    dropRange(params);
  }
  return params;
}

function dropRange(params: URLSearchParams): void {
  for (const key of RANGE_PARAMETERS) params.delete(key);
}

/** @returns the parameters with what is remembered; undefined when the address decides, or nothing is remembered. */
export function recallFilters(
  category: CategorySlug,
  params: URLSearchParams,
  memory: FilterMemory | undefined,
  reader: ReaderRights,
  context: RangeContext,
): URLSearchParams | undefined {
  if (!isUndecided(params)) return undefined;
  const given = withoutBlanks(params);
  const recalled = rememberedParams(category, memory, reader, context);
  if (recalled.size > 0) recalled.set(REMEMBERED, "1");
  const zone = new URLSearchParams(memory?.[ZONE]).get("tz");
  if (zone !== null && !given.has("tz")) recalled.set("tz", zone);
  if (recalled.size === 0) return undefined;
  for (const [key, value] of given) if (!recalled.has(key)) recalled.append(key, value);
  return recalled;
}

/** @returns the memory after a view was shown; undefined when that changes nothing. */
export function memoryAfter(
  query: LogQuery,
  params: URLSearchParams,
  memory: FilterMemory = {},
): FilterMemory | undefined {
  const given = withoutBlanks(params);
  const next: Record<string, string> = { ...memory };
  const chosen = [...RANGE_PARAMETERS, "by", ...CATEGORIES[query.category].filters].some((key) => given.has(key));
  if (chosen) {
    const view = viewParams(query, given);
    if (query.preset === DEFAULT_RANGE) view.delete("range");
    enter(next, setOf(query.category), view.toString());
  }
  const zone = given.get("tz");
  if (zone !== null) enter(next, ZONE, zone === "utc" ? "tz=utc" : "");
  const keys = new Set([...Object.keys(memory), ...Object.keys(next)]);
  return [...keys].some((key) => memory[key] !== next[key]) ? next : undefined;
}

function enter(memory: Record<string, string>, key: string, text: string): void {
  if (text === "" || text.length > MAX_LENGTH) delete memory[key];
  else memory[key] = text;
}

/** Whether the filters of the address came from memory and are still those remembered. */
export function showsRemembered(query: LogQuery, params: URLSearchParams, memory: FilterMemory | undefined): boolean {
  return (
    params.has(REMEMBERED) &&
    memory?.[setOf(query.category)] !== undefined &&
    memoryAfter(query, params, memory) === undefined
  );
}
