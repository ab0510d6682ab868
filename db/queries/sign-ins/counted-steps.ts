/** How a search is cut into statements where each row is dear: by how many sign-ins the hours hold, not by time. */
import { type Interval, intersectIntervals } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import type { HourCount } from "./presence";

/** A stretch of time, and about how many sign-ins it holds. */
export interface CountedStretch extends Interval {
  n: number;
}

/**
 * Stretches that together hold everything in the intervals, in the order of reading, none with more sign-ins than the
 * size of that moment; only a second is never cut. What lies between two intervals is looked at as well where that saves
 * a statement. The counts choose the bounds and nothing else: where they are out of date stretches are larger or smaller,
 * but an hour that held nothing is not looked at.
 * @param intervals sorted, oldest first, without overlaps. @param hours oldest first.
 */
export function* stretchesHolding(
  intervals: readonly Interval[],
  hours: readonly HourCount[],
  direction: "older" | "newer",
  most: { readonly size: number },
): Generator<CountedStretch> {
  let step: CountedStretch | undefined;
  let passed = 0;
  const parts = [...partsOf(intervals, hours)];
  for (const part of direction === "newer" ? parts : parts.reverse()) {
    // Nothing is looked for there; it costs its sign-ins when the stretches around it are read as one.
    if (!part.searched) {
      passed += part.n;
      continue;
    }
    for (const piece of cut(part.searched, direction, most.size)) {
      if (step && step.n + passed + piece.n <= most.size) step = joined(step, piece, passed);
      else {
        if (step) yield step;
        step = piece;
      }
      passed = 0;
    }
  }
  if (step) yield step;
}

/** An hour, and the part of it that is to be searched. */
interface HourPart {
  n: number;
  searched?: CountedStretch;
}

function* partsOf(intervals: readonly Interval[], hours: readonly HourCount[]): Generator<HourPart> {
  const whole = hours.map(({ hour }) => ({ from: hour, to: new Date(hour.getTime() + HOUR_MS) }));
  const pieces = intersectIntervals(whole, intervals);
  let next = 0;
  for (const [index, { n }] of hours.entries()) {
    const to = (whole[index] as Interval).to;
    const first = pieces[next];
    if (!first || first.from >= to) {
      yield { n };
      continue;
    }
    let last = first;
    for (; pieces[next] && (pieces[next] as Interval).from < to; next++) last = pieces[next] as Interval;
    const share = (last.to.getTime() - first.from.getTime()) / HOUR_MS;
    yield { n, searched: { from: first.from, to: last.to, n: Math.ceil(n * share) } };
  }
}

/** In equal parts at whole seconds, as sign-ins are stored by the second. */
function* cut({ from, to, n }: CountedStretch, direction: "older" | "newer", most: number): Generator<CountedStretch> {
  const [first, last] = [from.getTime(), to.getTime()];
  const parts = Math.max(1, Math.ceil(n / most));
  const edges = Array.from({ length: parts - 1 }, (_, index) =>
    Math.ceil((first + ((last - first) * (index + 1)) / parts) / 1000),
  );
  const inside = [...new Set(edges)].map((second) => second * 1000).filter((at) => at > first && at < last);
  const all = [first, ...inside, last];
  const stretches = all.slice(1).map((end, index) => ({
    ...{ from: new Date(all[index] as number), to: new Date(end) },
    n: Math.ceil(n / (all.length - 1)),
  }));
  yield* direction === "newer" ? stretches : stretches.reverse();
}

function joined(step: CountedStretch, piece: CountedStretch, between: number): CountedStretch {
  return {
    from: step.from < piece.from ? step.from : piece.from,
    to: step.to > piece.to ? step.to : piece.to,
    n: step.n + between + piece.n,
  };
}
