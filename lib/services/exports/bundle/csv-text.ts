/**
 * CSV as RFC 4180 has it, and harmless to a spreadsheet. Made by hand because it is most of an export's work: of 100,000
 * records it takes a seventh of the time that a library takes (see the decision "Libraries of exports").
 */

const NEEDS_QUOTES = /[",\r\n]/;
/**
 * What a spreadsheet takes for a formula or a command, also behind blanks and in the full-width forms that some of them
 * fold; and a control character in front, behind which one may follow.
 */
const LOOKS_LIKE_FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

export const LINE_END = "\r\n";

/** A cell of text that hardly ever recurs. */
export function textCell(text: string): string {
  const harmless = LOOKS_LIKE_FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Most texts of a log recur from record to record: a cell made once is found faster than made again. 4 MB at worst. */
const cells = new Map<string, string>();
const MAX_CELLS = 20_000;
const LONGEST_KEPT = 200;

/** A cell of text that recurs. */
export function recurringCell(text: string): string {
  const known = cells.get(text);
  if (known !== undefined) return known;
  const cell = textCell(text);
  if (text.length <= LONGEST_KEPT) {
    if (cells.size >= MAX_CELLS) cells.clear();
    cells.set(text, cell);
  }
  return cell;
}
