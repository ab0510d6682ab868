/** How a report's search is cut into statements: by time, or by number where whole records are read for its condition. */
import type { Database } from "@/db/client";
import { type Interval, joinIntervals, MAX_STEP_MS } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import { stretchesHolding } from "../sign-ins/counted-steps";
import { countByHour } from "../sign-ins/presence";
import { StepSize, spanOf } from "../sign-ins/search-steps";
import { beforeDeadline, ReportDeadlineError, type ResolvedLog } from "./report-logs";

/**
 * Reading a record for a condition takes 20 to 60 µs: this many take about a second, so that a page of eight can tell how
 * far it came.
 */
export const RECORDS_PER_STEP = 20_000;

/** Where hardly any record had to be read, a statement looks at so many times as many in the end. */
const LARGEST = 8;

/** A size for the steps of one search. @param most what a statement looks at in which each record is read once. */
export function recordsPerStep(
  logs: readonly Pick<ResolvedLog, "recordReads">[],
  most: number = RECORDS_PER_STEP,
): StepSize {
  const reads = Math.max(1, ...logs.map(({ recordReads }) => recordReads));
  const first = Math.ceil(most / reads);
  return new StepSize(first, first * LARGEST);
}

/**
 * Stretches in which any of the logs can have matches, in reading order, none longer than a statement should search.
 * @throws ReportDeadlineError when not even that is known in time.
 */
export async function stepsOf(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  logs: readonly Pick<ResolvedLog, "category" | "intervals" | "recordReads">[],
  { direction, deadline }: { direction: "asc" | "desc"; deadline: number },
  size: StepSize,
): Promise<Iterable<Interval>> {
  const [first, ...others] = joinIntervals(logs.flatMap(({ intervals }) => intervals.map((each) => ({ ...each }))));
  if (!first) return [];
  const intervals = [first, ...others] as const;
  if (logs.every(({ recordReads }) => recordReads === 0)) return byTime(intervals, direction);
  const categories = logs.map(({ category }) => category);
  const hours = await beforeDeadline(db, scope, deadline, (tenant) =>
    countByHour(tenant, categories, spanOf(intervals)),
  );
  if (!hours) throw new ReportDeadlineError();
  return stretchesHolding(intervals, hours, direction === "asc" ? "newer" : "older", size);
}

function* byTime(intervals: readonly Interval[], direction: "asc" | "desc"): Generator<Interval> {
  for (const { from, to } of direction === "asc" ? intervals : [...intervals].reverse()) {
    const [first, last] = [from.getTime(), to.getTime()];
    for (let done = 0; first + done < last; done += MAX_STEP_MS) {
      yield direction === "asc"
        ? { from: new Date(first + done), to: new Date(Math.min(last, first + done + MAX_STEP_MS)) }
        : { from: new Date(Math.max(first, last - done - MAX_STEP_MS)), to: new Date(last - done) };
    }
  }
}
