/** When a sign-in happened, by the first of several places that says so readably. */
import type { JsonObject, JsonValue, Rejection } from "@/lib/model/sign-in-record";
import { isEmpty } from "./empty";
import { type ParsedTime, parseTime } from "./parse-time";

interface EventTime extends ParsedTime {
  /** One sentence when a better place could not be read. */
  note: string | undefined;
}

/** Prefers the time of the sign-in over that of the envelope, which tells when it was sent on. */
export function eventTime(record: JsonObject, envelope: JsonObject): EventTime | { rejection: Rejection } {
  // By far the most frequent, and cheaper than the walk.
  const own = parseTime(record.createdDateTime);
  if (own) return { epochSeconds: own.epochSeconds, ms: own.ms, note: undefined };
  let unreadable: string | undefined;
  for (const [name, value] of candidates(record, envelope)) {
    const time = parseTime(value);
    if (time) return { ...time, note: unreadable && `${unreadable}; ${name} was taken instead.` };
    if (!isEmpty(value)) unreadable ??= `${name} is ${show(value)}, which is not a time`;
  }
  if (unreadable) return { rejection: { code: "unreadable_time", message: `${unreadable}.` } };
  const message = "The record has no time: neither createdDateTime nor time nor TimeGenerated.";
  return { rejection: { code: "missing_time", message } };
}

function* candidates(record: JsonObject, envelope: JsonObject): Generator<[string, JsonValue | undefined]> {
  yield ["createdDateTime", record.createdDateTime];
  yield ["the envelope's time", envelope.time];
  yield ["activityDateTime", record.activityDateTime];
}

function show(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
