/** Texts that only this installation can read: AES-256-GCM under a key of their purpose. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { derivedKey, type KeyLabel } from "./keys";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Initialisation vector, tag, ciphertext.
 * @param boundTo what the text belongs to: under another name it cannot be read, so that rows cannot be swapped.
 */
export function seal(label: KeyLabel, text: string, boundTo: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, derivedKey(label), iv).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** The text again; undefined for what was sealed otherwise, for something else, or under another AUTH_SECRET. */
export function unseal(label: KeyLabel, sealed: Buffer, boundTo: string): string | undefined {
  if (sealed.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, derivedKey(label), sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
