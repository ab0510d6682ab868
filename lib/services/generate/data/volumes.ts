/** How much of what happens, and when. */

/** Shares of the four logs: small, large, large, small. */
export const CATEGORY_SHARES = {
  interactive: 0.08,
  nonInteractive: 0.55,
  servicePrincipal: 0.33,
  managedIdentity: 0.04,
} as const;

/** People's activity by local hour of a working day; weekends have a share of it. */
export const PEOPLE_BY_HOUR = [
  2, 1, 1, 1, 1, 3, 12, 40, 90, 100, 96, 88, 70, 84, 92, 88, 74, 50, 28, 20, 16, 12, 8, 4,
] as const;
export const WEEKEND_SHARE = 0.14;
/** Programs hardly sleep; they are a little busier while people work. */
export const PROGRAM_NIGHT_SHARE = 0.7;
/** This share of programs' sign-ins starts on a quarter of an hour, as timers do. */
export const ON_THE_QUARTER_SHARE = 0.5;
export const QUARTER_SPREAD_MS = 40_000;

/** One person for so many events a day, within bounds. */
export const EVENTS_PER_PERSON_AND_DAY = 30;
export const PEOPLE_MIN = 24;
export const PEOPLE_MAX = 20_000;
export const GUEST_SHARE = 0.06;
export const LEGACY_MAIL_SHARE = 0.05;

/** A person is away from home on this share of days. */
export const TRAVEL_SHARE = 0.03;
export const OFFICE_SHARE = 0.6;
export const IPV6_HOME_SHARE = 0.15;

/** Of interactive sign-ins that succeed or fail for other reasons, this share carries a risk. */
export const RISK_SHARE = 0.008;

/** The burst of guessing: its share of all events, within bounds, its length, and how many days ago. */
export const GUESSING = { share: 0.002, min: 30, max: 400, durationMs: 24 * 60_000, daysAgo: 2.3 } as const;
