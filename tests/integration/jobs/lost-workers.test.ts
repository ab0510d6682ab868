/** What becomes of a job whose worker dies or must go while it runs, in both kinds of queues. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import postgres, { type ReservedSql, type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { applyRetentionJob } from "@/jobs/contracts/apply-retention";
import { closeQueues, enqueue, queueOf } from "@/jobs/enqueue";
import { type RunningWorkers, runWorkers } from "@/jobs/run-workers";
import { listRuns } from "@/lib/services/jobs/list-runs";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { startRedis, type TestRedis } from "../../helpers/redis";

let database: TestDatabase;
let redis: TestRedis;
let superuser: Sql;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  redis = await startRedis();
  superuser = postgres(database.superuserUrl, { max: 2, onnotice: () => {} });
  connectTo(database);
});

afterAll(async () => {
  await superuser?.end();
  await closeConnections();
  await redis?.stop();
  await database?.drop();
});

describe.each(["postgresql", "redis"] as const)("with the queues in %s, a job", (kind) => {
  let workers: RunningWorkers | undefined;
  let blocker: ReservedSql | undefined;
  const settings = () => (kind === "redis" ? { REDIS_URL: redis.url } : {});

  beforeEach(async () => {
    setQueueStore(openQueueStore({ ...settings(), DATABASE_URL: database.appUrl }));
    // What the job has to write first waits for this.
    blocker = await superuser.reserve();
    await blocker`begin`;
    await blocker`lock table job_runs in access exclusive mode`;
  });

  afterEach(async () => {
    await unblock();
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await workers?.stop(5000);
    workers = undefined;
    await queueOf(applyRetentionJob).obliterate({ force: true });
    await closeQueues();
  });

  async function unblock(): Promise<void> {
    const held = blocker;
    blocker = undefined;
    if (!held) return;
    await held`rollback`;
    held.release();
  }

  async function startChild(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["lib/cli/run.mjs", "tests/integration/jobs/programs/run-workers.ts"], {
      env: {
        ...{ PATH: process.env.PATH, NODE_ENV: "production", TZ: "UTC", STOP_WITHIN_MS: "2000" },
        ...{ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, ...settings() },
      },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    children.push(child);
    await once(child, "message");
    return child;
  }

  /** A worker process that has begun the job and cannot get on with it. */
  async function startStuck(): Promise<{ child: ChildProcess; jobId: string }> {
    const child = await startChild();
    const jobId = await enqueue(applyRetentionJob, { reason: "request" });
    await expect.poll(() => queueOf(applyRetentionJob).getActiveCount(), { timeout: 20_000 }).toBe(1);
    return { child, jobId };
  }

  /** Workers of this process; resolves with how the next job ends. */
  function nextOutcome(): Promise<{ jobId: string; error?: Error }> {
    return new Promise((resolve, reject) => {
      const events = {
        onDone: (_: string, jobId: string) => resolve({ jobId }),
        onFailed: (_: string, jobId: string, error: Error) => resolve({ jobId, error }),
        onError: (_: string, error: Error) => reject(error),
      };
      runWorkers(events, undefined, { lockMs: 1000, stalledCheckMs: 500 }).then((running) => {
        workers = running;
      }, reject);
    });
  }

  it("is taken over when its worker is killed, and done once", async () => {
    const { child, jobId } = await startStuck();
    child.kill("SIGKILL");
    await unblock();
    const before = (await listRuns({ job: "apply-retention" })).filter(({ outcome }) => outcome === "done").length;
    expect(await nextOutcome()).toEqual({ jobId });
    expect((await queueOf(applyRetentionJob).getJob(jobId))?.stalledCounter).toBe(1);
    const runs = await listRuns({ job: "apply-retention" });
    expect(runs.filter(({ outcome }) => outcome === "done")).toHaveLength(before + 1);
    expect(runs.filter(({ outcome }) => outcome === "running")).toEqual([]);
    expect(await queueOf(applyRetentionJob).getJobCountByTypes("waiting", "active", "delayed", "failed")).toBe(0);
  }, 120_000);

  it("is handed back when its worker must go before it is done, and taken up at once", async () => {
    const { child, jobId } = await startStuck();
    const startedAt = performance.now();
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(code).toBe(3);
    expect(await queueOf(applyRetentionJob).getJobCounts("waiting", "active")).toEqual({ waiting: 1, active: 0 });
    await unblock();
    expect(await nextOutcome()).toEqual({ jobId });
    expect((await queueOf(applyRetentionJob).getJob(jobId))?.stalledCounter).toBe(0);
  }, 120_000);
});
