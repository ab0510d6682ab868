/** Values that ought to be objects or lists but came as their text. */
import type { JsonValue } from "@/lib/model/sign-in-record";
import { cleanText, inspectText } from "./clean-text";
import { parsePythonRepr } from "./python-repr";

/** JSON inside JSON inside JSON has been seen; deeper is somebody's joke. */
const MAX_LAYERS = 4;

/** The object or list that a text stands for, as JSON (even encoded twice) or as Python's repr; undefined when none. */
export function parseNested(text: string): JsonValue | undefined {
  let current = text.trim();
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const first = current[0];
    if (first !== "{" && first !== "[" && first !== '"') return undefined;
    const value = parseLayer(current);
    if (value === undefined || value === null) return undefined;
    if (typeof value === "object") return storable(value);
    if (typeof value !== "string") return undefined;
    current = value.trim();
  }
  return undefined;
}

/** Escapes in the text may have hidden what cannot be stored. What nests too deep to look at stays a text. */
function storable(value: JsonValue): JsonValue | undefined {
  const state = inspectText(value);
  if (state === "too deep") return undefined;
  return state === "clean" ? value : cleanText(value, new Set());
}

function parseLayer(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text[0] === '"' ? undefined : parsePythonRepr(text);
  }
}
