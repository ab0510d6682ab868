/** UTC days as bits of one 64-bit number: bit d % 64 for the day d since 1970. Twice as many as there are days kept. */
import type { Interval } from "./intervals";
import { DAY_MS } from "./retention";

const BITS = 64;

/** The bit of a day given as `YYYY-MM-DD`, as PostgreSQL's signed bigint holds it. */
export function dayBit(day: string): bigint {
  return bitOf(Date.parse(day) / DAY_MS);
}

/** The bits of the days that begin in the range. */
export function dayBits({ from, to }: Interval): bigint {
  let bits = 0n;
  for (let number = Math.ceil(from.getTime() / DAY_MS); number * DAY_MS < to.getTime(); number++) bits |= bitOf(number);
  return bits;
}

function bitOf(dayNumber: number): bigint {
  return BigInt.asIntN(BITS, 1n << BigInt(dayNumber % BITS));
}
