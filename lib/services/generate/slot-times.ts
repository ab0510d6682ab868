/** The instants of one hour's events, in order, each with what happens then. */
import { ON_THE_QUARTER_SHARE, QUARTER_SPREAD_MS } from "./data/volumes";
import type { GuessingPlan } from "./plan-totals";
import type { Random } from "./random";
import type { Slot } from "./rhythm";

const QUARTER_MS = 15 * 60_000;
/** A time and what happens then travel as one number: an array of those sorts many times faster than objects. */
const CODES = 8;
const GUESS = 4;
const FIRST_PROGRAM = 2;

/** What happens: 0 to 3 for the logs in the order of the slot's counts, 4 for a guess. */
export function* timesInSlot(
  random: Random,
  slot: Slot,
  guessing: GuessingPlan,
): Generator<{ atMs: number; what: number }> {
  const guesses = guessesIn(slot, guessing);
  const total = slot.counts.reduce((sum, count) => sum + count, guesses.length);
  const packed = new Float64Array(total);
  let filled = 0;
  slot.counts.forEach((count, what) => {
    for (let index = 0; index < count; index++) {
      const atMs = what >= FIRST_PROGRAM ? programTime(random, slot) : evenTime(random, slot);
      packed[filled++] = atMs * CODES + what;
    }
  });
  for (const atMs of guesses) packed[filled++] = atMs * CODES + GUESS;
  packed.sort();
  for (const value of packed) yield { atMs: Math.floor(value / CODES), what: value % CODES };
}

function evenTime(random: Random, { fromMs, toMs }: Slot): number {
  return fromMs + random.below(toMs - fromMs);
}

/** Timers fire on the quarter of an hour, a little spread. */
function programTime(random: Random, slot: Slot): number {
  if (!random.chance(ON_THE_QUARTER_SHARE)) return evenTime(random, slot);
  const quarter = Math.floor(evenTime(random, slot) / QUARTER_MS) * QUARTER_MS;
  const atMs = quarter + random.below(QUARTER_SPREAD_MS);
  return atMs >= slot.fromMs && atMs < slot.toMs ? atMs : evenTime(random, slot);
}

/** The guesses come at a steady pace. */
function guessesIn({ fromMs, toMs }: Slot, guessing: GuessingPlan): number[] {
  const times: number[] = [];
  const pace = (guessing.toMs - guessing.fromMs) / Math.max(1, guessing.size);
  for (let index = 0; index < guessing.size; index++) {
    const atMs = Math.floor(guessing.fromMs + index * pace);
    if (atMs >= fromMs && atMs < toMs) times.push(atMs);
  }
  return times;
}
