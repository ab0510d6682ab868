/** Moving a record in time: with everything in it that tells a time, in the spelling it came in. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { isActivity, type UnderstoodRecord } from "./understand";

/** Names of properties that hold an instant; ids and texts that merely look like one are left alone. */
const TIME_NAME = /(?:time|datetime|timestamp|timegenerated)$/i;
/** Date, separator, time of day, then fraction and zone, which stay as they are. */
const ISO = /^(\d{4}-\d{2}-\d{2})([T ])(\d{2}:\d{2}:\d{2})(\.\d+)?(Z|z|[+-]\d{2}:?\d{2})?$/;

/**
 * The event `seconds` later (earlier when negative), with its record's times moved alike. Whole seconds, so that
 * fractions of any length stay. The id does not change.
 */
export function shiftEvent<Event extends UnderstoodRecord>(event: Event, seconds: number): Event {
  const createdAt = new Date(event.createdAt.getTime() + seconds * 1000);
  const record = shiftObject(event.record, seconds);
  const name = isActivity(event) ? "activityDateTime" : "createdDateTime";
  const written = event.record[name];
  if (typeof written === "string" && !ISO.test(written)) {
    // A spelling that cannot be moved in place would contradict the event's time.
    record[name] = new Date(createdAt.getTime() + event.createdMs).toISOString();
  }
  return { ...event, createdAt, record };
}

function shiftObject(object: JsonObject, seconds: number): JsonObject {
  const shifted: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const moved =
      typeof value === "string" && TIME_NAME.test(key) ? shiftText(value, seconds) : shiftValue(value, seconds);
    // Plain assignment would drop a property called __proto__.
    Object.defineProperty(shifted, key, { value: moved, enumerable: true, configurable: true, writable: true });
  }
  return shifted;
}

function shiftValue(value: JsonValue, seconds: number): JsonValue {
  if (Array.isArray(value)) return value.map((item) => shiftValue(item, seconds));
  return value !== null && typeof value === "object" ? shiftObject(value, seconds) : value;
}

/** The text itself where it is no time in ISO's form, or not one that exists. */
function shiftText(text: string, seconds: number): string {
  const match = ISO.exec(text);
  if (!match) return text;
  const [, date, separator, time, fraction = "", zone = ""] = match;
  const at = Date.parse(`${date}T${time}Z`);
  const moved = new Date(at + seconds * 1000);
  if (Number.isNaN(moved.getTime()) || moved.getUTCFullYear() > 9999 || moved.getUTCFullYear() < 1) return text;
  const iso = moved.toISOString();
  return `${iso.slice(0, 10)}${separator}${iso.slice(11, 19)}${fraction}${zone}`;
}
