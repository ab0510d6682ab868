/** What somebody asks the error lookup page for. Whatever they paste is understood if a code can be made out in it. */
import { type ErrorClass, type ErrorExplanation, explainErrorCode, isErrorClass } from "./error-catalogue";

/** Longer than any message that people copy from a sign-in page. */
export const ERROR_LOOKUP_MAX_CHARS = 1000;

export type ErrorLookup =
  | { kind: "nothing" }
  | { kind: "code"; explanation: ErrorExplanation }
  /** A number that the catalogue does not have, as asked: it can be of any length. */
  | { kind: "unknownCode"; digits: string }
  | { kind: "words"; text: string }
  | { kind: "class"; class: ErrorClass }
  | { kind: "unknownClass" }
  | { kind: "unusable"; problem: string };

/** As scripts, links and people write it: `50126`, `AADSTS50126`, `error code: 050126`. */
const NUMBER_ALONE = /^(?:error)? ?(?:code)? ?[:#]? ?0*(\d+)[.:]?$/i;
const PREFIXED_NUMBER = /AADSTS[ :]*0*(\d+)/i;

/** @param params the page's: `code` or `q` (either takes a number, a name or words), or `class`. */
export function parseErrorLookup(params: { code?: string; q?: string; class?: string }): ErrorLookup {
  const text = plain(params.code) || plain(params.q);
  if (text.length > ERROR_LOOKUP_MAX_CHARS) {
    const problem = `That is longer than ${ERROR_LOOKUP_MAX_CHARS} characters. Enter the number alone, a name or a few words.`;
    return { kind: "unusable", problem };
  }
  if (text !== "") return lookupOf(text);
  const key = plain(params.class);
  if (key === "") return { kind: "nothing" };
  return isErrorClass(key) ? { kind: "class", class: key } : { kind: "unknownClass" };
}

/** In one line, without characters that cannot be seen. */
function plain(text: string | undefined): string {
  return (text ?? "")
    .replace(/\p{Cf}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

function lookupOf(text: string): ErrorLookup {
  const digits = (PREFIXED_NUMBER.exec(text) ?? NUMBER_ALONE.exec(text))?.[1] ?? onlyKnownNumber(text);
  if (digits === undefined) return { kind: "words", text };
  const explanation = explainErrorCode(Number(digits));
  return explanation ? { kind: "code", explanation } : { kind: "unknownCode", digits };
}

/** Of a pasted message, the one number that is a code of the catalogue. */
function onlyKnownNumber(text: string): string | undefined {
  const numbers = new Set(text.match(/(?<![\w-])\d{5,7}(?![\w-]|\.\d)/g));
  const known = [...numbers].filter((digits) => explainErrorCode(Number(digits)) !== undefined);
  return known.length === 1 ? known[0] : undefined;
}
