/**
 * Signed places in a list, as the cursors and tokens of page links carry them: readable by whoever holds one, made by
 * nobody else, and usable only for what they were made for.
 */
import { createHmac } from "node:crypto";
import type { z } from "zod";
import { derivedKey } from "@/lib/access/keys";
import { sameSecret } from "@/lib/access/secrets";

const SIGNATURE_BYTES = 16;

/** What a place belongs to (purpose, tenant, filters): anything that JSON can hold, always in the same order. */
export type BoundTo = readonly unknown[];

/** `contents` as text for an address, signed together with what it belongs to. */
export function signPosition(boundTo: BoundTo, contents: unknown): string {
  const payload = Buffer.from(JSON.stringify(contents)).toString("base64url");
  return `${payload}.${signature(boundTo, payload)}`;
}

/**
 * What the text carries; undefined when a character of it was changed or it belongs to something else. The signature
 * is compared as text: the last character of base64url has bits that decoding ignores, so several texts would pass.
 */
export function openPosition<Contents>(
  boundTo: BoundTo,
  token: string,
  contents: z.ZodType<Contents>,
): Contents | undefined {
  const [payload = "", given = "", ...more] = token.split(".");
  if (more.length > 0 || !sameSecret(given, signature(boundTo, payload))) return undefined;
  return contents.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
}

function signature(boundTo: BoundTo, payload: string): string {
  const digest = createHmac("sha256", derivedKey("cursor"))
    .update(JSON.stringify([...boundTo, payload]))
    .digest();
  return digest.subarray(0, SIGNATURE_BYTES).toString("base64url");
}
