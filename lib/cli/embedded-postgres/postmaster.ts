/** Finds out whether the server of a cluster runs, whatever a killed run has left behind. */

import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FatalError } from "@/lib/cli/fatal-error";
import { superuserUrl, withConnection } from "./superuser";

/** A server that was killed replays its log when it starts; after this long something else is wrong. */
const STARTING_UP_LIMIT_MS = 120_000;
const POLL_MS = 100;

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** What postmaster.pid says: process, data folder, port. Undefined when it is missing, half written or damaged. */
export function readPostmasterFile(clusterDir: string): (Postmaster & { dataDir: string }) | undefined {
  let text: string;
  try {
    text = readFileSync(path.join(clusterDir, "postmaster.pid"), "utf8");
  } catch {
    return undefined;
  }
  const [pid, dataDir, , port] = text.split("\n");
  if (!/^-?\d+$/.test(pid ?? "") || !dataDir || !/^\d+$/.test(port ?? "")) return undefined;
  return { pid: Math.abs(Number(pid)), dataDir, port: Number(port) };
}

/**
 * The running server of this cluster. A pid file that a dead server left, or that names a process which only got the
 * same number, is removed.
 * @throws FatalError when a server is there and does not answer.
 */
export async function findRunningServer(clusterDir: string, password: string): Promise<Postmaster | undefined> {
  const found = readPostmasterFile(clusterDir);
  if (!found || !isPostmasterOf(found.pid, found.dataDir, clusterDir)) {
    rmSync(path.join(clusterDir, "postmaster.pid"), { force: true });
    return undefined;
  }
  const deadline = Date.now() + STARTING_UP_LIMIT_MS;
  for (;;) {
    const answer = await ask(found.port, password);
    if (answer.dataDir !== undefined && sameFolder(answer.dataDir, clusterDir)) return found;
    if (!isPostmasterOf(found.pid, found.dataDir, clusterDir)) return findRunningServer(clusterDir, password);
    if (Date.now() > deadline || answer.hopeless) {
      throw new FatalError(
        `A PostgreSQL server (process ${found.pid}) holds ${clusterDir} but cannot be used: ${answer.problem}\n` +
          `End it with \`kill -INT ${found.pid}\` and start again.`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** Cheap, without connecting: for a look every few seconds. */
export function isServerAlive(clusterDir: string): boolean {
  const found = readPostmasterFile(clusterDir);
  return found !== undefined && isPostmasterOf(found.pid, found.dataDir, clusterDir);
}

async function ask(
  port: number,
  password: string,
): Promise<{ dataDir?: string; problem?: string; hopeless?: boolean }> {
  try {
    return await withConnection(superuserUrl({ port, password }), async (sql) => {
      const [row] = await sql<{ dir: string }[]>`select current_setting('data_directory') as dir`;
      return { dataDir: row?.dir, problem: `port ${port} leads to another server` };
    });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { problem: message, hopeless: code === "28P01" || code === "28000" };
  }
}

function isPostmasterOf(pid: number, statedDir: string, clusterDir: string): boolean {
  if (!sameFolder(statedDir, clusterDir)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  if (process.platform === "win32") return true;
  if (process.platform === "linux") {
    try {
      // The server works in its data folder; nobody else does.
      return sameFolder(readlinkSync(`/proc/${pid}/cwd`), clusterDir);
    } catch {
      // A zombie has no folder; where /proc is closed to us, the name must do.
    }
  }
  const { stdout } = spawnSync("ps", ["-o", "stat=,comm=", "-p", String(pid)], { encoding: "utf8" });
  return /postgres/.test(stdout ?? "") && !/^Z/.test(stdout);
}

function sameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
