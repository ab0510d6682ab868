/** The site as it runs in production, as a child process whose memory can be watched. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { ensureBuilt } from "@/lib/cli/build.mjs";
import { findFreePort } from "@/lib/cli/free-port";
import { WEB_NODE_FLAGS } from "@/lib/cli/process-environment";
import { childEnvironment } from "@/lib/env";

const SAMPLE_MS = 100;
export const BENCH_AUTH_SECRET = "a secret for benchmarks only, forty characters";

export interface WebProcess {
  url: string;
  /** The most resident memory seen so far, MB. */
  peakMemoryMb(): number;
  stop(): Promise<void>;
}

/** Builds if needed, starts the web process on a free port and waits until it answers. */
export async function startWebProcess(
  appUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<WebProcess> {
  await ensureBuilt();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...WEB_NODE_FLAGS, "lib/cli/run.mjs", "lib/server/main.ts"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: childEnvironment({
      PORT: String(port),
      APP_URL: url,
      DATABASE_URL: appUrl,
      AUTH_SECRET: BENCH_AUTH_SECRET,
      NODE_ENV: "production",
      ...settings,
    }),
  });
  await untilAnswering(`${url}/healthz`, child);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMb(child.pid as number));
  }, SAMPLE_MS);
  return {
    url,
    peakMemoryMb: () => peak,
    async stop() {
      clearInterval(timer);
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`The web process ended with code ${child.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} did not answer within a minute`);
}

function residentMb(pid: number): number {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
