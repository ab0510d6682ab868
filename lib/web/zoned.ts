import { formatMinute } from "@/lib/model/format-time";
import type { ShownZone } from "./zone";

/** A time to the minute, with the name of its zone. */
export function zoned(at: Date, zone: ShownZone): string {
  return `${formatMinute(at, zone.name)} ${zone.name === "UTC" ? "UTC" : `(${zone.name.replaceAll("_", " ")})`}`;
}
