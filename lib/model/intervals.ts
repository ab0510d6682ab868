/** Stretches of time, half open, and how a long one is walked in bounded steps. */
import { DAY_MS } from "./retention";

export interface Interval {
  /** Inclusive. */
  from: Date;
  /** Exclusive. */
  to: Date;
}

/** One statement never searches more than this: a filter without a hit would read a month in one go. */
export const MAX_STEP_MS = 2 * DAY_MS;

/** Joins touching and overlapping intervals; the result is sorted, oldest first. */
export function joinIntervals(intervals: readonly Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const { from, to } of [...intervals].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = joined.at(-1);
    if (last && from <= last.to) {
      if (to > last.to) last.to = to;
    } else joined.push({ from, to });
  }
  return joined;
}

/** What two sorted sets of intervals have in common. */
export function intersectIntervals(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common: Interval[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as Interval, b[j] as Interval];
    const from = left.from > right.from ? left.from : right.from;
    const to = left.to < right.to ? left.to : right.to;
    if (from < to) common.push({ from, to });
    if (left.to < right.to) i++;
    else j++;
  }
  return common;
}

/** Cuts intervals into steps of at most {@link MAX_STEP_MS}, newest first, ending on the newer side. */
export function stepsNewestFirst(intervals: readonly Interval[]): Interval[] {
  const steps: Interval[] = [];
  for (const { from, to } of [...intervals].reverse()) {
    let end = to.getTime();
    while (end > from.getTime()) {
      const start = Math.max(from.getTime(), end - MAX_STEP_MS);
      steps.push({ from: new Date(start), to: new Date(end) });
      end = start;
    }
  }
  return steps;
}

/** The part of a range that is whole units of time, and what is left at its ends. */
export function splitAt({ from, to }: Interval, unitMs: number): { inner: Interval | null; edges: Interval[] } {
  const first = new Date(Math.ceil(from.getTime() / unitMs) * unitMs);
  const last = new Date(Math.floor(to.getTime() / unitMs) * unitMs);
  if (first >= last) return { inner: null, edges: [{ from, to }] };
  const edges = [
    { from, to: first },
    { from: last, to },
  ];
  return { inner: { from: first, to: last }, edges: edges.filter((edge) => edge.from < edge.to) };
}
