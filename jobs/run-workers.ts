/** Runs the workers of a process and ends them in time. Apart from the process entry, so that tests can run it. */
import type { Worker } from "bullmq";
import { MAX_RUNNING_PER_TENANT } from "@/lib/model/exports";
import { type QueueStore, queueStore } from "./connection";
import { buildExportJob } from "./contracts/build-export";
import type { JobContract } from "./contracts/contract";
import { expireExportsJob, sweepExportsJob } from "./contracts/look-after-exports";
import { maintainPartitionsJob } from "./contracts/maintain-partitions";
import { handleBuildExport } from "./handlers/build-export";
import type { JobHandler } from "./handlers/handler";
import { handleExpireExports, handleSweepExports } from "./handlers/look-after-exports";
import { handleMaintainPartitions } from "./handlers/maintain-partitions";

/** A job whose worker died is taken up by another this often; the default of once would turn a second crash into a failure. */
const MAX_STALLED_COUNT = 20;

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
  assign(buildExportJob, handleBuildExport, EXPORTS_AT_ONCE),
  assign(sweepExportsJob, handleSweepExports),
  assign(expireExportsJob, handleExpireExports),
];

export interface WorkerEvents {
  onError: (queue: string, error: Error) => void;
  onDone: (queue: string, jobId: string, result: unknown) => void;
  onFailed: (queue: string, jobId: string, error: Error) => void;
}

export interface RunningWorkers {
  /**
   * Takes no further jobs, tells the running ones to stop, and waits for them. After `withinMs` those that still run are
   * left to another worker, which notices that this one no longer holds them.
   * @returns whether all ended by themselves.
   */
  stop(withinMs: number): Promise<boolean>;
}

/** @throws what the queues' store throws when it cannot be used as it is; nothing runs then. */
export async function runWorkers(events: WorkerEvents, store: QueueStore = queueStore()): Promise<RunningWorkers> {
  const stopping = new AbortController();
  const workers = ASSIGNMENTS.map((assignment) => openWorker(store, assignment, stopping.signal, events));
  try {
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  } catch (error) {
    await Promise.allSettled(workers.map((worker) => worker.close(true)));
    throw error;
  }
  for (const worker of workers) void worker.run().catch((error: Error) => events.onError(worker.name, error));
  return { stop: (withinMs) => stopWorkers(workers, stopping, withinMs) };
}

function openWorker(
  store: QueueStore,
  { name, run, concurrency }: Assignment,
  signal: AbortSignal,
  events: WorkerEvents,
): Worker {
  const worker = store.openWorker(name, (job) => run(job.data, signal), {
    autorun: false,
    concurrency,
    maxStalledCount: MAX_STALLED_COUNT,
  });
  worker.on("error", (error) => events.onError(name, error));
  worker.on("completed", (job, result) => events.onDone(name, job.id ?? "", result));
  worker.on("failed", (job, error) => events.onFailed(name, job?.id ?? "", error));
  return worker;
}

async function stopWorkers(workers: readonly Worker[], stopping: AbortController, withinMs: number): Promise<boolean> {
  stopping.abort();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, withinMs, false);
  });
  const ended = Promise.all(workers.map((worker) => worker.close())).then(() => true);
  const inTime = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (!inTime) void Promise.allSettled(workers.map((worker) => worker.close(true)));
  return inTime;
}
