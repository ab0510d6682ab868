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

/** The pieces of a record's text, as JSON or what of it is stored, without its time: what contents are recognised by. */
export function piecesWithoutOwnTime(text: string, record: JsonObject): string[] {
  const pieces = [text];
  for (const name of OF_RECORDS) cutOut(pieces, name, record[name]);
  if (isJsonObject(record.envelope)) cutOut(pieces, "time", record.envelope.time);
  return pieces;
}

function cutOut(pieces: string[], name: string, value: JsonValue | undefined): void {
  if (typeof value !== "string") return;
  const written = `"${name}":${JSON.stringify(value)}`;
  for (const [index, piece] of pieces.entries()) {
    const at = piece.indexOf(written);
    if (at < 0) continue;
    pieces.splice(index, 1, piece.slice(0, at), piece.slice(at + written.length));
    return;
  }
}
