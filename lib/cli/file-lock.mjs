/** A lock between processes: a file with its holder's identity, taken over when that process is gone. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, ownIdentity } from "./process-identity.mjs";

const POLL_MS = 50;
/** Taking over a dead holder's lock takes microseconds; a marker of this age was left by a killed process. */
const TAKEOVER_STALE_MS = 10_000;

/**
 * Runs `work` while holding the lock.
 * @template T
 * @param {string} file
 * @param {() => T | Promise<T>} work
 * @param {{ timeoutMs?: number, onWait?: () => void }} [options] `onWait` is called once, when another holds it.
 * @returns {Promise<T>}
 * @throws when the lock is still held by a living process after `timeoutMs`.
 */
export async function withFileLock(file, work, { timeoutMs = 180_000, onWait } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const deadline = Date.now() + timeoutMs;
  let waited = false;
  while (!tryTake(file)) {
    if (!waited) onWait?.();
    waited = true;
    if (Date.now() > deadline) throw new Error(`Another program holds ${file} and does not finish.`);
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function tryTake(file) {
  if (createExclusively(file)) return true;
  if (isHeldByLiving(file)) return false;
  takeOver(file);
  return createExclusively(file);
}

/** @param {string} file */
function createExclusively(file) {
  try {
    writeFileSync(file, JSON.stringify(ownIdentity()), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Removes a dead holder's lock. The marker makes sure that only one of those who saw it dead removes it.
 * @param {string} file */
function takeOver(file) {
  const marker = `${file}.takeover`;
  if (!createExclusively(marker)) {
    if (ageMs(marker) > TAKEOVER_STALE_MS) rmSync(marker, { force: true });
    return;
  }
  try {
    if (!isHeldByLiving(file)) rmSync(file, { force: true });
  } finally {
    rmSync(marker, { force: true });
  }
}

/** @param {string} file */
function isHeldByLiving(file) {
  try {
    return isAlive(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error.code === "ENOENT") return false;
    // Just created and not yet written, or cut short by a power failure.
    return ageMs(file) < 2_000;
  }
}

/** @param {string} file */
function ageMs(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
