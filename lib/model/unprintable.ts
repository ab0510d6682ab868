/**
 * Signs that no name needs: control characters, line ends, and those that turn the direction of what follows, with which a
 * name reads as another one. Joiners and direction marks stay: names in some scripts need them.
 */
const SIGNS = "\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069";

/** A text without any. */
export const PRINTABLE = new RegExp(`^[^${SIGNS}]*$`, "u");

/** For names that another program gives and nobody can be asked about. */
export function withoutUnprintable(text: string): string {
  return text.replace(new RegExp(`[${SIGNS}]`, "gu"), " ");
}
