/** The web process as it runs in production: the built site behind our own server. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { findFreePort } from "@/lib/cli/free-port";
import { childEnvironment } from "@/lib/env";

/** Of every site in tests: services in a test's own process open what it has sealed. */
export const TEST_AUTH_SECRET = "a secret for tests only, of forty characters";

export interface WebProcess {
  url: string;
  /** Lets running requests end. */
  stop(): Promise<void>;
}

export interface WebProcessOptions {
  /** The database, as the application's role. */
  appUrl: string;
  /** Where its log goes. */
  logFile: string;
  settings?: Readonly<Record<string, string>>;
}

/** Starts it on a free port and waits until it takes requests. The site must have been built. */
export async function startWebProcess({ appUrl, logFile, settings }: WebProcessOptions): Promise<WebProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, ["lib/cli/run.mjs", "lib/server/main.ts"], {
    // It says when it is ready, and ends when this process does.
    stdio: ["ignore", log, log, "ipc"],
    env: childEnvironment({
      PORT: String(port),
      APP_URL: url,
      DATABASE_URL: appUrl,
      AUTH_SECRET: TEST_AUTH_SECRET,
      NODE_ENV: "production",
      ...settings,
    }),
  });
  closeSync(log);
  await untilReady(child, logFile);
  return { url, stop: () => stopProcess(child) };
}

function untilReady(child: ChildProcess, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`The web process ended with code ${code}:\n${readFileSync(logFile, "utf8").slice(-4000)}`));
    });
  });
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

/** What a log tells of faults: lines of level error or worse, and lines that are none of ours. */
export function faultsIn(log: string): string[] {
  return log.split("\n").filter((line) => {
    if (line.trim() === "") return false;
    try {
      return ["error", "fatal"].includes(JSON.parse(line).level);
    } catch {
      return true;
    }
  });
}
