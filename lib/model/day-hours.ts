/** Hours of a UTC day as bits of one number, bit 0 from midnight to one. */
import type { Interval } from "./intervals";
import { DAY_MS, HOUR_MS } from "./retention";

const HOURS = 24;

/** The bit of the hour in which an instant lies. */
export function hourBit(at: Date): number {
  return 1 << Math.floor((at.getTime() % DAY_MS) / HOUR_MS);
}

/** The hours of a day (its first instant) whose bits are set: joined, oldest first. */
export function hoursOfDay(day: Date, bits: number): Interval[] {
  const runs: Interval[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    if (!(bits & (1 << hour))) continue;
    const from = new Date(day.getTime() + hour * HOUR_MS);
    const to = new Date(from.getTime() + HOUR_MS);
    const last = runs.at(-1);
    if (last && last.to.getTime() === from.getTime()) last.to = to;
    else runs.push({ from, to });
  }
  return runs;
}
