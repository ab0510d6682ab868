/** Prefix search as a range: LIKE is not leakproof, so under row-level security it could not use an index. */

/**
 * The smallest text that is greater than every text with this prefix, in code point order (collation "C"); undefined
 * when there is none.
 */
export function endOfPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.length > 0) {
    const last = points.pop() as number;
    if (last < 0x10ffff) {
      // Surrogates are no characters: the successor of U+D7FF is U+E000.
      return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
    }
  }
  return undefined;
}

/** The text as a LIKE pattern that matches it anywhere, its own wildcards escaped. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
