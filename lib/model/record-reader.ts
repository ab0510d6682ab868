/** Reads a record of unknown completeness: what is missing, empty or of another type is undefined. */
import type { JsonObject, JsonValue } from "./sign-in-record";

export interface RecordReader {
  /** Text, numbers and words of a list, at a path such as `deviceDetail.browser`. */
  text: (path: string) => string | undefined;
  /** `Yes` or `No`. */
  flag: (path: string) => string | undefined;
  /** The words of a list, or of a text that separates them by commas. */
  words: (path: string) => string[];
  /** The objects of a list; a single object stands for a list of one. */
  list: (path: string) => JsonObject[];
}

/** @param onTold hears of every path at which something was found. */
export function recordReader(record: JsonObject, onTold: (path: string) => void = () => {}): RecordReader {
  const reading = <Found>(interpret: (value: JsonValue | undefined) => Found) => {
    return (path: string): Found => {
      const found = interpret(path.split(".").reduce<JsonValue | undefined>(step, record));
      if (Array.isArray(found) ? found.length > 0 : found !== undefined) onTold(path);
      return found;
    };
  };
  return { text: reading(textOf), flag: reading(flagOf), words: reading(wordsOf), list: reading(objectsOf) };
}

function step(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value.trim() || undefined;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!Array.isArray(value)) return undefined;
  return value.map(textOf).filter(Boolean).join(", ") || undefined;
}

function objectsOf(value: JsonValue | undefined): JsonObject[] {
  if (isJsonObject(value)) return [value];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function wordsOf(value: JsonValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textOf(item) ?? []);
  const text = textOf(value);
  return text === undefined ? [] : text.split(",").flatMap((word) => word.trim() || []);
}

function flagOf(value: JsonValue | undefined): string | undefined {
  const word = typeof value === "string" ? value.trim().toLowerCase() : value;
  if (word === true || word === "true") return "Yes";
  if (word === false || word === "false") return "No";
  return undefined;
}
