/** When the weekly digest is due. */
import { DateTime } from "luxon";

const MONDAY = 1;
export const DIGEST_HOUR = 8;
/** A mail about last week that comes later than this is of no use any more. */
const LATEST_HOURS = 24;

/**
 * The ISO week whose digest is due in the zone, and since when; undefined outside the day after Monday at eight. Where
 * the worker was away on Monday morning, it is sent when it is back.
 */
export function dueDigest(now: Date, zone: string): { week: string; since: Date } | undefined {
  const local = DateTime.fromJSDate(now, { zone });
  if (!local.isValid) return undefined;
  const since = local.startOf("week").set({ weekday: MONDAY, hour: DIGEST_HOUR });
  const late = local.diff(since, "hours").hours;
  if (late < 0 || late >= LATEST_HOURS) return undefined;
  return { week: local.toFormat("kkkk-'W'WW"), since: since.toJSDate() };
}
