/** What recurring jobs did. Rows without a tenant; the application's role may write and read them. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { jobRuns } from "@/db/schema";

export type JobRun = typeof jobRuns.$inferSelect;

export async function insertRun(db: Database, run: Pick<JobRun, "runId" | "job" | "startedAt">): Promise<void> {
  await db.insert(jobRuns).values({ ...run, outcome: "running" });
}

export async function finishRun(
  db: Database,
  run: Pick<JobRun, "runId" | "finishedAt" | "outcome" | "summary">,
): Promise<void> {
  const { runId, ...result } = run;
  await db.update(jobRuns).set(result).where(eq(jobRuns.runId, runId));
}

/** Closes runs of a job that began before `before` and never ended: their process was killed. */
export async function closeAbandonedRuns(db: Database, job: string, before: Date, summary: string): Promise<void> {
  await db
    .update(jobRuns)
    .set({ outcome: "failed", summary })
    .where(and(eq(jobRuns.job, job), eq(jobRuns.outcome, "running"), lt(jobRuns.startedAt, before)));
}

/** The latest runs, newest first; of one job or of all. */
export async function selectRuns(db: Database, { job, limit }: { job?: string; limit: number }): Promise<JobRun[]> {
  return db
    .select()
    .from(jobRuns)
    .where(job === undefined ? undefined : eq(jobRuns.job, job))
    .orderBy(desc(jobRuns.startedAt), desc(jobRuns.runId))
    .limit(limit);
}
