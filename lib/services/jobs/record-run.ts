import { v7 as uuidv7 } from "uuid";
import { outsideTenants } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { rootMessage } from "@/db/errors";
import { closeAbandonedRuns, finishRun, insertRun } from "@/db/queries/job-runs";
import { DAY_MS } from "@/lib/model/retention";

/** No recurring job takes this long: a run that seems to was cut off with its process. */
const ABANDONED_AFTER_MS = DAY_MS;
const SUMMARY_MAX_CHARACTERS = 2000;

/** What a run did: one sentence, and for a job that removes rows how many, by table. Never a tenant's data. */
export interface RunOutcome {
  summary: string;
  removed?: Readonly<Record<string, number>>;
}

/** A run that did not do all of its work, with what it did. */
export class PartlyDoneError extends Error {
  constructor(readonly outcome: RunOutcome) {
    super(outcome.summary);
  }
}

/**
 * Runs a job's work and records when it ran, how it ended and what it did.
 * @param work returns what it did, or just the sentence.
 * @param startedAt UTC; the time the run is recorded under.
 * @param alone no other run of this job can be under way: those that seem to be were cut off.
 * @returns that sentence. @throws what the work throws, after recording it.
 */
export async function recordRun(
  job: string,
  work: () => Promise<string | RunOutcome>,
  { startedAt = new Date(), alone = false }: { startedAt?: Date; alone?: boolean } = {},
): Promise<string> {
  const { db } = appDatabase();
  const runId = uuidv7();
  await outsideTenants(async () => {
    const before = new Date(startedAt.getTime() + (alone ? 1 : -ABANDONED_AFTER_MS));
    await closeAbandonedRuns(db, job, before, "It ended without a word: its process was killed.");
    await insertRun(db, { runId, job, startedAt });
  });
  const finish = (outcome: "done" | "failed", { summary, removed = {} }: RunOutcome) =>
    outsideTenants(() =>
      finishRun(db, {
        ...{ runId, finishedAt: new Date(), outcome, summary: summary.slice(0, SUMMARY_MAX_CHARACTERS) },
        removed: Object.keys(removed).length > 0 ? removed : null,
      }),
    );
  try {
    const result = await work();
    const outcome = typeof result === "string" ? { summary: result } : result;
    await finish("done", outcome);
    return outcome.summary;
  } catch (error) {
    // When the database is what failed, the row stays open; the failure itself is what must come out.
    await finish("failed", outcomeOf(error)).catch(() => undefined);
    throw error;
  }
}

function outcomeOf(error: unknown): RunOutcome {
  if (error instanceof PartlyDoneError) return error.outcome;
  return { summary: rootMessage(error) };
}
