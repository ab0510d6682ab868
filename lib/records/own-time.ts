/**
 * The properties that tell an event's own time. Feeds of one event write it with other fractions and zones, so the first
 * arrival's spelling stays, and one that differs in nothing else is the same content.
 */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { isJsonObject } from "./json-object";

const NONE: ReadonlySet<string> = new Set();
const OF_RECORDS: ReadonlySet<string> = new Set(["createdDateTime", "activityDateTime"]);
const INSIDE: Readonly<Record<string, ReadonlySet<string> | undefined>> = Object.assign(Object.create(null), {
  envelope: new Set(["time"]),
  // Steps are told apart by the second.
  authenticationDetails: new Set(["authenticationStepDateTime"]),
});

/** The properties whose first value stays, of the record itself or of what stands in one of its properties. */
export function ownTimes(inside?: string): ReadonlySet<string> {
  return inside === undefined ? OF_RECORDS : (INSIDE[inside] ?? NONE);
}

/** A record's text, as JSON or what of it is stored, without its time: what contents are recognised by. */
export function withoutOwnTime(text: string, record: JsonObject): string {
  let timeless = text;
  for (const name of OF_RECORDS) timeless = without(timeless, name, record[name]);
  return isJsonObject(record.envelope) ? without(timeless, "time", record.envelope.time) : timeless;
}

function without(text: string, name: string, value: JsonValue | undefined): string {
  if (typeof value !== "string") return text;
  const written = `"${name}":${JSON.stringify(value)}`;
  const at = text.indexOf(written);
  return at < 0 ? text : text.slice(0, at) + text.slice(at + written.length);
}
