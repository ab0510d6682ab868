import { type ChildProcess, spawn } from "node:child_process";
import { childEnvironment } from "@/lib/env";
import { TEST_AUTH_SECRET } from "./web-process";

export interface WorkerOptions {
  appUrl: string;
  ownerUrl: string;
  settings?: Readonly<Record<string, string>>;
}

/** The worker as an installation runs it. */
export function startWorker({ appUrl, ownerUrl, settings }: WorkerOptions): ChildProcess {
  return spawn(process.execPath, ["lib/cli/run.mjs", "jobs/worker.ts"], {
    env: childEnvironment({
      ...{ DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, NODE_ENV: "production" },
      ...{ AUTH_SECRET: TEST_AUTH_SECRET, ...settings },
    }),
    stdio: "ignore",
  });
}

/** Ends it as a crash would. */
export async function killWorker(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill("SIGKILL");
  await ended;
}
