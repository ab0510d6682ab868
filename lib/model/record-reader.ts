import type { JsonObject, JsonValue } from "./sign-in-record";

/** Reads a record of unknown completeness: what is missing, empty or of another type is undefined. */
export interface RecordReader {
  /** Text, numbers and words of a list, at a path such as `deviceDetail.browser`. */
  text: (path: string) => string | undefined;
  /** `Yes` or `No`. */
  flag: (path: string) => string | undefined;
  /** The objects of a list. */
  list: (path: string) => JsonObject[];
}

export function recordReader(record: JsonObject): RecordReader {
  const at = (path: string) => path.split(".").reduce<JsonValue | undefined>(step, record);
  return {
    text: (path) => textOf(at(path)),
    flag: (path) => flagOf(at(path)),
    list: (path) => {
      const value = at(path);
      return Array.isArray(value) ? value.filter(isObject) : [];
    },
  };
}

function step(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value.trim() || undefined;
  if (typeof value === "number") return String(value);
  if (!Array.isArray(value)) return undefined;
  return value.map(textOf).filter(Boolean).join(", ") || undefined;
}

function flagOf(value: JsonValue | undefined): string | undefined {
  if (value === true || value === "true") return "Yes";
  if (value === false || value === "false") return "No";
  return undefined;
}
