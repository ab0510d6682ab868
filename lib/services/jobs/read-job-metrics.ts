import { outsideTenants } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type JobRun, selectLatestRuns, sumRemoved } from "@/db/queries/job-runs";
import { jobLastFailure, jobLastSuccess, jobRowsRemoved, jobSeconds } from "@/lib/metrics";
import { UnavailableError } from "@/lib/model/errors";
import { DAY_MS } from "@/lib/model/retention";

/**
 * Sets the figures of jobs to what their records say. Where the database is away there are none: this process can still
 * tell its own.
 */
export async function readJobMetrics({ now = new Date() }: { now?: Date } = {}): Promise<void> {
  const { db } = appDatabase();
  const read = () => Promise.all([selectLatestRuns(db), sumRemoved(db, new Date(now.getTime() - DAY_MS))]);
  const [runs, removed] = await outsideTenants(read).catch(nothingWhileAway);
  for (const gauge of [jobLastSuccess, jobLastFailure, jobSeconds, jobRowsRemoved]) gauge.reset();
  for (const run of runs) {
    if (run.outcome === "done") setSuccess(run);
    else jobLastFailure.set({ job: run.job }, seconds(run.finishedAt ?? run.startedAt));
  }
  for (const { job, table, rows } of removed) jobRowsRemoved.set({ job, table }, rows);
}

function nothingWhileAway(error: unknown): [[], []] {
  if (error instanceof UnavailableError) return [[], []];
  throw error;
}

function setSuccess({ job, startedAt, finishedAt }: JobRun): void {
  const endedAt = finishedAt ?? startedAt;
  jobLastSuccess.set({ job }, seconds(endedAt));
  jobSeconds.set({ job }, seconds(endedAt) - seconds(startedAt));
}

function seconds(at: Date): number {
  return at.getTime() / 1000;
}
