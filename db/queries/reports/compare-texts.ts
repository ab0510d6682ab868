/**
 * Comparing texts without regard to letter case. JavaScript and PostgreSQL lower some letters differently (İ, or Σ at the
 * end of a word): PostgreSQL lowers both sides, and what is asked for also as JavaScript lowers it, which is how some
 * columns are stored. So a text that is asked for as it is written is always found.
 */
import { or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { WantedText } from "./resolved-condition";

/** @param held the text of a row, as it came or already lowered. */
export function comparesText(held: SQLWrapper, { text, isPrefix }: WantedText): SQL {
  const stored = lowered(held);
  return anySpelling(text, (spelling) => {
    const asked = lowered(sql`${spelling}::text`);
    return isPrefix ? sql`starts_with(${stored}, ${asked})` : sql`${stored} = ${asked}`;
  });
}

/** True of either spelling of what is asked for; nearly always they are one. */
export function anySpelling(text: string, condition: (spelling: string) => SQL): SQL {
  const lower = text.toLowerCase();
  const differs = lower !== text && !isAscii(text);
  return (differs ? or(condition(text), condition(lower)) : condition(lower)) as SQL;
}

/** Most columns are sorted by bytes, a collation that knows no letters beyond ASCII. */
export function lowered(text: SQLWrapper): SQL {
  return sql`lower(${text} collate "default")`;
}

/**
 * What is asked for as columns hold it: without the blanks around it, and cut. Of what a text begins with only the front
 * is trimmed, as "Ada " begins "Ada Berg".
 */
export function asHeld({ text, isPrefix }: WantedText, longest: number): WantedText {
  const trimmed = isPrefix ? text.trimStart() : text.trim();
  // Every text begins with nothing; none begins with a blank.
  if (isPrefix && trimmed === "") return { text, isPrefix };
  const cut = trimmed.slice(0, longest);
  // Nor half of a character at the cut.
  return { text: cut.isWellFormed() ? cut : cut.slice(0, -1), isPrefix };
}

function isAscii(text: string): boolean {
  return [...text].every((character) => character < "\u0080");
}
