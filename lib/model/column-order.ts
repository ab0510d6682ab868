/** Reading a form in which columns were ticked and numbered: what comes of it is their new order. */

interface Numbered {
  key: string;
  /** What the reader wrote; undefined for a column that had no number yet, or none that can be read. */
  position?: number;
}

/**
 * The ticked columns in order. Who is moved to a taken place goes there, and the others make room; what was ticked anew
 * comes last.
 * @param numbered in the order in which they stood before.
 */
export function columnsInOrder(ticked: readonly string[], numbered: readonly Numbered[]): string[] {
  const places = new Map(numbered.map(({ key, position }, index) => [key, placeOf(position ?? index + 1, index + 1)]));
  const place = (key: string) => places.get(key) ?? Number.POSITIVE_INFINITY;
  return [...new Set(ticked)].sort((one, other) => (place(one) === place(other) ? 0 : place(one) - place(other)));
}

/** Between two places, on the side towards which the column moves. */
function placeOf(position: number, before: number): number {
  return position + Math.sign(position - before) / 2;
}
