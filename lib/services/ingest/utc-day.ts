import { DAY_MS } from "@/lib/model/retention";

let lastNumber = Number.NaN;
let lastDay = "";

/** The UTC day of an instant, `YYYY-MM-DD`. Events come by the thousand from the same day: it is written once. */
export function utcDay(at: Date): string {
  const number = Math.floor(at.getTime() / DAY_MS);
  if (number !== lastNumber) {
    lastDay = at.toISOString().slice(0, 10);
    lastNumber = number;
  }
  return lastDay;
}
