/** When things happen: hours of the range with the number of events of each log in them, exact in sum. */
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import { PEOPLE_BY_HOUR, PROGRAM_NIGHT_SHARE, WEEKEND_SHARE } from "./data/volumes";

export interface Slot {
  fromMs: number;
  toMs: number;
  /** Events of each log, in the order of the totals. */
  counts: readonly number[];
}

/** Activity of people at an instant of their own clock, 0 to 1. */
export function peopleActivity(utcMs: number, utcOffsetHours: number): number {
  const local = utcMs + utcOffsetHours * HOUR_MS;
  const weekday = Math.floor(local / DAY_MS + 4) % 7;
  const hour = Math.floor((local % DAY_MS) / HOUR_MS);
  const workday = weekday !== 0 && weekday !== 6;
  return ((PEOPLE_BY_HOUR[hour] ?? 0) / 100) * (workday ? 1 : WEEKEND_SHARE);
}

export interface RhythmOptions {
  fromMs: number;
  toMs: number;
  /** Offsets from UTC of where people are, with their shares. */
  offsets: readonly { utcOffsetHours: number; share: number }[];
  /** Events in all of each log, and whether people or programs make them. */
  totals: readonly { events: number; by: "people" | "programs" }[];
}

/** Splits the range at full hours and deals the events out, so that each log's total is met exactly. */
export function* planSlots({ fromMs, toMs, offsets, totals }: RhythmOptions): Generator<Slot> {
  const bounds: { fromMs: number; toMs: number; people: number; programs: number }[] = [];
  let people = 0;
  let programs = 0;
  for (let at = fromMs; at < toMs; ) {
    const end = Math.min(toMs, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    const length = (end - at) / HOUR_MS;
    const middle = (at + end) / 2;
    const busy = offsets.reduce(
      (sum, { utcOffsetHours, share }) => sum + share * peopleActivity(middle, utcOffsetHours),
      0,
    );
    people += busy * length;
    programs += (PROGRAM_NIGHT_SHARE + (1 - PROGRAM_NIGHT_SHARE) * busy) * length;
    bounds.push({ fromMs: at, toMs: end, people, programs });
    at = end;
  }
  // Cumulative rounding: what one hour loses the next one gets.
  const dealt = totals.map(() => 0);
  for (const slot of bounds) {
    const counts = totals.map(({ events, by }, index) => {
      const share = by === "people" ? slot.people / people : slot.programs / programs;
      const due = slot === bounds.at(-1) ? events : Math.round(events * share);
      const count = due - (dealt[index] as number);
      dealt[index] = due;
      return count;
    });
    yield { fromMs: slot.fromMs, toMs: slot.toMs, counts };
  }
}
