/** Times as the pages write them: `23 Nov 2026, 14:05:12`, always in a zone that is named beside them. */

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making an Intl formatter costs more than using it a hundred times, and a page needs hundreds of one zone. */
function formatter(zone: string, options: Intl.DateTimeFormatOptions, name: string): Intl.DateTimeFormat {
  const key = `${name} ${zone}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
    formatters.set(key, made);
  }
  return made;
}

/** `23 Nov 2026, 14:05:12` in the zone (IANA name). */
export function formatInstant(at: Date, zone: string): string {
  const made = formatter(
    zone,
    {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    },
    "instant",
  );
  // Newer locale data spells September with four letters; three keep the column even.
  return made.format(at).replace("Sept ", "Sep ");
}

/** `23 Nov 2026, 14:05` in the zone (IANA name). */
export function formatMinute(at: Date, zone: string): string {
  return formatInstant(at, zone).slice(0, -3);
}

/** `23 Nov 2026` in the zone (IANA name). */
export function formatDay(at: Date, zone: string): string {
  return formatInstant(at, zone).slice(0, -", 14:05:12".length);
}

/** The wall clock time as `<input type="datetime-local">` takes it: `2026-11-23T14:05:12`. */
export function formatWallClock(at: Date, zone: string): string {
  const made = formatter(
    zone,
    {
      day: "2-digit",
      month: "2-digit",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    },
    "wall clock",
  );
  const part = Object.fromEntries(made.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.year?.padStart(4, "0")}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

/** The zone with its distance from UTC at that instant: `Europe/Oslo, UTC+1`; plain `UTC` for that. */
export function zoneLabel(zone: string, at: Date): string {
  if (zone === "UTC") return "UTC";
  return `${zone.replaceAll("_", " ")}, ${zoneOffset(zone, at)}`;
}

/** The distance from UTC at that instant: `UTC+1`, `UTC+5:45`, `UTC`. */
export function zoneOffset(zone: string, at: Date): string {
  const named = formatter(zone, { timeZoneName: "shortOffset" }, "offset").formatToParts(at);
  const offset = named.find((part) => part.type === "timeZoneName")?.value ?? "";
  return offset.replace(/^GMT(?:\+0$)?/, "UTC");
}

/** Whether the platform knows the zone by that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
