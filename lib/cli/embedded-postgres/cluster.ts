/** Makes, starts and stops one PostgreSQL cluster. */
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FatalError } from "@/lib/cli/fatal-error";
import { findFreePort, whyNotListen } from "@/lib/cli/free-port";
import { type Binaries, clusterMajor } from "./binaries";
import { readPostmasterFile } from "./postmaster";
import type { Runner } from "./runner";
import { HOST_RULES, renderSettings, type ServerSettings } from "./server-settings";

const START_ATTEMPTS = 40;
const STOP_LIMIT_SECONDS = 60;
const START_LIMIT_SECONDS = 600;

export interface Cluster {
  readonly binaries: Binaries;
  readonly runner: Runner;
  readonly dir: string;
  readonly logFile: string;
  readonly settings: ServerSettings;
}

/**
 * Makes the cluster unless it is there. It appears under its name only when it is complete.
 * @param password of the superuser.
 * @throws FatalError when it was made by another major version, or cannot be made.
 */
export async function ensureCluster(cluster: Cluster, password: string, { sync = true } = {}): Promise<void> {
  const { binaries, runner, dir } = cluster;
  const major = clusterMajor(dir);
  if (major === binaries.major) return runner.giveTo(dir);
  if (major !== undefined) throw new FatalError(wrongVersion(dir, major, binaries.major));
  const aside = `${dir}.new`;
  const passwordFile = `${dir}.password`;
  // What an interrupted attempt left. An empty folder under the final name is one as well.
  for (const leftover of [aside, passwordFile, dir]) rmSync(leftover, { recursive: true, force: true });
  try {
    mkdirSync(aside, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: "wx" });
    for (const target of [aside, passwordFile]) runner.giveTo(target);
    const { code, output } = await runner.run(binaries.initdb, [
      `--pgdata=${aside}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      // Given outright: without a locale in the environment initdb would choose SQL_ASCII.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--data-checksums",
      "--auth=scram-sha-256",
      "--no-instructions",
      ...(sync ? [] : ["--no-sync"]),
    ]);
    if (code !== 0) throw new FatalError(`The database could not be made in ${dir}:\n${output}`);
    renameSync(aside, dir);
  } finally {
    for (const leftover of [aside, passwordFile]) rmSync(leftover, { recursive: true, force: true });
  }
}

/**
 * Starts the server in a session of its own, so that Ctrl-C does not reach it, and waits until it takes connections.
 * @param wantedPort 0 for any; another is chosen when it is taken.
 * @returns the port.
 */
export async function startServer(cluster: Cluster, wantedPort: number): Promise<number> {
  const { binaries, runner, dir, logFile } = cluster;
  const isWantedFree = wantedPort !== 0 && (await whyNotListen("127.0.0.1", wantedPort)) === undefined;
  let port = isWantedFree ? wantedPort : await findFreePort();
  for (let attempt = 1; ; attempt++) {
    writeConfiguration(cluster, port);
    const seen = prepareLog(logFile, runner);
    const { code, output } = await runner.run(binaries.pgCtl, [
      "start",
      `--pgdata=${dir}`,
      `--log=${logFile}`,
      "--wait",
      `--timeout=${START_LIMIT_SECONDS}`,
      "--silent",
    ]);
    if (code === 0) return readPostmasterFile(dir)?.port ?? port;
    const said = readFileSync(logFile).subarray(seen).toString("utf8").trim();
    const portTaken = /could not bind|Address already in use/.test(said);
    // The processes of a server that was killed need a moment to notice and end.
    const stillEnding = /shared memory block|lock file "postmaster.pid" already exists/.test(said);
    if (!(portTaken || stillEnding) || attempt >= START_ATTEMPTS) {
      throw new FatalError(`PostgreSQL does not start. Its log (${logFile}) says:\n${lastLines(said || output)}`);
    }
    if (portTaken) port = await findFreePort();
    else await sleep(250);
  }
}

/** Stops the server, orderly (`fast`) or at once (`immediate`: the data is thrown away). */
export async function stopServer(cluster: Cluster, mode: "fast" | "immediate" = "fast"): Promise<void> {
  const { code, output } = await cluster.runner.run(cluster.binaries.pgCtl, [
    "stop",
    `--pgdata=${cluster.dir}`,
    `--mode=${mode}`,
    "--wait",
    `--timeout=${STOP_LIMIT_SECONDS}`,
    "--silent",
  ]);
  if (code !== 0 && readPostmasterFile(cluster.dir)) throw new FatalError(`PostgreSQL does not stop:\n${output}`);
}

function writeConfiguration({ dir, settings, runner }: Cluster, port: number): void {
  const files = { "postgresql.conf": renderSettings({ ...settings, port }), "pg_hba.conf": HOST_RULES };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(dir, name);
    const aside = `${file}.${randomBytes(4).toString("hex")}`;
    writeFileSync(aside, text, { mode: 0o600 });
    runner.giveTo(aside);
    renameSync(aside, file);
  }
}

/** @returns how long the log is already. */
function prepareLog(logFile: string, runner: Runner): number {
  closeSync(openSync(logFile, "a", 0o600));
  runner.giveTo(logFile);
  return statSync(logFile).size;
}

function wrongVersion(dir: string, found: number, ours: number): string {
  if (Number.isNaN(found)) {
    return `${dir} is not empty and holds no PostgreSQL database.\nMove it away, or set DATA_DIR to another folder.`;
  }
  return [
    `The database in ${dir} was made by PostgreSQL ${found}, and this version of Signbook brings PostgreSQL ${ours}.`,
    "A server of another major version cannot open it. Either",
    `  - go on with the version of Signbook that made it, or`,
    `  - run a PostgreSQL ${found} server on that folder and set DATABASE_URL and DATABASE_OWNER_URL to it, or`,
    "  - move the folder away, and begin with an empty database.",
  ].join("\n");
}

function lastLines(text: string): string {
  return text
    .split("\n")
    .slice(-12)
    .map((line) => `  ${line}`)
    .join("\n");
}
