import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findFreePort } from "@/lib/cli/free-port";
import { requireTool } from "./tools";

export interface TestRedis {
  url: string;
  stop: () => Promise<void>;
}

/** A Redis of its own for a test file. */
export async function startRedis(): Promise<TestRedis> {
  const dir = mkdtempSync(path.join(tmpdir(), "signbook-redis-"));
  const port = await findFreePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", dir];
  const server: ChildProcess = spawn(requireTool("redis"), args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
    server.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.includes("Ready to accept connections")) resolve();
    });
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.removeAllListeners("exit");
      server.once("exit", () => {
        rmSync(dir, { recursive: true, force: true });
        resolve();
      });
      server.kill();
    });
  return { url: `redis://127.0.0.1:${port}`, stop };
}
