/** How many events each log gets, and when the burst of guessing happens. */
import { DAY_MS } from "@/lib/model/retention";
import { CATEGORY_SHARES, GUESSING } from "./data/volumes";

export interface Totals {
  interactive: number;
  nonInteractive: number;
  servicePrincipal: number;
  managedIdentity: number;
}

/** Splits the events over the four logs; the sum is exact. */
export function planTotals(events: number): Totals {
  const interactive = Math.round(events * CATEGORY_SHARES.interactive);
  const servicePrincipal = Math.round(events * CATEGORY_SHARES.servicePrincipal);
  const managedIdentity = Math.round(events * CATEGORY_SHARES.managedIdentity);
  return {
    interactive,
    servicePrincipal,
    managedIdentity,
    nonInteractive: events - interactive - servicePrincipal - managedIdentity,
  };
}

export interface GuessingPlan {
  /** Guesses in all, taken out of the interactive ones; 0 where these are too few to spare any. */
  size: number;
  fromMs: number;
  toMs: number;
}

/** The burst lies a few days back, or in the middle of a shorter range. */
export function planGuessing(
  events: number,
  { interactive }: Totals,
  range: { fromMs: number; toMs: number },
): GuessingPlan {
  const wanted = Math.min(GUESSING.max, Math.max(GUESSING.min, Math.round(events * GUESSING.share)));
  const size = Math.min(wanted, Math.floor(interactive / 3));
  const length = Math.min(GUESSING.durationMs, (range.toMs - range.fromMs) / 10);
  const back = Math.min(GUESSING.daysAgo * DAY_MS, (range.toMs - range.fromMs) / 2);
  const fromMs = Math.floor(range.toMs - back);
  return { size, fromMs, toMs: Math.floor(fromMs + length) };
}
