/** How far back sign-ins are kept and may be read: one rule for reading, ingest and purging. */
import { LICENSE_DEFINITIONS, LICENSES, type License } from "./licenses";

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
  return daysBefore(LICENSE_DEFINITIONS[license].retentionDays, now);
}

/** What decides how long a tenant's rows are stored. */
export interface LicenseTerms {
  license: License;
  licenseChangedAt: Date;
  /** The license before a downgrade; null where the present one keeps as long. */
  downgradedFrom: License | null;
}

/** When what a downgrade hid may be deleted; null where nothing is hidden, or where it is past. */
export function graceEnd({ licenseChangedAt, downgradedFrom }: LicenseTerms, now: Date): Date | null {
  const end = new Date(licenseChangedAt.getTime() + DOWNGRADE_GRACE_DAYS * DAY_MS);
  return downgradedFrom !== null && now < end ? end : null;
}

/** Before this a tenant's sign-ins are deleted: the reading cutoff, during the grace that of the license before. */
export function purgeCutoff(terms: LicenseTerms, now: Date): Date {
  const reading = retentionCutoff(terms.license, now);
  if (terms.downgradedFrom === null || graceEnd(terms, now) === null) return reading;
  const before = retentionCutoff(terms.downgradedFrom, now);
  return before < reading ? before : reading;
}

/** Before this nobody's sign-ins are kept: the longest retention in force. Without tenants, the longest there is. */
export function longestCutoff(terms: readonly LicenseTerms[], now: Date): Date {
  const cutoffs =
    terms.length > 0
      ? terms.map((each) => purgeCutoff(each, now))
      : LICENSES.map((license) => retentionCutoff(license, now));
  return new Date(Math.min(...cutoffs.map((cutoff) => cutoff.getTime())));
}

/** Whole UTC days that rows are kept which do not go by the license. */
export const KEPT_DAYS = {
  /** Provisioning records, whatever the license: those that may read them have 30 days of everything. */
  provisioning: 30,
  /** Refused because they were too old already: nobody will want them after a week. */
  lateRejections: 7,
  /** Longer than their answers are given again. */
  ingestRequests: 2,
  /** After their end. A day, because the clocks of several machines differ. */
  sessions: 1,
  /** Longer than guesses are counted together, so that purging never gives anybody a free one. */
  passwordAttempts: 2,
  /** Links that set a password, after their end. */
  passwordLinks: 30,
  /** People who did not come back from their identity provider. */
  ssoStates: 1,
  /** A browser that nobody has signed in with for so long is a stranger again. */
  knownDevices: 180,
  /** A name's last day may be that of an event which is only just being purged elsewhere. */
  namesAfterEvents: 2,
  /** An event lies at most a day ahead of the batch that brought it. */
  batchesAfterEvents: 1,
  /** Silences of sources that are over, longer than a source's habit looks back. */
  silences: 30,
  jobRuns: 30,
} as const;

/** The start of the UTC day so many days before the one that holds `at`. */
export function daysBefore(days: number, at: Date): Date {
  return new Date(startOfUtcDay(at).getTime() - days * DAY_MS);
}
