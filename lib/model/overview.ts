/** The overview of a tenant: its ranges, how they are cut into bars, and what it tells. */
import { DateTime } from "luxon";
import type { CategorySlug } from "./categories";
import type { Interval } from "./intervals";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "./retention";
import type { Status } from "./status";

export type OverviewRange = "24h" | "7d" | "1m";

interface RangeDefinition {
  label: string;
  hours: number;
  bars: "hour" | "day";
}

export const OVERVIEW_RANGES: Record<OverviewRange, RangeDefinition> = {
  "24h": { label: "Last 24 hours", hours: 24, bars: "hour" },
  "7d": { label: "Last 7 days", hours: 7 * 24, bars: "day" },
  "1m": { label: "Last month", hours: 30 * 24, bars: "day" },
};
export const DEFAULT_OVERVIEW_RANGE: OverviewRange = "7d";

export function isOverviewRange(text: string): text is OverviewRange {
  return Object.hasOwn(OVERVIEW_RANGES, text);
}

/**
 * So many hours, the running one included. They begin at a whole hour, as the counts do, and are open at the end: what a
 * sender whose clock runs ahead reports of tomorrow counts too, as in the logs. No sign-in lies at or after the end.
 */
export function hoursUntilNow(hours: number, now: Date): Interval {
  const running = Math.floor(now.getTime() / HOUR_MS);
  return {
    from: new Date((running + 1 - hours) * HOUR_MS),
    to: new Date(startOfUtcDay(now).getTime() + 2 * DAY_MS),
  };
}

/**
 * The bars of a range, oldest first, without gaps: hours, or the days of the zone, whose midnights need be no whole hours.
 * The first begins and the last ends where the range does.
 */
export function overviewBars({ from, to }: Interval, bars: "hour" | "day", now: Date, zone: string): Interval[] {
  const edges: Date[] = [from];
  if (bars === "hour") {
    for (let at = from.getTime() + HOUR_MS; at <= now.getTime(); at += HOUR_MS) edges.push(new Date(at));
  } else {
    let day = DateTime.fromJSDate(from, { zone }).startOf("day").plus({ days: 1 }).startOf("day");
    for (; day.toMillis() <= now.getTime(); day = day.plus({ days: 1 }).startOf("day")) edges.push(day.toJSDate());
  }
  return edges.map((start, index) => ({ from: start, to: edges[index + 1] ?? to }));
}

/** The hours of the week that is looked at, and of the week before it. */
export const WEEK_HOURS = 7 * 24;

export type StatusCounts = Readonly<Record<Status, number>>;
export type LogCounts = Partial<Readonly<Record<CategorySlug, number>>>;

export interface OverviewBar extends Interval {
  counts: Readonly<Record<CategorySlug, StatusCounts>>;
}

/** Something that is counted in one log or several. */
export interface RankedThing {
  /** The stored id or value; '' where there is none. */
  key: string;
  name: string;
  total: number;
  byLog: LogCounts;
}

export interface CountedCountry extends RankedThing {
  /** Successful interactive sign-ins from everywhere else, from no recorded country too. */
  elsewhere: number;
}

/** How many different ones signed in successfully during a week. */
export interface ActiveCount {
  now: number;
  /** In the week before; null while there is not enough history. */
  before: number | null;
  byLog: LogCounts;
}

export interface Overview {
  range: OverviewRange;
  interval: Interval;
  bars: readonly OverviewBar[];
  totals: Readonly<Record<CategorySlug, StatusCounts>>;
  week: Interval & {
    users: ActiveCount;
    applications: ActiveCount;
    services: ActiveCount;
  };
  applications: readonly RankedThing[];
  failingUsers: readonly RankedThing[];
  errors: readonly RankedThing[];
  /** Of the interactive log. '' is "no country recorded". */
  countries: readonly CountedCountry[];
  legacyClients: readonly RankedThing[];
  /** Of the successful interactive sign-ins. */
  secondFactor: { multi: number; single: number; all: number };
  /** Sign-ins of users: `denied` by their user, and `unusual`; only what there is. */
  noticed: readonly RankedThing[];
}

export function totalOf({ success, failure, interrupted }: StatusCounts): number {
  return success + failure + interrupted;
}

/** Whether the log has anything at all in the range. */
export function isEmptyOverview({ totals }: Pick<Overview, "totals">): boolean {
  return Object.values(totals).every((counts) => totalOf(counts) === 0);
}
