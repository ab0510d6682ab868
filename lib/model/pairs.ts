/**
 * Who occurs with what: kinds of pairs, and days as bits. A pair remembers the UTC days on which it was seen as the bits of
 * one number, bit (day mod 64), so that distinct counts of any weeks are one pass over short rows. Codes are stored.
 */
import type { Interval } from "./intervals";
import { DAY_MS, FUTURE_TOLERANCE_MS, startOfUtcDay } from "./retention";

export const PAIR_KINDS = {
  userApplication: 1,
  userResource: 2,
  userAddress: 3,
  userCountry: 4,
  userDevice: 5,
  /** Service principals and managed identities. */
  serviceApplication: 6,
  serviceResource: 7,
  serviceAddress: 8,
  serviceCountry: 9,
  applicationResource: 10,
  applicationAddress: 11,
  applicationCountry: 12,
} as const;

/** A day comes round to its bit again after so many; far fewer are kept. */
const SLOTS = 64;

/** The place of a UTC day among the bits, from 0. */
export function daySlot(day: Date): number {
  return Math.floor(day.getTime() / DAY_MS) % SLOTS;
}

/** The bits of the UTC days that an interval of whole days covers, as PostgreSQL's bigint writes them. */
export function dayBits({ from, to }: Interval): string {
  let bits = 0n;
  for (let day = from.getTime(); day < to.getTime(); day += DAY_MS) bits |= 1n << BigInt(daySlot(new Date(day)));
  return BigInt.asIntN(SLOTS, bits).toString();
}

/** The days that can hold a sign-in: from the first that is kept to the last that a sender's clock may be ahead by. */
export function possibleDays(firstDay: Date, now: Date): Interval {
  return {
    from: firstDay,
    to: new Date(startOfUtcDay(new Date(now.getTime() + FUTURE_TOLERANCE_MS)).getTime() + DAY_MS),
  };
}
