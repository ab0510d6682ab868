/** The time zone a page is written in. The browser's own zone comes in a cookie that its first script sets. */
import { isTimeZone } from "@/lib/model/format-time";

export const ZONE_COOKIE = "zone";
export type ZoneChoice = "local" | "utc";

export interface ShownZone {
  choice: ZoneChoice;
  /** IANA name. UTC also where the browser has not told its own yet. */
  name: string;
}

/**
 * @param tz the parameter of the page, as it came.
 * @param cookie the value of the zone cookie, as it came.
 */
export function shownZone(tz: string | null | undefined, cookie: string | undefined): ShownZone {
  if (tz?.trim() === "utc") return { choice: "utc", name: "UTC" };
  const name = decodeZone(cookie);
  return { choice: "local", name: name !== undefined && isTimeZone(name) ? name : "UTC" };
}

function decodeZone(cookie: string | undefined): string | undefined {
  if (cookie === undefined || cookie.length > 64) return undefined;
  try {
    return decodeURIComponent(cookie);
  } catch {
    return undefined;
  }
}
