import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { applyRetentionJob } from "@/jobs/contracts/apply-retention";
import { maintainPartitionsJob } from "@/jobs/contracts/maintain-partitions";
import { closeQueues, enqueue, queueIsReachable, queueOf } from "@/jobs/enqueue";
import { type RunningWorkers, runWorkers, type WorkerEvents } from "@/jobs/run-workers";
import { scheduleRecurringJobs } from "@/jobs/schedule";
import { isBeyondRetrying } from "@/jobs/store-errors";
import { findFreePort } from "@/lib/cli/free-port";
import { listRuns } from "@/lib/services/jobs/list-runs";
import { listPartitions } from "@/lib/services/partitions/list-partitions";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { startRedis, type TestRedis } from "../../helpers/redis";

interface Outcome {
  result?: unknown;
  error?: Error;
}

let database: TestDatabase;
let redis: TestRedis;

beforeAll(async () => {
  database = await createTestDatabase();
  redis = await startRedis();
  connectTo(database);
});

afterAll(async () => {
  await closeConnections();
  await redis?.stop();
  await database?.drop();
});

describe.each(["postgresql", "redis"] as const)("queues in %s", (kind) => {
  let running: RunningWorkers | undefined;
  const open = () =>
    setQueueStore(openQueueStore(kind === "redis" ? { REDIS_URL: redis.url } : { DATABASE_URL: database.appUrl }));

  beforeEach(open);

  afterEach(async () => {
    await running?.stop(5000);
    running = undefined;
    for (const job of [maintainPartitionsJob, applyRetentionJob]) await queueOf(job).obliterate({ force: true });
    await closeQueues();
  });

  /** Starts the workers; `outcome` is how the next run of the job ends. Others may run by the clock meanwhile. */
  async function startWorkers(awaited = maintainPartitionsJob.name): Promise<{ outcome: Promise<Outcome> }> {
    let settle = (_: Outcome) => {};
    const outcome = new Promise<Outcome>((resolve) => {
      settle = resolve;
    });
    const events: WorkerEvents = {
      onDone: (queue, _jobId, result) => queue === awaited && settle({ result }),
      onFailed: (queue, _jobId, error) => queue === awaited && settle({ error }),
      onError: (_queue, error) => settle({ error }),
    };
    running = await runWorkers(events);
    return { outcome };
  }

  it("are where the settings say, and reachable", async () => {
    expect(openQueueStoreKind()).toBe(kind);
    expect(await queueIsReachable()).toBe(true);
  });

  it("hold a recurring job once, however often workers start", async () => {
    for (let start = 0; start < 3; start++) {
      await scheduleRecurringJobs();
      await closeQueues();
      open();
    }
    await Promise.all([scheduleRecurringJobs(), scheduleRecurringJobs()]);
    for (const [job, pattern] of [
      [maintainPartitionsJob, "2 * * * *"],
      [applyRetentionJob, "27 * * * *"],
    ] as const) {
      const queue = queueOf(job);
      const schedulers = await queue.getJobSchedulers();
      expect(schedulers.map(({ key, pattern, tz }) => ({ key, pattern, tz }))).toEqual([
        { key: job.name, pattern, tz: "UTC" },
      ]);
      expect(await queue.getDelayedCount()).toBe(1);
    }
  });

  it("forget a schedule that is no longer one of ours", async () => {
    await queueOf(maintainPartitionsJob).upsertJobScheduler("earlier-name", { pattern: "0 0 * * *" });
    await scheduleRecurringJobs();
    const keys = (await queueOf(maintainPartitionsJob).getJobSchedulers()).map(({ key }) => key);
    expect(keys).toEqual(["maintain-partitions"]);
  });

  it("run the handler, which records what it did", async () => {
    const { outcome } = await startWorkers();
    await enqueue(maintainPartitionsJob, { reason: "start" });
    expect(await outcome).toEqual({ result: expect.stringMatching(/^Made \d partitions\./) });
    const [run] = await listRuns({ job: "maintain-partitions" });
    expect(run).toMatchObject({
      outcome: "done",
      summary: expect.stringMatching(/^Made/),
      finishedAt: expect.any(Date),
    });
    expect((await listPartitions()).length).toBeGreaterThanOrEqual(4);
  });

  it("apply retention, and record what was removed", async () => {
    const { outcome } = await startWorkers(applyRetentionJob.name);
    await enqueue(applyRetentionJob, { reason: "request" });
    expect(await outcome).toEqual({ result: expect.stringMatching(/^(Dropped|Removed|Nothing)/) });
    expect((await listRuns({ job: "apply-retention" }))[0]).toMatchObject({ outcome: "done" });
  });

  it("run a recurring job by the clock, and set its next run", async () => {
    const { outcome } = await startWorkers();
    const { name, options } = maintainPartitionsJob;
    const queue = queueOf(maintainPartitionsJob);
    await queue.upsertJobScheduler(name, { every: 300 }, { name, data: { reason: "schedule" }, opts: options });
    expect(await outcome).toEqual({ result: expect.stringMatching(/^Made/) });
    expect((await queue.getJobScheduler(name))?.next).toBeGreaterThan(0);
    expect(await queue.getJobSchedulersCount()).toBe(1);
  });

  it("take no job whose payload is not the contract's", async () => {
    const wrong = { reason: "boredom" } as unknown as { reason: "start" };
    await expect(enqueue(maintainPartitionsJob, wrong)).rejects.toThrow(/reason/);
    expect(await queueOf(maintainPartitionsJob).getJobCountByTypes("waiting", "delayed", "active")).toBe(0);
  });

  it("fail a job whose payload this version does not understand, without running it", async () => {
    const runs = () => listRuns({ job: maintainPartitionsJob.name });
    const before = (await runs()).length;
    const { outcome } = await startWorkers();
    await queueOf(maintainPartitionsJob).add(
      "maintain-partitions",
      { reason: "start", more: 1 },
      { attempts: 1, jobId: "odd" },
    );
    expect((await outcome).error?.message).toMatch(/more/);
    expect((await runs()).length).toBe(before);
  });

  it("end their workers in time", async () => {
    await startWorkers();
    expect(await running?.stop(5000)).toBe(true);
  });
});

describe("a store that cannot be used", () => {
  it("ends the workers' start instead of letting them report it in a loop", async () => {
    const url = new URL(database.superuserUrl);
    url.pathname = "postgres";
    const store = openQueueStore({ DATABASE_URL: url.href });
    const ignore = { onError: () => {}, onDone: () => {}, onFailed: () => {} };
    const error = await runWorkers(ignore, store).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    await store.close();
    expect(isBeyondRetrying(error)).toBe(true);
  });

  it("is not reachable when nobody listens there", async () => {
    const port = await findFreePort();
    for (const settings of [
      { REDIS_URL: `redis://127.0.0.1:${port}` },
      { DATABASE_URL: `postgres://x:y@127.0.0.1:${port}/z` },
    ]) {
      const store = openQueueStore(settings);
      setQueueStore(store);
      expect(await queueIsReachable()).toBe(false);
      await store.close();
    }
    setQueueStore(undefined);
  });
});

function openQueueStoreKind(): string {
  return (globalThis as { signbookQueueStore?: { kind: string } }).signbookQueueStore?.kind ?? "none";
}
