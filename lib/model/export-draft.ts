/**
 * What is asked for in the dialog of an export: one question for each of the four logs, read from an address. Parameters
 * without a prefix are those of the page it was opened from and count for every log that knows them; with a prefix, such as
 * `interactive.user`, they are one log's own.
 */
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug } from "./categories";
import { EXPORT_FORMATS, type ExportFormat, type ExportLog, rangeOfDays } from "./exports";
import { FILTERS, type FilterKey, filterDefinition } from "./filters";
import { type LogQuery, parseLogQuery } from "./log-query";
import type { RangeContext } from "./log-query-range";

/** The question to one log as it stands in the dialog. */
export interface DraftLog {
  category: CategorySlug;
  /** As the address of its page would have them. */
  params: URLSearchParams;
  /** Absent when something in it cannot be used. */
  query?: LogQuery;
  problems: Readonly<Record<string, string>>;
  /** Filters that were asked for and that this log does not know. */
  notApplied: readonly FilterKey[];
}

export interface ExportDraft {
  format: ExportFormat;
  fileName: string;
  /** One range and one choice of statuses for all four logs. */
  same: boolean;
  /** Range and statuses that all logs share. */
  shared: URLSearchParams;
  logs: readonly DraftLog[];
  /** True when all four can be asked. */
  usable: boolean;
}

/** What the switch is about. */
export const SHARED_KEYS = ["range", "from", "to", "status"] as const;
const FILTER_KEYS = (Object.keys(FILTERS) as FilterKey[]).filter((key) => key !== "status");

export function readExportDraft(params: URLSearchParams, context: RangeContext): ExportDraft {
  const sent = params.has("form");
  const same = sent ? params.has("same") : true;
  const shared = new URLSearchParams();
  for (const key of SHARED_KEYS) copyValues(params, key, shared, key);
  const logs = CATEGORY_SLUGS.map((category) => readLog(category, params, { shared, same, sent, context }));
  const format = EXPORT_FORMATS.find((each) => each === params.get("format")) ?? "csv";
  return {
    ...{ format, same, shared, logs },
    fileName: params.get("name")?.trim() || defaultName(logs, context.now),
    usable: logs.every(({ query }) => query !== undefined),
  };
}

interface Reading {
  shared: URLSearchParams;
  same: boolean;
  /** The form was sent: what has no prefix is not there any more. */
  sent: boolean;
  context: RangeContext;
}

function readLog(category: CategorySlug, params: URLSearchParams, reading: Reading): DraftLog {
  const { shared, same, sent, context } = reading;
  const own = new URLSearchParams();
  for (const key of SHARED_KEYS) {
    if (same || !sent) copyValues(shared, key, own, key);
    else copyValues(params, `${category}.${key}`, own, key);
  }
  const known = CATEGORIES[category].filters;
  const notApplied = new Set<FilterKey>(FILTER_KEYS.filter((key) => isDropped(params, category, key)));
  for (const key of FILTER_KEYS) {
    if (known.includes(key)) {
      copyValues(params, key, own, key);
      copyValues(params, `${category}.${key}`, own, key);
    } else if (valuesOf(params, key).length > 0) notApplied.add(key);
  }
  const [added = "", value = ""] = [params.get(`${category}.add`) ?? "", params.get(`${category}.value`)?.trim() ?? ""];
  if (value !== "" && known.includes(added as FilterKey)) own.append(added, value);
  const parsed = parseLogQuery(category, own, context);
  return {
    ...{ category, params: own, notApplied: [...notApplied] },
    ...(parsed.ok ? { query: parsed.query, problems: {} } : { problems: parsed.problems }),
  };
}

function isDropped(params: URLSearchParams, category: CategorySlug, key: FilterKey): boolean {
  return params.getAll(`${category}.dropped`).includes(key);
}

function valuesOf(params: URLSearchParams, key: string): string[] {
  return params.getAll(key).filter((value) => value.trim() !== "");
}

function copyValues(from: URLSearchParams, key: string, to: URLSearchParams, name: string): void {
  for (const value of valuesOf(from, key)) to.append(name, value.trim());
}

function defaultName(logs: readonly DraftLog[], now: Date): string {
  const queries = logs.flatMap(({ query }) => query ?? []);
  if (queries.length === 0) return "SignIns";
  const from = new Date(Math.min(...queries.map((query) => query.from.getTime())));
  const to = new Date(Math.max(...queries.map((query) => query.to.getTime())));
  return `SignIns_${rangeOfDays(from, to, now)}`;
}

/** The questions with their instants, ready to be frozen. Only of a draft that is usable. */
export function logsOfDraft(draft: ExportDraft): ExportLog[] {
  return draft.logs.flatMap(({ category, params, query, notApplied }) => {
    if (!query) return [];
    const filters = new URLSearchParams([...params].filter(([key]) => !["range", "from", "to"].includes(key)));
    return {
      ...{ category, params: filters.toString(), from: query.from.toISOString(), to: query.to.toISOString() },
      notApplied: notApplied.map((key) => filterDefinition(key).label),
    };
  });
}

/** The address of the dialog that asks again for what an export asked for. */
export function askAgainParams(format: ExportFormat, fileName: string, logs: readonly ExportLog[]): URLSearchParams {
  const params = new URLSearchParams({ form: "1", format, name: fileName });
  for (const { category, params: filters, from, to } of logs) {
    const own = new URLSearchParams(filters);
    params.append(`${category}.range`, "custom");
    params.append(`${category}.from`, from);
    params.append(`${category}.to`, to);
    for (const [key, value] of own) params.append(`${category}.${key}`, value);
  }
  return params;
}

/** Questions that are asked often, each a link to the dialog. */
export const READY_MADE: readonly { label: string; explanation: string; params: string }[] = [
  { label: "Failed sign-ins, 30 days", explanation: "All four logs", params: "range=1m&status=failure" },
  {
    label: "Failed and interrupted, 7 days",
    explanation: "All four logs",
    params: "range=7d&status=failure&status=interrupted",
  },
  { label: "Everything, 24 hours", explanation: "All four logs", params: "range=24h" },
];
