/**
 * When a source counts as silent. Its habit is the longest pause between two of its arrivals in the last two weeks (so
 * nights and weekends are part of it), silences that were already told left out.
 */
export const SILENCE_LIMITS = {
  /** What the habit is made of. */
  habitDays: 14,
  /** Fewer arrivals, or over a shorter time, make no habit. */
  leastArrivals: 20,
  leastDays: 3,
  /** A pause this much longer than the habit is a silence. */
  factor: 1.5,
  /** And it lasts at least so long: whoever sends each minute may restart. */
  leastMinutes: 60,
} as const;
