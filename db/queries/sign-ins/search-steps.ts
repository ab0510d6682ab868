/**
 * How a search is cut into statements. Each looks at several stretches of time at once, in all as long as its predecessors
 * were quick: an index answers a month in a few statements, and rows that are checked one by one stay within bounds.
 */
import { sql } from "drizzle-orm";
import { timeArray } from "@/db/array-literal";
import { type Interval, MAX_STEP_MS } from "@/lib/model/intervals";
import { DAY_MS } from "@/lib/model/retention";

const FIRST_STEP_MS = DAY_MS;
/** Where an index leads to the matches, length costs little. */
const LONGEST_INDEXED_STEP_MS = 16 * DAY_MS;
/** After a statement that took less the next one looks at twice as much. */
const QUICK_MS = 25;

/** Stretches of time that one statement looks at, in the order of reading. */
export type Pieces = readonly [Interval, ...Interval[]];

/** Leaves of some pieces the parts in which matches lie, oldest first. */
export type Refine = (pieces: Pieces) => Promise<Interval[]>;

/** The pieces to read, in the order of reading; undefined when nothing matches there. */
export async function refined(
  pieces: Pieces,
  refine: Refine | undefined,
  direction: "older" | "newer",
): Promise<Pieces | undefined> {
  if (!refine) return pieces;
  const left = await refine(pieces);
  const ordered = direction === "newer" ? left : left.reverse();
  return isSome(ordered) ? ordered : undefined;
}

/** Whether there is anything to read. */
export function isSome(intervals: readonly Interval[]): intervals is Pieces {
  return intervals.length > 0;
}

/** How much the next statement looks at, in whatever it is measured. */
export class StepSize {
  #size: number;
  readonly #largest: number;

  constructor(first: number, largest: number) {
    this.#size = first;
    this.#largest = largest;
  }

  get size(): number {
    return this.#size;
  }

  /** Runs the statement of a step, and sets the size of the next one. */
  async run<T>(statement: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await statement();
    if (performance.now() - startedAt < QUICK_MS) this.#size = Math.min(this.#size * 2, this.#largest);
    return result;
  }
}

/** How much time the next statement looks at. */
export class StepLength extends StepSize {
  constructor(isIndexed: boolean, firstMs = FIRST_STEP_MS) {
    super(firstMs, isIndexed ? LONGEST_INDEXED_STEP_MS : MAX_STEP_MS);
  }

  get ms(): number {
    return this.size;
  }
}

/** Sorted intervals from one end to the other, in steps of the given length, which is looked up for each. */
export function* stepsThrough(
  intervals: readonly Interval[],
  direction: "older" | "newer",
  length: { readonly ms: number },
): Generator<Pieces> {
  const isNewer = direction === "newer";
  let step: Interval[] = [];
  let leftMs = length.ms;
  for (const interval of isNewer ? intervals : [...intervals].reverse()) {
    let [from, to] = [interval.from.getTime(), interval.to.getTime()];
    while (from < to) {
      const cut = isNewer ? Math.min(to, from + leftMs) : Math.max(from, to - leftMs);
      const [pieceFrom, pieceTo] = isNewer ? [from, cut] : [cut, to];
      step.push({ from: new Date(pieceFrom), to: new Date(pieceTo) });
      if (isNewer) from = cut;
      else to = cut;
      leftMs -= pieceTo - pieceFrom;
      if (leftMs > 0) continue;
      if (isSome(step)) yield step;
      step = [];
      leftMs = length.ms;
    }
  }
  if (isSome(step)) yield step;
}

/** The stretch from the first instant to the last: what keeps other days out of a plan. */
export function spanOf(pieces: Pieces): Interval {
  const times = pieces.flatMap(({ from, to }) => [from.getTime(), to.getTime()]);
  return { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) };
}

/**
 * Stretches as a table `piece (from_at, to_at, place)`. Joined laterally, each is an index range of its own; in an OR they
 * would be one range from the first to the last.
 */
export function pieceTable(pieces: readonly Interval[]) {
  return sql`unnest(${timeArray(pieces.map(({ from }) => from))}::timestamptz[],
    ${timeArray(pieces.map(({ to }) => to))}::timestamptz[]) with ordinality as piece (from_at, to_at, place)`;
}
