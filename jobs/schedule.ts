/** What recurs, and when. A schedule's id is its job's name, so a restart changes it instead of adding another. */
import { maintainPartitionsJob } from "./contracts/maintain-partitions";
import { queueOf } from "./enqueue";

const RECURRING = [
  // Two minutes past each hour: a day is sealed as soon as it has been over for two hours.
  { contract: maintainPartitionsJob, pattern: "2 * * * *", payload: { reason: "schedule" } },
] as const;

/** Puts every recurring job on the clock (UTC), and takes off what is no longer one. Safe from many workers at once. */
export async function scheduleRecurringJobs(): Promise<void> {
  for (const { contract, pattern, payload } of RECURRING) {
    const queue = queueOf(contract);
    await queue.upsertJobScheduler(
      contract.name,
      { pattern, tz: "UTC" },
      { name: contract.name, data: contract.payload.parse(payload), opts: contract.options },
    );
    for (const { key } of await queue.getJobSchedulers()) {
      if (key !== contract.name) await queue.removeJobScheduler(key);
    }
  }
}
