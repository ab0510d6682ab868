/** Runs the workers of a process and ends them in time. Apart from the process entry, so that tests can run it. */
import type { Job, Worker } from "bullmq";
import { MAX_RUNNING_PER_TENANT } from "@/lib/model/exports";
import { type QueueStore, queueStore } from "./connection";
import { applyRetentionJob } from "./contracts/apply-retention";
import { buildExportJob } from "./contracts/build-export";
import type { JobContract } from "./contracts/contract";
import { findUnusualJob } from "./contracts/find-unusual";
import { foldPairsJob } from "./contracts/fold-pairs";
import { sendPasswordLinksJob, sweepAttemptsJob, sweepPasswordLinksJob } from "./contracts/look-after-accounts";
import { expireExportsJob, sweepExportsJob } from "./contracts/look-after-exports";
import { mailDenialJob, sweepDenialMailsJob } from "./contracts/mail-denials";
import { maintainPartitionsJob } from "./contracts/maintain-partitions";
import { sendDigestsJob } from "./contracts/send-digests";
import { sweepGrantsJob } from "./contracts/sweep-grants";
import { watchSourcesJob } from "./contracts/watch-sources";
import { handleApplyRetention } from "./handlers/apply-retention";
import { handleBuildExport } from "./handlers/build-export";
import { handleFindUnusual } from "./handlers/find-unusual";
import { handleFoldPairs } from "./handlers/fold-pairs";
import type { JobHandler } from "./handlers/handler";
import { handleSendPasswordLinks, handleSweepAttempts, handleSweepPasswordLinks } from "./handlers/look-after-accounts";
import { handleExpireExports, handleSweepExports } from "./handlers/look-after-exports";
import { handleMailDenial, handleSweepDenialMails } from "./handlers/mail-denials";
import { handleMaintainPartitions } from "./handlers/maintain-partitions";
import { handleSendDigests } from "./handlers/send-digests";
import { handleSweepGrants } from "./handlers/sweep-grants";
import { handleWatchSources } from "./handlers/watch-sources";

/** A job whose worker died is taken up by another this often; the default of once would turn a second crash into a failure. */
const MAX_STALLED_COUNT = 20;
/** A running job is shown to be alive well within this time. */
const LOCK_MS = 30_000;
/** How often jobs are looked for whose worker no longer shows itself; the second look takes them over. */
const STALLED_CHECK_MS = 15_000;
/** Of the time to stop, what is set aside for giving back what still runs. */
const HAND_BACK_MS = 1_000;

interface Assignment {
  name: string;
  /** Parses the payload and runs the handler. */
  run: (data: unknown, signal: AbortSignal) => Promise<unknown>;
  /** Jobs of the kind that this process runs at a time. */
  concurrency: number;
}

function assign<Payload>(contract: JobContract<Payload>, handler: JobHandler<Payload>, concurrency = 1): Assignment {
  return { name: contract.name, run: (data, signal) => handler(contract.payload.parse(data), { signal }), concurrency };
}

/** One more than a tenant may have running, so that there is always a place for another's. */
const EXPORTS_AT_ONCE = MAX_RUNNING_PER_TENANT + 1;

const ASSIGNMENTS: readonly Assignment[] = [
  assign(maintainPartitionsJob, handleMaintainPartitions),
  assign(applyRetentionJob, handleApplyRetention),
  assign(foldPairsJob, handleFoldPairs),
  assign(findUnusualJob, handleFindUnusual),
  assign(buildExportJob, handleBuildExport, EXPORTS_AT_ONCE),
  assign(sweepExportsJob, handleSweepExports),
  assign(expireExportsJob, handleExpireExports),
  assign(sweepAttemptsJob, handleSweepAttempts),
  assign(sweepPasswordLinksJob, handleSweepPasswordLinks),
  assign(sendPasswordLinksJob, handleSendPasswordLinks),
  assign(sendDigestsJob, handleSendDigests),
  assign(watchSourcesJob, handleWatchSources),
  assign(sweepGrantsJob, handleSweepGrants),
  assign(mailDenialJob, handleMailDenial),
  assign(sweepDenialMailsJob, handleSweepDenialMails),
];

export interface WorkerEvents {
  onError: (queue: string, error: Error) => void;
  onDone: (queue: string, jobId: string, result: unknown) => void;
  onFailed: (queue: string, jobId: string, error: Error) => void;
}

export interface RunningWorkers {
  /**
   * Takes no further jobs, tells the running ones to stop, and waits for them. Those that still run shortly before
   * `withinMs` are handed back, so that another worker takes them up at once.
   * @returns whether all ended by themselves.
   */
  stop(withinMs: number): Promise<boolean>;
}

/** For tests, which do not wait half a minute. */
export interface WorkerTimings {
  lockMs: number;
  stalledCheckMs: number;
}

/** The jobs that run now, with the tokens that this process holds them by. */
type HeldJobs = Map<Job, string>;

/** @throws what the queues' store throws when it cannot be used as it is; nothing runs then. */
export async function runWorkers(
  events: WorkerEvents,
  store: QueueStore = queueStore(),
  timings: WorkerTimings = { lockMs: LOCK_MS, stalledCheckMs: STALLED_CHECK_MS },
): Promise<RunningWorkers> {
  const stopping = new AbortController();
  const held: HeldJobs = new Map();
  const workers = ASSIGNMENTS.map((assignment) => {
    const worker = openWorker(store, assignment, { signal: stopping.signal, held, timings });
    report(worker, events);
    return worker;
  });
  try {
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  } catch (error) {
    await Promise.allSettled(workers.map((worker) => worker.close(true)));
    throw error;
  }
  for (const worker of workers) void worker.run().catch((error: Error) => events.onError(worker.name, error));
  return {
    stop: async (withinMs) => {
      stopping.abort();
      const inTime = await endsWithin(Promise.all(workers.map((worker) => worker.close())), withinMs - HAND_BACK_MS);
      if (!inTime) await endsWithin(handBack(held), HAND_BACK_MS);
      return inTime;
    },
  };
}

function openWorker(
  store: QueueStore,
  { name, run, concurrency }: Assignment,
  { signal, held, timings }: { signal: AbortSignal; held: HeldJobs; timings: WorkerTimings },
): Worker {
  const process = async (job: Job, token = "") => {
    held.set(job, token);
    try {
      return await run(job.data, signal);
    } finally {
      held.delete(job);
    }
  };
  return store.openWorker(name, process, {
    autorun: false,
    concurrency,
    maxStalledCount: MAX_STALLED_COUNT,
    lockDuration: timings.lockMs,
    stalledInterval: timings.stalledCheckMs,
  });
}

function report(worker: Worker, events: WorkerEvents): void {
  worker.on("error", (error) => events.onError(worker.name, error));
  worker.on("completed", (job, result) => events.onDone(worker.name, job.id ?? "", result));
  worker.on("failed", (job, error) => events.onFailed(worker.name, job?.id ?? "", error));
}

/** Where that cannot be done, another worker notices after a while that nobody holds them any more. */
async function handBack(held: HeldJobs): Promise<void> {
  await Promise.allSettled([...held].map(([job, token]) => job.moveToWait(token)));
}

async function endsWithin(work: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, withinMs, false);
  });
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}
