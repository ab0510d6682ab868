/**
 * Why a form could not be done, on its way back to the form's page in the address. Signed: otherwise a link could put any
 * words into a page of ours.
 */
import "server-only";
import { createHmac } from "node:crypto";
import { derivedKey } from "@/lib/access/keys";
import { sameSecret } from "@/lib/access/secrets";

const SIGNATURE_BYTES = 16;

/** The value of the parameter `problem`. */
export function sealProblem(message: string): string {
  return `${signatureOf(message)}.${message}`;
}

/** The words in such a value; undefined where there are none, or none that we have said. */
export function openProblem(value: string | string[] | null | undefined): string | undefined {
  if (typeof value !== "string") return undefined;
  const dot = value.indexOf(".");
  const message = value.slice(dot + 1);
  return dot > 0 && message !== "" && sameSecret(value.slice(0, dot), signatureOf(message)) ? message : undefined;
}

function signatureOf(message: string): string {
  return createHmac("sha256", derivedKey("form-problem"))
    .update(message)
    .digest()
    .subarray(0, SIGNATURE_BYTES)
    .toString("base64url");
}
