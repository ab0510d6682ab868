/** How far back sign-ins are kept and may be read: one rule for reading, ingest and purging. */
import { LICENSE_DEFINITIONS, type License } from "./licenses";

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

/** How far ahead of our clock a sender's event may lie and still be stored and shown. */
export const FUTURE_TOLERANCE_MS = 24 * HOUR_MS;

/** A downgrade hides at once but deletes only after this many further days, so that a mistaken change loses nothing. */
export const DOWNGRADE_GRACE_DAYS = 7;

/** The start (UTC) of the UTC day that holds the instant. */
export function startOfUtcDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
}

/**
 * The oldest instant a license keeps: a whole UTC day, so that hourly and daily roll-ups are never cut in half.
 * Events before it are refused by ingest, invisible to reading and due for purging.
 */
export function retentionCutoff(license: License, now: Date): Date {
  const days = LICENSE_DEFINITIONS[license].retentionDays;
  return new Date(startOfUtcDay(now).getTime() - days * DAY_MS);
}
