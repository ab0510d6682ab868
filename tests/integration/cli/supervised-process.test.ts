import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { FatalError } from "@/lib/cli/fatal-error";
import { isAlive } from "@/lib/cli/process-identity.mjs";
import { SupervisedProcess } from "@/lib/cli/supervised-process";
import { childEnvironment } from "@/lib/env";

const started: SupervisedProcess[] = [];

afterEach(() => {
  for (const each of started.splice(0)) each.kill();
});

function supervise(script: string, readyAfterMs = 60_000) {
  const output: string[] = [];
  const reports: string[] = [];
  const supervised = new SupervisedProcess({
    name: "part",
    args: ["-e", script],
    env: childEnvironment({}),
    readyAfterMs,
    write: (line) => output.push(line),
    report: (line) => reports.push(line),
    delayMs: () => 10,
  });
  started.push(supervised);
  return { supervised, output, reports };
}

const RUNS = "process.send('ready'); setInterval(() => {}, 1000);";
const identity = (pid: number | undefined) => ({ pid: pid ?? 0, startedAt: null });

describe("SupervisedProcess", () => {
  it("starts a process again that was killed, and says so", async () => {
    const { supervised, reports } = supervise(RUNS);
    await supervised.ready;
    const first = supervised.pid;
    process.kill(first ?? 0, "SIGKILL");
    await expect.poll(() => supervised.pid, { timeout: 10_000 }).not.toBe(first);
    expect(reports).toEqual([expect.stringContaining("was ended by SIGKILL")]);
  });

  it("gives up on a process that never gets ready, and tells what it said", async () => {
    const { supervised, output } = supervise("console.error('no such table'); process.exit(3);");
    await expect(supervised.ready).rejects.toThrow(FatalError);
    await expect(supervised.ready).rejects.toThrow(/ended with code 3, 3 times/);
    expect(output.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: "error", process: "part", msg: "no such table" }),
    );
  });

  it("takes a process that says nothing for ready after a while", async () => {
    const { supervised } = supervise("setInterval(() => {}, 1000);", 50);
    await expect(supervised.ready).resolves.toBeUndefined();
  });

  it("lets a process finish when it stops it, and does not start it again", async () => {
    const { supervised, output, reports } = supervise(
      `process.on('SIGTERM', () => { console.log('finished'); process.exit(0); }); ${RUNS}`,
    );
    await supervised.ready;
    const { pid } = supervised;
    await supervised.stop(10_000);
    await expect.poll(() => output.join()).toContain("finished");
    expect(reports).toEqual([]);
    expect(isAlive(identity(pid))).toBe(false);
  });

  it("ends by force what does not listen, with all that it has started", async () => {
    const inner = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(process.pid);";
    const { supervised, output, reports } = supervise(
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' });
       process.on('SIGTERM', () => {}); ${RUNS}`,
    );
    await expect.poll(() => output.length, { timeout: 10_000 }).toBe(1);
    const innerPid = Number(JSON.parse(output[0] ?? "").msg);
    await supervised.stop(100);
    expect(reports).toEqual([expect.stringContaining("by force")]);
    await expect.poll(() => isAlive(identity(innerPid))).toBe(false);
  });

  it("starts a process anew when its code has changed", async () => {
    const { supervised, reports } = supervise(RUNS);
    await supervised.ready;
    const first = supervised.pid;
    await supervised.restart(10_000);
    expect(supervised.pid).not.toBe(first);
    expect(isAlive(identity(first))).toBe(false);
    expect(reports).toEqual([]);
  });
});

describe("a process run through the launcher", () => {
  it("ends when its supervisor is gone, however that ended", async () => {
    const child = spawn(process.execPath, ["lib/cli/run.mjs", "tests/integration/cli/programs/idle.ts"], {
      env: childEnvironment({}),
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    await once(child, "message");
    const said = once(child.stdout as NodeJS.ReadableStream, "data");
    child.disconnect();
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(String(await said)).toContain("told to end");
  });
});
