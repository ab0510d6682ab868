/** What stands above a log: how many sign-ins match, in how many groups, and how they spread over the range. */
import { formatCount } from "./format-number";
import type { Interval } from "./intervals";
import type { Status } from "./status";

/** Counts are exact up to here; beyond it a log says that there are more. */
export const COUNT_CAP = 10_000;

export interface Count {
  /** Counted so far; exact when `complete`. */
  n: number;
  /** False when counting ended early: there are at least `n`. */
  complete: boolean;
}

export interface HistogramBar extends Interval {
  counts: Readonly<Record<Status, number>>;
  /** False where counting did not get to. */
  counted: boolean;
}

export interface LogCounts {
  signIns: Count;
  /** Of grouped logs only. */
  groups: Count | null;
  /** Oldest first, without gaps. */
  bars: readonly HistogramBar[];
  /** Everything from here on was counted; null when all was. */
  countedBackTo: Date | null;
}

/** A count in words: exact up to the cap, beyond it and where counting ended early what is certain. */
export function countText({ n, complete }: Count): string {
  if (n > COUNT_CAP || (n === COUNT_CAP && !complete)) return `${formatCount(COUNT_CAP)}+`;
  if (complete) return formatCount(n);
  // That there are at least none says nothing, and reads as if there were none.
  return n === 0 ? "uncounted" : `at least ${formatCount(n)}`;
}

/**
 * What was counted, where counting ended early raised to what the page shows: a group holds a sign-in at least, and what
 * is on the page is there.
 */
export function notBelow(counts: LogCounts, seen: { signIns: number; groups: number }): LogCounts {
  const raise = (count: Count, n: number): Count => (count.complete || count.n >= n ? count : { ...count, n });
  const groups = counts.groups && raise(counts.groups, seen.groups);
  return { ...counts, groups, signIns: raise(counts.signIns, Math.max(seen.signIns, groups?.n ?? 0)) };
}

/** "312 sign-ins", of a grouped log "312 sign-ins in 14 groups". */
export function logCountText({ signIns, groups }: Pick<LogCounts, "signIns" | "groups">): string {
  const counted = `${countText(signIns)} ${isOne(signIns) ? "sign-in" : "sign-ins"}`;
  return groups ? `${counted} in ${countText(groups)} ${isOne(groups) ? "group" : "groups"}` : counted;
}

function isOne({ n }: Count): boolean {
  return n === 1;
}
