/** A stored sign-in as the reporting API and the JSON export give it: Graph's beta `signIn`. */
import type { JsonObject } from "@/lib/model/sign-in-record";

/** `2026-11-23T14:05:12Z`; with milliseconds only where there are some, as Graph writes it. */
export function graphTime(epochMs: number): string {
  const text = new Date(epochMs).toISOString();
  return text.endsWith(".000Z") ? `${text.slice(0, 19)}Z` : text;
}

/** @param record the whole record, without what its reader may not see. */
export function toGraphSignIn(id: string, epochMs: number, record: JsonObject): JsonObject {
  // In front, and in one spelling whatever the sender's was.
  return { id, createdDateTime: graphTime(epochMs), ...withoutTime(record) };
}

function withoutTime(record: JsonObject): JsonObject {
  const { createdDateTime: _, id: __, ...others } = record;
  return others;
}
