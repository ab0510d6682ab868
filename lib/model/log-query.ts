/** What a reader asks of a log: parsed from an address, untrusted, apart from who asks. */
import { type BreakdownField, parseAllValues, parseBreakdown } from "./breakdown";
import { CATEGORIES, type CategorySlug } from "./categories";
import { type ActiveFilter, FILTERS, type FilterKey } from "./filters";
import {
  DEFAULT_GROUP_WINDOW,
  type ExpandedGroup,
  GROUP_WINDOWS,
  type GroupWindow,
  isGrouped,
  isGroupWindow,
  parseExpanded,
} from "./grouping";
import { parseInstant, parseRange, type RangeContext } from "./log-query-range";
import { parseFilter, UnusableValue } from "./log-query-values";

export const PAGE_SIZES = [25, 50, 100, 200] as const;
export type PageSize = (typeof PAGE_SIZES)[number];
export const DEFAULT_PAGE_SIZE: PageSize = 50;

export type RangePreset = "24h" | "7d" | "1m" | "custom";

export interface LogQuery {
  category: CategorySlug;
  preset: RangePreset;
  /** First instant of the range, inclusive. */
  from: Date;
  /** End of the range, exclusive. An open-ended range ends a day after now. */
  to: Date;
  filters: readonly ActiveFilter[];
  /** An opaque cursor as it came; `after` leads to older sign-ins, `before` to newer ones. */
  cursor?: { direction: "after" | "before"; token: string };
  size: PageSize;
  /** How far apart members of a group may be; of grouped logs only. */
  window: GroupWindow;
  /** Groups whose members are shown too. */
  expanded: readonly ExpandedGroup[];
  /** What the matches are broken down by. */
  by?: BreakdownField;
  /** All its values, not only the most frequent ones. */
  allValues?: boolean;
}

export type ParsedLogQuery = { ok: true; query: LogQuery } | { ok: false; problems: Record<string, string> };

const FILTER_KEYS = Object.keys(FILTERS) as FilterKey[];
const ZONE_CHOICES = ["local", "utc"];

const CURSOR_SHAPE = /^[\w.~=-]{16,2048}$/;

/**
 * Reads the parameters of a log page. Empty values are ignored (forms send them), and so is whatever is not a
 * parameter of log pages.
 * @param context `zone` is the zone shown: a bare date is that whole day there.
 * @returns the query, or for each unusable parameter a sentence that says what is wrong and what is allowed.
 */
export function parseLogQuery(category: CategorySlug, params: URLSearchParams, context: RangeContext): ParsedLogQuery {
  const given = givenValues(params);
  const problems: Record<string, string> = {};
  const single = (key: string): string | undefined => {
    const values = given.get(key) ?? [];
    if (values.length > 1) problems[key] = `“${key}” was given ${values.length} times; it takes one value.`;
    return values[0];
  };

  const range = parseRange({ range: single("range"), from: single("from"), to: single("to") }, context);
  if (!range.ok) Object.assign(problems, range.problems);
  const filters = parseFilters(category, given, problems);
  const size = parseSize(single("size"), problems);
  const window = parseWindow(category, single("window"), problems);
  const expanded = parseExpansion(given, problems);
  const by = parseBreakdown(category, single("by"), problems);
  const allValues = parseAllValues(single("values"), problems);
  const cursor = parseCursor(single("after"), single("before"), problems);
  checkZone(single("tz"), problems);
  checkPlace(single("at"), problems);

  if (!range.ok || Object.keys(problems).length > 0) return { ok: false, problems };
  const optional = { ...(cursor && { cursor }), ...(by && { by }), ...(allValues && { allValues }) };
  return { ok: true, query: { category, ...range.range, filters, size, window, expanded, ...optional } };
}

/** The non-empty values by parameter, without blanks around them. */
export function givenValues(params: URLSearchParams): Map<string, string[]> {
  const given = new Map<string, string[]>();
  for (const [key, raw] of params) {
    const value = raw.trim();
    if (value !== "") given.set(key, [...(given.get(key) ?? []), value]);
  }
  return given;
}

function parseFilters(
  category: CategorySlug,
  given: Map<string, string[]>,
  problems: Record<string, string>,
): ActiveFilter[] {
  const { label, filters } = CATEGORIES[category];
  // An unknown word is not an error, a filter of other logs is.
  for (const key of FILTER_KEYS.filter((each) => !filters.includes(each))) {
    if (given.has(key)) problems[key] = `The filter “${key}” does not apply to the ${label.toLowerCase()} log.`;
  }
  const active: ActiveFilter[] = [];
  for (const key of filters) {
    const values = given.get(key);
    if (!values) continue;
    try {
      active.push(parseFilter(key, [...new Set(values)]));
    } catch (error) {
      if (!(error instanceof UnusableValue)) throw error;
      problems[key] = error.message;
    }
  }
  return active;
}

export function parseSize(text: string | undefined, problems: Record<string, string>): PageSize {
  if (text === undefined) return DEFAULT_PAGE_SIZE;
  const size = PAGE_SIZES.find((allowed) => String(allowed) === text);
  if (!size) problems.size = `${quoted(text)} rows a page is not offered; allowed: ${PAGE_SIZES.join(", ")}.`;
  return size ?? DEFAULT_PAGE_SIZE;
}

function parseWindow(category: CategorySlug, text: string | undefined, problems: Record<string, string>): GroupWindow {
  if (text === undefined) return DEFAULT_GROUP_WINDOW;
  if (!isGrouped({ slug: category }))
    problems.window = "The interactive log does not group sign-ins: “window” does not apply to it.";
  else if (!isGroupWindow(text)) {
    problems.window = `A window of ${quoted(text)} is not offered; allowed: ${Object.keys(GROUP_WINDOWS).join(", ")}.`;
  }
  return isGroupWindow(text) ? text : DEFAULT_GROUP_WINDOW;
}

function parseExpansion(given: Map<string, string[]>, problems: Record<string, string>): readonly ExpandedGroup[] {
  const expanded = parseExpanded(given.get("expand") ?? [], given.get("members") ?? []);
  if (!expanded) problems.expand = "This link to expanded groups is no longer usable; start again without it.";
  return expanded ?? [];
}

export function parseCursor(
  after: string | undefined,
  before: string | undefined,
  problems: Record<string, string>,
): LogQuery["cursor"] {
  if (after && before) {
    problems.before = "“after” and “before” exclude each other; keep one of them.";
    return undefined;
  }
  const direction = after ? "after" : "before";
  const token = after ?? before;
  if (token === undefined) return undefined;
  if (!CURSOR_SHAPE.test(token)) {
    problems[direction] = "This link to a page of the log is no longer usable; start again at the newest page.";
  }
  return { direction, token };
}

export function checkZone(tz: string | undefined, problems: Record<string, string>): void {
  if (tz !== undefined && !ZONE_CHOICES.includes(tz)) {
    problems.tz = `Time zone ${quoted(tz)} is not offered; allowed: ${ZONE_CHOICES.join(", ")}.`;
  }
}

function checkPlace(at: string | undefined, problems: Record<string, string>): void {
  if (at !== undefined && !parseInstant(at, "utc", "start")) {
    problems.at = `${quoted(at)} is not the time of a sign-in; write it like 2026-11-23T14:05:12Z.`;
  }
}

function quoted(text: string): string {
  return `“${text.slice(0, 40)}”`;
}
