/** Small readings that the columns of both kinds of activities are made of. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { isEmpty } from "../empty";
import { isJsonObject } from "../json-object";

/** Longer names are cut in columns and keys, never in the record: an index entry has to fit into a page. */
const LONGEST_TEXT = 500;
/** Of one record; some name hundreds of members. */
const MOST_KEYS = 100;

/** A text or number as text, trimmed and cut; null where nothing is said. Some feeds write `<null>` for nothing. */
export function textOf(value: JsonValue | undefined): string | null {
  if (isEmpty(value) || (typeof value !== "string" && typeof value !== "number")) return null;
  const text = String(value).trim();
  // Never half of a character at the end.
  return text === "<null>" ? null : text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, "");
}

/** The object that a value is, of a list its first one; an empty object where there is none. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  const first = Array.isArray(value) ? value.find(isJsonObject) : value;
  return isJsonObject(first) ? first : {};
}

/** Every object of a list, or the one that stands without its list. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isJsonObject);
  return isJsonObject(value) ? [value] : [];
}

/** What may be looked for: lower-cased, each once. */
export function keysOf(texts: readonly (string | null)[]): string[] {
  const keys = texts.flatMap((text) => (text === null ? [] : [text.toLowerCase()]));
  return [...new Set(keys)].slice(0, MOST_KEYS);
}
