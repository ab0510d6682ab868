import { v7 as uuidv7 } from "uuid";
import { outsideTenants } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { closeAbandonedRuns, finishRun, insertRun } from "@/db/queries/job-runs";
import { DAY_MS } from "@/lib/model/retention";

/** No recurring job takes this long: a run that seems to was cut off with its process. */
const ABANDONED_AFTER_MS = DAY_MS;
const SUMMARY_MAX_CHARACTERS = 2000;

/**
 * Runs a job's work and records when it ran, how it ended and what it did.
 * @param work returns one sentence on what it did; never a tenant's data.
 * @param startedAt UTC; the time the run is recorded under.
 * @param alone no other run of this job can be under way: those that seem to be were cut off.
 * @returns that sentence. @throws what the work throws, after recording it.
 */
export async function recordRun(
  job: string,
  work: () => Promise<string>,
  { startedAt = new Date(), alone = false }: { startedAt?: Date; alone?: boolean } = {},
): Promise<string> {
  const { db } = appDatabase();
  const runId = uuidv7();
  await outsideTenants(async () => {
    const before = new Date(startedAt.getTime() + (alone ? 1 : -ABANDONED_AFTER_MS));
    await closeAbandonedRuns(db, job, before, "It ended without a word: its process was killed.");
    await insertRun(db, { runId, job, startedAt });
  });
  const finish = (outcome: "done" | "failed", summary: string) =>
    outsideTenants(() =>
      finishRun(db, { runId, finishedAt: new Date(), outcome, summary: summary.slice(0, SUMMARY_MAX_CHARACTERS) }),
    );
  try {
    const summary = await work();
    await finish("done", summary);
    return summary;
  } catch (error) {
    // When the database is what failed, the row stays open; the failure itself is what must come out.
    await finish("failed", error instanceof Error ? error.message : String(error)).catch(() => undefined);
    throw error;
  }
}
