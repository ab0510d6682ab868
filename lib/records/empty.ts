/** What counts as "nothing was said here": feeds write the same absence in five ways. */
import type { JsonValue } from "@/lib/model/sign-in-record";

/** True for null, blank text, an empty list, and an object or list that holds nothing but such values. */
export function isEmpty(value: JsonValue | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return isBlank(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every(isEmpty);
  for (const key in value) if (!isEmpty(value[key])) return false;
  return true;
}

function isBlank(text: string): boolean {
  // Nearly every text begins with a visible ASCII character; only the others need a closer look.
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && text.trim() === "";
}
