/** What conditional-access policies came to, per UTC day: enforced ones, and ones that only report what they would do. */
import type { CategorySlug } from "./categories";
import type { Interval } from "./intervals";
import type { PolicyResult } from "./policy-results";
import { DAY_MS, startOfUtcDay } from "./retention";

export type PolicyRange = "7d" | "1m";
export const POLICY_RANGES: Record<PolicyRange, { label: string; days: number }> = {
  "7d": { label: "Last 7 days", days: 7 },
  "1m": { label: "Last 30 days", days: 30 },
};
export const DEFAULT_POLICY_RANGE: PolicyRange = "7d";

export function isPolicyRange(text: string): text is PolicyRange {
  return Object.hasOwn(POLICY_RANGES, text);
}

export const ENFORCED_RESULTS = ["success", "failure", "notApplied"] as const satisfies readonly PolicyResult[];
export const REPORT_ONLY_RESULTS = [
  "reportOnlySuccess",
  "reportOnlyFailure",
  "reportOnlyInterrupted",
  "reportOnlyNotApplied",
] as const satisfies readonly PolicyResult[];

export type PolicyCounts = Partial<Readonly<Record<PolicyResult, number>>>;

export interface PolicyDay extends Interval {
  counts: PolicyCounts;
}

export interface PolicySummary {
  /** As addresses name it: its id, or `~` and its name where records give no id. */
  key: string;
  name: string;
  id?: string;
  /** The value of the filter that means this policy. */
  filter: string;
  /** Over all logs. */
  counts: PolicyCounts;
}

/** Somebody whom a policy would have stopped, or asked for more. */
export interface AffectedPrincipal {
  key: string;
  name: string;
  /** Sign-ins. */
  n: number;
}

export interface AffectedPrincipals {
  /** The most affected ones. */
  rows: readonly AffectedPrincipal[];
  distinct: number;
  /** Set when time ran out: only sign-ins from here on were looked at. */
  countedBackTo: Date | null;
}

/** What a policy came to in one log. */
export interface PolicyLog {
  log: CategorySlug;
  /** Sign-ins. */
  n: number;
  counts: PolicyCounts;
}

export interface PolicyReport extends Omit<PolicySummary, "counts"> {
  interval: Interval;
  /** Logs in which the policy was weighed. */
  logs: readonly PolicyLog[];
  /** The one that the rest is about; null where the policy was not weighed in the range at all. */
  log: CategorySlug | null;
  /** Oldest first, without gaps. The last one is open: it ends where no sign-in lies. */
  days: readonly PolicyDay[];
  counts: PolicyCounts;
  /** Whom enforcing it would have stopped. */
  stopped: AffectedPrincipals;
  /** Whom enforcing it would have asked to do something. */
  asked: AffectedPrincipals;
}

/** So many UTC days, today included, open at the end for senders whose clock runs ahead. */
export function policyInterval(range: PolicyRange, now: Date): Interval {
  const today = startOfUtcDay(now).getTime();
  return { from: new Date(today - (POLICY_RANGES[range].days - 1) * DAY_MS), to: new Date(today + 2 * DAY_MS) };
}

/** The UTC days of an interval up to today, oldest first. */
export function policyDays({ from, to }: Interval, now: Date): Interval[] {
  const starts: Date[] = [];
  for (let at = from.getTime(); at <= now.getTime(); at += DAY_MS) starts.push(new Date(at));
  return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? to }));
}

export function sumOfCounts(counts: PolicyCounts): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

/**
 * The log to open first: where most was stopped or would have been, then where most would have been asked for, then where
 * the policy had most effect, and only then where it was weighed most. Null where it was not weighed at all.
 */
export function mostTellingLog(logs: readonly PolicyLog[]): CategorySlug | null {
  const weights = ({ counts, n }: PolicyLog) => [
    (counts.reportOnlyFailure ?? 0) + (counts.failure ?? 0),
    counts.reportOnlyInterrupted ?? 0,
    (counts.success ?? 0) + (counts.reportOnlySuccess ?? 0),
    n,
  ];
  const compare = (a: PolicyLog, b: PolicyLog) => {
    const ofB = weights(b);
    return weights(a).reduce((found, weight, index) => found || (ofB[index] ?? 0) - weight, 0);
  };
  return [...logs].sort(compare)[0]?.log ?? null;
}
