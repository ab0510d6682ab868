/** Handling objects that came from outside, whose keys may be anything. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Sets a property of any name; plain assignment of `__proto__` would set the prototype instead. */
export function setOwn(target: JsonObject, key: string, value: JsonValue): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

/** Takes a property away in the cheap way: it is as if it were not there, and JSON.stringify leaves it out. */
export function blank(target: JsonObject, key: string): void {
  (target as Record<string, JsonValue | undefined>)[key] = undefined;
}
