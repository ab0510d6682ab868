/** What recurs, and when. A schedule's id is its job's name, so a restart changes it instead of adding another. */
import { applyRetentionJob } from "./contracts/apply-retention";
import type { JobContract } from "./contracts/contract";
import { findUnusualJob } from "./contracts/find-unusual";
import { foldPairsJob } from "./contracts/fold-pairs";
import { sweepAttemptsJob, sweepPasswordLinksJob } from "./contracts/look-after-accounts";
import { expireExportsJob, sweepExportsJob } from "./contracts/look-after-exports";
import { sweepDenialMailsJob } from "./contracts/mail-denials";
import { maintainPartitionsJob } from "./contracts/maintain-partitions";
import { sendDigestsJob } from "./contracts/send-digests";
import { sweepGrantsJob } from "./contracts/sweep-grants";
import { watchSourcesJob } from "./contracts/watch-sources";
import { queueOf } from "./enqueue";

interface Recurring {
  /** Puts the job on the clock. */
  schedule: () => Promise<void>;
}

/** @param pattern cron, UTC. */
function recurring<Payload>(contract: JobContract<Payload>, pattern: string, payload: Payload): Recurring {
  return { schedule: () => schedule(contract, pattern, payload) };
}

const RECURRING: readonly Recurring[] = [
  // Two minutes past each hour: a day is sealed as soon as it has been over for two hours.
  recurring(maintainPartitionsJob, "2 * * * *", { reason: "schedule" }),
  // Days end at midnight (UTC), but a grace may end at any hour, and a run that could not finish is gone on with.
  recurring(applyRetentionJob, "27 * * * *", { reason: "schedule" }),
  // With seconds: the pages of things read what is not folded yet from the sign-ins.
  recurring(foldPairsJob, "*/30 * * * * *", { reason: "schedule" }),
  // Between two folds, so that they do not wait for each other.
  recurring(findUnusualJob, "15,45 * * * * *", { reason: "schedule" }),
  recurring(sweepExportsJob, "* * * * *", { reason: "schedule" }),
  recurring(sweepAttemptsJob, "* * * * *", { reason: "schedule" }),
  recurring(sweepPasswordLinksJob, "* * * * *", { reason: "schedule" }),
  recurring(sweepGrantsJob, "* * * * *", { reason: "schedule" }),
  recurring(sweepDenialMailsJob, "* * * * *", { reason: "schedule" }),
  // Mondays begin at every hour and quarter of an hour somewhere.
  recurring(sendDigestsJob, "*/5 * * * *", { reason: "schedule" }),
  recurring(watchSourcesJob, "*/5 * * * *", { reason: "schedule" }),
  recurring(expireExportsJob, "17 * * * *", { reason: "schedule" }),
];

/** Puts every recurring job on the clock, and takes off what is no longer one. Safe from many workers at once. */
export async function scheduleRecurringJobs(): Promise<void> {
  for (const { schedule: start } of RECURRING) await start();
}

async function schedule<Payload>(contract: JobContract<Payload>, pattern: string, payload: Payload): Promise<void> {
  const queue = queueOf(contract);
  const template = { name: contract.name, data: contract.payload.parse(payload), opts: contract.options };
  try {
    await queue.upsertJobScheduler(contract.name, { pattern, tz: "UTC" }, template);
  } catch (error) {
    // In PostgreSQL one of two workers that start at once meets the other's next job and fails, with the work done.
    const present = await queue.getJobScheduler(contract.name);
    if (present?.pattern !== pattern) throw error;
  }
  for (const { key } of await queue.getJobSchedulers()) {
    if (key !== contract.name) await queue.removeJobScheduler(key);
  }
}
