/** Who occurs with what: kinds of pairs, and the days on which they can have been seen. Codes are stored. */
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

/** The days that can hold a sign-in: from the first that is kept to the last that a sender's clock may be ahead by. */
export function possibleDays(firstDay: Date, now: Date): Interval {
  return {
    from: firstDay,
    to: new Date(startOfUtcDay(new Date(now.getTime() + FUTURE_TOLERANCE_MS)).getTime() + DAY_MS),
  };
}
