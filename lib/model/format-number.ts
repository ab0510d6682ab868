const NARROW_NO_BREAK_SPACE = "\u202f";

/** A whole number with thin separators: `12 345`. */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+$)/g, NARROW_NO_BREAK_SPACE);
}
