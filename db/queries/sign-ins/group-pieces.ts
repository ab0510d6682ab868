/**
 * How a range of grouped sign-ins is cut: by windows, and inside them by where the counting can be read from. Whole hours
 * are in the hourly roll-up; the hours that the range cuts are read from the sign-ins themselves.
 */
import { type GroupWindow, windowOf, windowsNewestFirst } from "@/lib/model/grouping";
import type { Interval } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";

/** A part of a window inside the range, and what its counts are read from. */
export interface Section extends Interval {
  source: "hours" | "signIns";
}

/** One window's part of the range, with its sections from the newest to the oldest. */
export interface WindowPart extends Interval {
  sections: readonly Section[];
}

/** The windows of a range, newest first, each with its sections. */
export function* windowParts(range: Interval, window: GroupWindow): Generator<WindowPart> {
  for (const whole of windowsNewestFirst(range, window)) {
    const part = { from: later(whole.from, range.from), to: earlier(whole.to, range.to) };
    yield { ...part, sections: sectionsOf(part) };
  }
}

/** What the counts of a range are read from, from the newest to the oldest. */
export function sectionsOf({ from, to }: Interval): Section[] {
  const firstWhole = new Date(Math.ceil(from.getTime() / HOUR_MS) * HOUR_MS);
  const lastWhole = new Date(Math.floor(to.getTime() / HOUR_MS) * HOUR_MS);
  if (firstWhole > lastWhole) return [{ source: "signIns", from, to }];
  const sections: Section[] = [
    { source: "signIns", from: lastWhole, to },
    { source: "hours", from: firstWhole, to: lastWhole },
    { source: "signIns", from, to: firstWhole },
  ];
  return sections.filter((section) => section.from < section.to);
}

/** Sorts before every group: stands for "all groups from this instant on" where a search ran out of time. */
export const FIRST_GROUP_KEY = "00000000-0000-0000-0000-000000000000";

export interface GroupCursor {
  position: { lastAt: Date; groupKey: string };
  direction: "older" | "newer";
}

/**
 * The part of the range that a page from a cursor has to look at. The window of the cursor is looked at whole: which
 * member of a group is its newest shows only there.
 */
export function boundedByCursor(range: Interval, window: GroupWindow, cursor: GroupCursor | undefined): Interval {
  if (!cursor) return range;
  const { lastAt, groupKey } = cursor.position;
  const held = windowOf(lastAt, window);
  if (cursor.direction === "newer") return { from: later(held.from, range.from), to: range.to };
  const isSearched = groupKey === FIRST_GROUP_KEY && lastAt.getTime() === held.from.getTime();
  return { from: range.from, to: earlier(isSearched ? held.from : held.to, range.to) };
}

export function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

export function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
