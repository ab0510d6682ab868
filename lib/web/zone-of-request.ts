import "server-only";
import { cookies } from "next/headers";
import { type ShownZone, shownZone, ZONE_COOKIE } from "./zone";

/** The zone in which this request's pages are written. @param tz the parameter of the page. */
export async function currentZone(tz: string | null): Promise<ShownZone> {
  return shownZone(tz, (await cookies()).get(ZONE_COOKIE)?.value);
}
