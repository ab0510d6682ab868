import { type ChildProcess, spawn } from "node:child_process";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { listRuns } from "@/lib/services/jobs/list-runs";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";

let database: TestDatabase;
let worker: Worker | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
});

afterEach(() => worker?.process.kill("SIGKILL"));

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

describe("the worker process", () => {
  it("maintains the partitions and applies retention when it starts, and ends in time when told to", async () => {
    worker = startWorker({ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl });
    await worker.says("Job done", 2);
    // Another may have been one of them, by the clock.
    const outcomes = async (job: string) => (await listRuns({ job })).map(({ outcome }) => outcome);
    for (const job of ["apply-retention", "maintain-partitions"]) {
      await expect.poll(() => outcomes(job), { timeout: 30_000 }).toEqual(["done"]);
    }
    expect(worker.lines().map(({ msg }) => msg)).toContain("The worker is ready");
    worker.process.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(worker.lines().at(-1)).toMatchObject({ level: "info", msg: "Stopped" });
  });

  it("ends with an error when the queues' tables are missing, instead of reporting it in a loop", async () => {
    await renameSchema("bullmq", "elsewhere");
    worker = startWorker({ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl });
    expect(await worker.ended).toBe(1);
    await renameSchema("elsewhere", "bullmq");
    expect(worker.lines().filter(({ level }) => level === "fatal")).toHaveLength(1);
    expect(worker.lines().length).toBeLessThan(5);
  });

  it("names the setting that it cannot do without", async () => {
    worker = startWorker({ DATABASE_URL: database.appUrl });
    expect(await worker.ended).toBe(1);
    expect(worker.errors()).toMatch(/DATABASE_OWNER_URL: not set/);
  });
});

async function renameSchema(from: string, to: string): Promise<void> {
  const superuser = postgres(database.superuserUrl, { max: 1 });
  await superuser`alter schema ${superuser(from)} rename to ${superuser(to)}`;
  await superuser.end();
}

interface Worker {
  process: ChildProcess;
  /** The exit code. */
  ended: Promise<number | null>;
  lines: () => { level: string; msg: string }[];
  errors: () => string;
  /** Resolves once it has logged this so many times. */
  says: (message: string, times?: number) => Promise<void>;
}

function startWorker(settings: Record<string, string>): Worker {
  const child = spawn(process.execPath, ["lib/cli/run.mjs", "jobs/worker.ts"], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", TZ: "UTC", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { out: "", err: "" };
  const waiting: { message: string; times: number; resolve: () => void }[] = [];
  child.stdout.on("data", (chunk: Buffer) => {
    output.out += chunk;
    for (const { message, times, resolve } of waiting) {
      if (output.out.split(`"msg":"${message}"`).length > times) resolve();
    }
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.err += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    process: child,
    ended,
    errors: () => output.err,
    lines: () =>
      output.out
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line)),
    says: (message, times = 1) =>
      Promise.race([
        new Promise<void>((resolve) => waiting.push({ message, times, resolve })),
        ended.then((code) => {
          throw new Error(`The worker ended with ${code}: ${output.out}${output.err}`);
        }),
      ]),
  };
}
