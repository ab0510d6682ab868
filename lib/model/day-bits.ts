/** UTC days as bits of one 64-bit number, bit (day since 1970 mod 64): weeks of many keys are then one pass over short rows. */
import type { Interval } from "./intervals";
import { DAY_MS } from "./retention";

/** A day comes round to its bit again after so many; far fewer are kept. */
const SLOTS = 64;

/** The place of a UTC day among the bits, from 0. */
export function daySlot(day: Date): number {
  return Math.floor(day.getTime() / DAY_MS) % SLOTS;
}

/** The bit of one day, `YYYY-MM-DD`. */
export function dayBit(day: string): bigint {
  return asSigned(1n << BigInt(daySlot(new Date(day))));
}

/** The bits of the UTC days that an interval of whole days covers, as PostgreSQL's bigint writes them. */
export function dayBits({ from, to }: Interval): string {
  let bits = 0n;
  for (let day = from.getTime(); day < to.getTime(); day += DAY_MS) bits |= 1n << BigInt(daySlot(new Date(day)));
  return asSigned(bits).toString();
}

/** PostgreSQL has no unsigned numbers: the last bit is the sign. */
function asSigned(bits: bigint): bigint {
  return BigInt.asIntN(SLOTS, bits);
}
