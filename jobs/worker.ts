/** The worker process: runs jobs until it is told to stop. Several of them share the work. */
import { setFlagsFromString } from "node:v8";
import { closeConnections } from "@/db/connections";
import { readEnvOrExit } from "@/lib/env";
import { log } from "@/lib/log";
import { queueStore } from "./connection";
import { applyRetentionJob } from "./contracts/apply-retention";
import { maintainPartitionsJob } from "./contracts/maintain-partitions";
import { closeQueues, enqueue } from "./enqueue";
import { type RunningWorkers, runWorkers } from "./run-workers";
import { scheduleRecurringJobs } from "./schedule";
import { createErrorThrottle, isBeyondRetrying } from "./store-errors";

/**
 * By default V8 lets the heap grow to four times of what is in use before it collects in earnest: building a bundle of
 * 100,000 records took 207 MB more than one of 1,000. Set here rather than on the command line, so that it holds however
 * the worker is started.
 */
setFlagsFromString("--heap-growing-percent=50");

/** Whoever stops us uses force soon after. */
const STOP_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 2_000;

const throttle = createErrorThrottle(() => performance.now());

function fail(error: unknown, message: string): never {
  log.fatal({ err: error }, message);
  process.exit(1);
}

function reportError(queue: string, error: Error): void {
  if (isBeyondRetrying(error))
    fail(error, "The queues cannot be used as they are. Migrate the database and start again.");
  const { report, heldBack } = throttle(`${queue} ${error.message}`);
  if (report) log.error({ queue, err: error, heldBack }, "The queue reports an error");
}

function stopOnSignals(workers: RunningWorkers): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    log.info("Stopping");
    const inTime = await workers.stop(STOP_WITHIN_MS - CLOSE_WITHIN_MS);
    if (!inTime) log.warn("Jobs were still running and are handed back: another worker takes them up");
    setTimeout(() => process.exit(0), CLOSE_WITHIN_MS).unref();
    await Promise.allSettled([closeQueues(), closeConnections()]);
    log.info("Stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void stop());
}

async function main(): Promise<void> {
  readEnvOrExit(["DATABASE_URL", "DATABASE_OWNER_URL"]);
  const workers = await runWorkers({
    onError: reportError,
    onDone: (queue, jobId, result) => log.info({ queue, jobId, result }, "Job done"),
    onFailed: (queue, jobId, error) => log.error({ queue, jobId, err: error }, "Job failed"),
  });
  stopOnSignals(workers);
  await scheduleRecurringJobs();
  // Not only by the clock: after a night without a worker there may be no partition for today, and too many old ones.
  await enqueue(maintainPartitionsJob, { reason: "start" });
  await enqueue(applyRetentionJob, { reason: "start" });
  log.info({ queues: queueStore().kind }, "The worker is ready");
  process.send?.("ready");
}

process.on("uncaughtException", (error) => fail(error, "Unexpected failure"));
process.on("unhandledRejection", (error) => fail(error, "Unexpected failure"));
main().catch((error: unknown) => fail(error, "The worker cannot start"));
