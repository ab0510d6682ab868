/** Keys for each purpose, all from one secret: knowing one of them tells nothing about another. */
import { hkdfSync } from "node:crypto";
import { env } from "@/lib/env";

/** What a key is for. A label never changes: what was signed or encrypted under it would become unreadable. */
export type KeyLabel =
  | "session"
  | "cursor"
  | "signing-keys"
  | "second-factor"
  | "second-step"
  | "password-links"
  | "single-sign-on"
  | "form-problem";

const KEY_BYTES = 32;
const derived = new Map<string, Buffer>();

/**
 * The 256-bit key of a purpose, derived with HKDF-SHA-256 from AUTH_SECRET. A new AUTH_SECRET ends every session and
 * every access token, and makes stored signing keys unreadable; new ones are made then.
 * @throws Error when this process has no AUTH_SECRET.
 */
export function derivedKey(label: KeyLabel): Buffer {
  const secret = env().AUTH_SECRET;
  if (!secret) throw new Error("AUTH_SECRET is not set for this process.");
  const known = derived.get(label);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", secret, "", `signbook/${label}`, KEY_BYTES));
  derived.set(label, key);
  return key;
}
