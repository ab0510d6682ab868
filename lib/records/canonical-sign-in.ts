/** Gives a sign-in's properties their Graph spelling and the kinds of value that Graph has. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { type FieldKind, Shape } from "./canonical-keys";
import { conditionWords } from "./condition-masks";
import { isEmpty } from "./empty";
import { setOwn } from "./json-object";
import { parseNested } from "./nested-json";

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * The object in the shape's spelling; properties that the shape does not know are kept as they are. It is the object
 * itself, with values put right inside it, unless a property has to be renamed, as hardly ever. Copies cost twice: V8 makes
 * a dictionary of an object that is filled property by property, and shares no shape between copies made by spreading.
 */
export function toShape(object: JsonObject, shape: Shape): JsonObject {
  for (const key in object) {
    const field = shape.field(key);
    if (!field) continue;
    if (field.name !== key) return renamed(object, shape);
    const value = object[key]!;
    const converted = convert(value, field.kind);
    if (converted !== value) object[key] = converted;
  }
  return object;
}

function renamed(object: JsonObject, shape: Shape): JsonObject {
  const result: JsonObject = {};
  for (const key in object) addField(result, key, object[key]!, shape);
  return result;
}

/** Adds one property in the shape's spelling. Of two spellings of one property the one that says something stays. */
export function addField(target: JsonObject, key: string, value: JsonValue, shape: Shape): void {
  const field = shape.field(key);
  if (!field) setOwn(target, key, value);
  else if (!(field.name in target && isEmpty(value))) target[field.name] = convert(value, field.kind);
}

function convert(value: JsonValue, kind: FieldKind): JsonValue {
  if (kind instanceof Shape) return toNested(value, kind);
  switch (kind) {
    case "text":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    case "number":
      return typeof value === "string" ? toNumber(value) : value;
    case "boolean":
      return typeof value === "string" ? toBoolean(value) : value;
    case "conditions":
      return toConditions(value);
    case "words":
      return typeof value === "string" && value.trim() !== "" ? (parseNested(value) ?? [value.trim()]) : value;
    case "nested":
      return typeof value === "string" ? (parseNested(value) ?? value) : value;
  }
}

function toNested(value: JsonValue, shape: Shape): JsonValue {
  const parsed = typeof value === "string" ? (parseNested(value) ?? value) : value;
  if (parsed === null || typeof parsed !== "object") return parsed;
  if (!Array.isArray(parsed)) return toShape(parsed, shape);
  for (let place = 0; place < parsed.length; place++) {
    const item = toNested(parsed[place]!, shape);
    if (item !== parsed[place]) parsed[place] = item;
  }
  return parsed;
}

function toNumber(text: string): JsonValue {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : text;
}

function toBoolean(text: string): JsonValue {
  const word = text.trim().toLowerCase();
  if (word === "true") return true;
  return word === "false" ? false : text;
}

function toConditions(value: JsonValue): JsonValue {
  const mask = typeof value === "string" ? toNumber(value) : value;
  return typeof mask === "number" && Number.isSafeInteger(mask) && mask >= 0 ? conditionWords(mask) : value;
}
