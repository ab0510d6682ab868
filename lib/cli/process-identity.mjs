/** Tells a process from a later one with the same number: by the number and the time it started. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** @typedef {{ pid: number, startedAt: string | null }} ProcessIdentity */

/** @returns {ProcessIdentity} */
export function ownIdentity() {
  own ??= { pid: process.pid, startedAt: startOf(process.pid) };
  return own;
}

/** @type {ProcessIdentity | undefined} */
let own;

/**
 * Whether the very process still runs. Where the system does not tell start times, a living number counts.
 * @param {ProcessIdentity} identity
 */
export function isAlive({ pid, startedAt }) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    if (error.code !== "EPERM") return false;
  }
  const now = startOf(pid);
  return now !== "ended" && (startedAt === null || now === null || now === startedAt);
}

/**
 * When a process started, in whatever form the system has it; null where it cannot be told, "ended" for a zombie.
 * @param {number} pid
 */
function startOf(pid) {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The name in brackets may hold spaces: fields are counted from behind it. Third is the state, 22nd the start.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" || fields[0] === "X" ? "ended" : `${bootId()}/${fields[19]}`;
    } catch {
      return null;
    }
  }
  if (process.platform === "win32") return null;
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env: { LC_ALL: "C" } });
  return stdout?.trim() || null;
}

/** Start times count from the machine's start, so they repeat after another one. */
function bootId() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
