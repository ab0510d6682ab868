/** What recurring jobs did. Rows without a tenant; the application's role may write and read them. */
import { and, asc, desc, eq, lt, ne, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { jobRuns } from "@/db/schema";

export type JobRun = typeof jobRuns.$inferSelect;

export async function insertRun(db: Database, run: Pick<JobRun, "runId" | "job" | "startedAt">): Promise<void> {
  await db.insert(jobRuns).values({ ...run, outcome: "running" });
}

export async function finishRun(
  db: Database,
  run: Pick<JobRun, "runId" | "finishedAt" | "outcome" | "summary" | "removed">,
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

/** The latest run of each job that ended well, and the latest that did not. */
export async function selectLatestRuns(db: Database): Promise<JobRun[]> {
  return db
    .selectDistinctOn([jobRuns.job, jobRuns.outcome])
    .from(jobRuns)
    .where(ne(jobRuns.outcome, "running"))
    .orderBy(asc(jobRuns.job), asc(jobRuns.outcome), desc(jobRuns.startedAt));
}

/** How many rows the runs of each job that began since an instant removed, by table. */
export async function sumRemoved(db: Database, since: Date): Promise<{ job: string; table: string; rows: number }[]> {
  const rows = await db.execute<{ job: string; table: string; rows: string }>(sql`
    select job, key as table, sum(value::bigint) as rows from job_runs, jsonb_each_text(removed)
    where started_at >= ${since.toISOString()}::timestamptz group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({ ...row, rows: Number(row.rows) }));
}

/**
 * Deletes runs that began before an instant, and of each job all but the newest so many; how many there were. The
 * newest of each job and outcome stays however old it is: it says when something last worked, or that it did at all.
 * Through the owner's connection.
 */
export async function pruneRuns(owner: Database, before: Date, keptOfEach: number): Promise<number> {
  const { count } = await owner.execute(sql`
    delete from job_runs using (
      select run_id, row_number() over (partition by job order by started_at desc, run_id desc) as place,
        row_number() over (partition by job, outcome order by started_at desc, run_id desc) as place_of_outcome
      from job_runs) placed
    where placed.run_id = job_runs.run_id and place_of_outcome > 1 and outcome <> 'running'
      and (started_at < ${before.toISOString()}::timestamptz or place > ${keptOfEach}::int)`);
  return count;
}
