/** What a reader asks of the audit log or the provisioning log: parsed from an address, untrusted, apart from who asks. */
import type { ActivityFilter, ActivityFilterSet, ActivityFilterValues } from "./activity-filters";
import type { ActivityQuery } from "./activity-query";
import { checkZone, givenValues, type PageSize, parseCursor, parseSize, type RangePreset } from "./log-query";
import { parseRange, type RangeContext } from "./log-query-range";
import { MAX_FILTER_VALUE_LENGTH } from "./log-query-values";

export interface ActivityLogQuery extends Pick<ActivityQuery<never>, "from" | "to" | "cursor"> {
  preset: RangePreset;
  values: ActivityFilterValues;
  size: PageSize;
}

export type ParsedActivityLogQuery =
  | { ok: true; query: ActivityLogQuery }
  | { ok: false; problems: Record<string, string> };

/**
 * Reads the parameters of an activity log's page. Empty values are ignored (forms send them), and so is whatever is no
 * parameter of it.
 * @returns the query, or for each unusable parameter a sentence that says what is wrong and what is allowed.
 */
export function parseActivityLogQuery(
  filters: ActivityFilterSet,
  params: URLSearchParams,
  context: RangeContext,
): ParsedActivityLogQuery {
  const given = givenValues(params);
  const problems: Record<string, string> = {};
  const single = (key: string): string | undefined => {
    const values = given.get(key) ?? [];
    if (values.length > 1) problems[key] = `“${key}” was given ${values.length} times; it takes one value.`;
    return values[0];
  };

  const range = parseRange({ range: single("range"), from: single("from"), to: single("to") }, context);
  if (!range.ok) Object.assign(problems, range.problems);
  const values: Record<string, readonly string[]> = {};
  for (const [key, filter] of Object.entries(filters)) {
    const texts = [...new Set(given.get(key))];
    const problem = problemOf(filter, texts);
    if (problem) problems[key] = problem;
    else if (texts.length > 0) values[key] = texts;
  }
  const size = parseSize(single("size"), problems);
  const cursor = parseCursor(single("after"), single("before"), problems);
  checkZone(single("tz"), problems);

  if (!range.ok || Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, query: { ...range.range, values, size, ...(cursor && { cursor: towards(cursor) }) } };
}

/** Newest first: what comes after is older. */
function towards({ direction, token }: { direction: "after" | "before"; token: string }) {
  return { token, direction: direction === "after" ? ("next" as const) : ("previous" as const) };
}

function problemOf({ label, kind, options }: ActivityFilter, values: readonly string[]): string | undefined {
  if (values.length > 1 && (kind === "startsWith" || kind === "exact" || kind === "listed")) {
    return `${label} was given ${values.length} times; it takes one value.`;
  }
  for (const value of values) {
    if (value.length > MAX_FILTER_VALUE_LENGTH) {
      return `${label} is too long; at most ${MAX_FILTER_VALUE_LENGTH} characters.`;
    }
    if (/[\u0000-\u001f\u007f]/.test(value)) {
      return `${label} holds a control character; only printable text is allowed.`;
    }
    if (options && !Object.hasOwn(options, value)) {
      return `${label} “${value.slice(0, 40)}” is not known; allowed: ${Object.keys(options).join(", ")}.`;
    }
    if (kind !== "oneOf" && /^[!*]/.test(value)) {
      return `${label} cannot begin with “${value[0]}”: this log neither leaves out nor searches inside. Write how the value begins.`;
    }
  }
  return undefined;
}
