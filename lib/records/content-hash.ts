/** Hashes of contents, as 32 hex digits in UUID form: PostgreSQL keeps them in 16 bytes. */
import * as crypto from "node:crypto";
import type { JsonValue } from "@/lib/model/sign-in-record";
import { isEmpty } from "./empty";

/**
 * The hash of what a value says: the same whatever the order of its keys, and whether an absence is written as nothing,
 * null, a blank text, an empty list or an empty object.
 */
export function contentHash(value: JsonValue): string {
  return uuidOfText(canonicalText(value));
}

/** The first 128 bits of the SHA-256 of a text, in UUID form. */
export function uuidOfText(text: string): string {
  return inUuidForm(sha256(text));
}

/** Where texts are put together to be hashed. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);
/** A UTF-16 unit takes three bytes of UTF-8 at most. */
const SCRATCH_TEXT = scratch.length / 3;

/** As {@link uuidOfText}, of texts one behind the other: put together as one text they would be copied three times. */
export function uuidOfTexts(texts: readonly string[]): string {
  let length = 0;
  for (const text of texts) length += text.length;
  if (length > SCRATCH_TEXT) return uuidOfText(texts.join(""));
  let bytes = 0;
  for (const text of texts) bytes += scratch.write(text, bytes);
  return inUuidForm(sha256(scratch.subarray(0, bytes)));
}

/**
 * Joined, it is one string; as a template V8 would keep it as nine and five more that they are made of, and a batch waits
 * with one for each event.
 */
function inUuidForm(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** In one call where Node.js has it, which is the later versions: it makes no object for it. */
const sha256: (content: string | Buffer) => string =
  typeof crypto.hash === "function"
    ? (content) => crypto.hash("sha256", content, "hex")
    : (content) => crypto.createHash("sha256").update(content).digest("hex");

/**
 * One text for each content, the empty text for what says nothing. Lengths before the texts make it unambiguous without
 * escaping, which would cost more than the hash.
 */
function canonicalText(value: JsonValue | undefined): string {
  switch (typeof value) {
    case "string":
      return isEmpty(value) ? "" : `s${value.length}:${value}`;
    case "number":
      return `n${value};`;
    case "boolean":
      return value ? "t" : "f";
    default:
      if (value === null || value === undefined) return "";
      return Array.isArray(value) ? canonicalList(value) : canonicalObject(value);
  }
}

function canonicalList(list: readonly JsonValue[]): string {
  let text = "";
  let saysAnything = false;
  for (const item of list) {
    const itemText = canonicalText(item);
    saysAnything ||= itemText !== "";
    // An empty item keeps its place.
    text += itemText === "" ? "z" : itemText;
  }
  return saysAnything ? `[${text}]` : "";
}

function canonicalObject(object: { [key: string]: JsonValue }): string {
  let text = "";
  for (const key of Object.keys(object).sort()) {
    const valueText = canonicalText(object[key]);
    if (valueText !== "") text += `${key.length}:${key}${valueText}`;
  }
  return text === "" ? "" : `{${text}}`;
}
