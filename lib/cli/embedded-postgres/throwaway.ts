/** A PostgreSQL server for one test run or benchmark, gone without a trace afterwards. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isAlive, ownIdentity } from "@/lib/cli/process-identity.mjs";
import { findBinaries } from "./binaries";
import { type Cluster, ensureCluster, startServer, stopServer } from "./cluster";
import { chooseRunner, type Runner } from "./runner";
import { type ServerSettings, THROWAWAY_SETTINGS } from "./server-settings";
import { superuserUrl } from "./superuser";

const PREFIX = "signbook-throwaway-";
const OWNER_FILE = "owner.json";

export interface ThrowawayPostgres {
  /** Of the database `postgres`. */
  readonly superuserUrl: string;
  readonly port: number;
  readonly dir: string;
  /** Stops it at once and removes everything. */
  stop(): Promise<void>;
}

export interface ThrowawayOptions {
  /** Where to put the data; a new folder among the system's temporary ones when absent. */
  dir?: string;
  /** Over the settings for tests, which do not wait for the disk. For a benchmark give `INSTALLATION_SETTINGS`. */
  settings?: ServerSettings;
  /** Restricts how the programs are run as root. */
  runner?: Runner["kind"];
}

/** Starts a fresh server on a free port. Also removes what test runs left that were killed before they could. */
export async function startThrowawayPostgres(options: ThrowawayOptions = {}): Promise<ThrowawayPostgres> {
  await removeAbandoned();
  const dir = options.dir ?? mkdtempSync(path.join(tmpdir(), PREFIX));
  writeFileSync(path.join(dir, OWNER_FILE), JSON.stringify(ownIdentity()));
  const cluster = describe(dir, options);
  const password = randomBytes(24).toString("base64url");
  const stop = async () => {
    await stopServer(cluster, "immediate");
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await ensureCluster(cluster, password, { sync: false });
    const port = await startServer(cluster, 0);
    return { superuserUrl: superuserUrl({ port, password }), port, dir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function describe(dir: string, { settings, runner }: ThrowawayOptions): Cluster {
  const binaries = findBinaries();
  return {
    binaries,
    runner: chooseRunner(binaries.postgres, dir, runner),
    dir: path.join(dir, "postgres"),
    logFile: path.join(dir, "postgres.log"),
    settings: { ...THROWAWAY_SETTINGS, ...settings },
  };
}

async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = path.join(tmpdir(), name);
    try {
      if (isAlive(JSON.parse(readFileSync(path.join(dir, OWNER_FILE), "utf8")))) continue;
      if (existsSync(path.join(dir, "postgres", "postmaster.pid"))) await stopServer(describe(dir, {}), "immediate");
      rmSync(dir, { recursive: true, force: true });
    } catch {
      // Being made at this very moment, or somebody else's: not ours to judge.
    }
  }
}
