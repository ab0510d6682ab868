/** Characters that cannot be stored as text: NUL, which PostgreSQL refuses, and halves of surrogate pairs. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { setOwn } from "./json-object";

/** Real records nest eight deep; recursion further on must not be at the sender's mercy. */
export const MAX_DEPTH = 64;

const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const REPLACEMENT = "\uFFFD";

declare global {
  interface String {
    /** ES2024, in Node from 20 on; the compiler's ES2023 library does not have it. */
    isWellFormed(): boolean;
  }
}

export type TextState = "clean" | "dirty" | "too deep";

/** Whether a value can be stored as it is. Looks at every text once and makes nothing. */
export function inspectText(value: JsonValue, depth = 0): TextState {
  if (typeof value === "string") return isStorable(value) ? "clean" : "dirty";
  if (value === null || typeof value !== "object") return "clean";
  if (depth > MAX_DEPTH) return "too deep";
  let state: TextState = "clean";
  for (const key in value) {
    const inside = inspectText((value as JsonObject)[key]!, depth + 1);
    if (inside === "too deep") return inside;
    if (inside === "dirty" || !isStorable(key)) state = "dirty";
  }
  return state;
}

/** Whether a value nests deeper than {@link MAX_DEPTH}. */
export function isTooDeep(value: JsonValue, depth = 0): boolean {
  if (value === null || typeof value !== "object") return false;
  if (depth > MAX_DEPTH) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object" && isTooDeep(item, depth + 1)) return true;
    return false;
  }
  for (const key in value) {
    const inner = value[key]!;
    if (typeof inner === "object" && isTooDeep(inner, depth + 1)) return true;
  }
  return false;
}

/** A copy with U+FFFD in place of what cannot be stored; the names of the properties concerned are added to `fields`. */
export function cleanText(value: JsonValue, fields: Set<string>, field = "a property name"): JsonValue {
  if (typeof value === "string") {
    if (isStorable(value)) return value;
    fields.add(field);
    return value.replace(UNSTORABLE, REPLACEMENT);
  }
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => cleanText(item, fields, field));
  const copy: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const name = cleanText(key, fields) as string;
    setOwn(copy, name, cleanText(inner, fields, name));
  }
  return copy;
}

function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
