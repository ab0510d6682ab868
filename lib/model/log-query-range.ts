/** The date range of a log, from the address to two instants. */
import { DateTime } from "luxon";
import type { RangePreset } from "./log-query";
import { DAY_MS, FUTURE_TOLERANCE_MS, HOUR_MS } from "./retention";

export const RANGE_LABELS: Record<RangePreset, string> = {
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "1m": "Last month",
  custom: "Custom range",
};
export const RANGE_PRESETS = Object.keys(RANGE_LABELS) as RangePreset[];
export const DEFAULT_RANGE: RangePreset = "24h";

const ROLLING_MS: Record<Exclude<RangePreset, "custom">, number> = {
  "24h": 24 * HOUR_MS,
  "7d": 7 * DAY_MS,
  "1m": 30 * DAY_MS,
};

export interface RangeContext {
  now: Date;
  /** IANA name of the zone in which bare dates and times without an offset are meant. */
  zone: string;
}

/** As an address has it; blanks are nothing. */
interface GivenRange {
  range?: string | null;
  from?: string | null;
  to?: string | null;
}

type Range = { preset: RangePreset; from: Date; to: Date };
type Problems = Partial<Record<"range" | "from" | "to", string>>;

/** @returns the range, or the problems by parameter. An open end is a day after now, for senders whose clock runs ahead. */
export function parseRange(
  given: { range?: string; from?: string; to?: string },
  context: RangeContext,
): { ok: true; range: Range } | { ok: false; problems: Problems } {
  const preset = presetOf(given);
  if (!isPreset(preset)) {
    const problem = `Date range “${preset}” is not known; allowed: ${RANGE_PRESETS.join(", ")}.`;
    return { ok: false, problems: { range: problem } };
  }
  if (preset !== "custom") {
    const from = new Date(context.now.getTime() - ROLLING_MS[preset]);
    return { ok: true, range: { preset, from, to: openEnd(context.now) } };
  }
  return parseCustom(given, context);
}

/** The preset that is meant: an address that names an end and no range means the custom one. Not checked. */
export function presetOf({ range, from, to }: GivenRange): string {
  return range?.trim() || (from?.trim() || to?.trim() ? "custom" : DEFAULT_RANGE);
}

function parseCustom(given: { from?: string; to?: string }, context: RangeContext): ReturnType<typeof parseRange> {
  if (!given.from && !given.to) {
    return { ok: false, problems: { from: "A custom range needs a start, an end, or both." } };
  }
  const problems: Problems = {};
  const from = given.from ? parseInstant(given.from, context.zone, "start") : undefined;
  const to = given.to ? parseInstant(given.to, context.zone, "end") : undefined;
  if (given.from && !from) problems.from = unreadable("Start", given.from);
  if (given.to && !to) problems.to = unreadable("End", given.to);
  if (problems.from || problems.to) return { ok: false, problems };

  const end = to ?? openEnd(context.now);
  const start = from ?? new Date(end.getTime() - ROLLING_MS["1m"]);
  if (start >= end) {
    return { ok: false, problems: { [given.to ? "to" : "from"]: "The range ends before it starts." } };
  }
  return { ok: true, range: { preset: "custom", from: start, to: end } };
}

function unreadable(label: string, text: string): string {
  return `${label} “${text.slice(0, 40)}” is not a date or time; write it like 2026-11-23, 2026-11-23T14:05 or 2026-11-23T14:05:00Z.`;
}

function openEnd(now: Date): Date {
  return new Date(now.getTime() + FUTURE_TOLERANCE_MS);
}

function isPreset(text: string): text is RangePreset {
  return Object.hasOwn(RANGE_LABELS, text);
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const DATE_AND_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(3000, 0, 1);

/**
 * An ISO date or time. A bare date is its whole day in the zone (23 or 25 hours when the clocks change): its first
 * instant as a start, the first instant of the next day as an end. A time without an offset is a wall clock time there.
 */
export function parseInstant(text: string, zone: string, edge: "start" | "end"): Date | undefined {
  // A "+" in an address that nobody encoded arrives as a blank.
  const spelled = text.trim().replace(/ (\d{2}:?\d{2})$/, "+$1");
  const dateOnly = DATE_ONLY.test(spelled);
  if (!dateOnly && !DATE_AND_TIME.test(spelled)) return undefined;
  const parsed = DateTime.fromISO(spelled, { zone });
  if (!parsed.isValid || parsed.toMillis() < EARLIEST || parsed.toMillis() >= LATEST) return undefined;
  // startOf: where midnight does not exist (clocks change at 0:00) the day begins later.
  return (dateOnly && edge === "end" ? parsed.plus({ days: 1 }).startOf("day") : parsed).toJSDate();
}
