/** The database for a program that runs for a while or for a moment: the one in the settings, or the embedded one. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type DataDir, openDataDir } from "@/lib/cli/data-dir";
import { FatalError } from "@/lib/cli/fatal-error";
import { withFileLock } from "@/lib/cli/file-lock.mjs";
import { type Env, EnvError } from "@/lib/env";
import { findBinaries } from "./binaries";
import { type Cluster, ensureCluster, startServer, stopServer } from "./cluster";
import { capLog } from "./log-cap";
import { findRunningServer, isServerAlive } from "./postmaster";
import { APP_ROLE, closeServiceDatabases, DATABASE_NAME, ensureDatabase, ensureRoles, OWNER_ROLE } from "./roles";
import { chooseRunner } from "./runner";
import { INSTALLATION_SETTINGS } from "./server-settings";
import { addServerUser, countServerUsers } from "./server-users";
import { databaseUrl, superuserUrl, withConnection } from "./superuser";

const LOG_CHECK_INTERVAL_MS = 60_000;

export interface AcquiredDatabase {
  /** May change the schema: for migrations, partitions and the worker, never for the web process. */
  readonly ownerUrl: string;
  /** The restricted role that the application runs as. */
  readonly appUrl: string;
  /** Only of the embedded server. */
  readonly superuserUrl?: string;
  /** Starts the embedded server again if it has died. @returns whether that was necessary. */
  ensureRunning(): Promise<boolean>;
  /** This program is done with it. The embedded server stops when nobody else uses it. */
  release(): Promise<void>;
}

export interface AcquireOptions {
  /** Told what is going on, when it takes a while. */
  log?: (line: string) => void;
}

/**
 * With `DATABASE_URL` just the settings; otherwise the server in `DATA_DIR`, made and started as needed, with its
 * roles and its database (without tables: {@link "@/db/migrate"} makes those).
 * @throws EnvError when `DATABASE_OWNER_URL` is missing beside `DATABASE_URL`; FatalError when the server cannot be
 * reached or cannot run.
 */
export async function acquireDatabase(
  env: Pick<Env, "DATABASE_URL" | "DATABASE_OWNER_URL" | "DATABASE_PORT" | "DATA_DIR">,
  { log = () => {} }: AcquireOptions = {},
): Promise<AcquiredDatabase> {
  if (env.DATABASE_URL !== undefined) {
    if (env.DATABASE_OWNER_URL === undefined) {
      throw new EnvError({ DATABASE_OWNER_URL: "not set, and needed together with DATABASE_URL to change the schema" });
    }
    const { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl } = env;
    await Promise.all([requireReachable("DATABASE_URL", appUrl), requireReachable("DATABASE_OWNER_URL", ownerUrl)]);
    return {
      ownerUrl,
      appUrl,
      ensureRunning: async () => false,
      release: async () => {},
    };
  }
  return acquireEmbedded(openDataDir(env.DATA_DIR), env.DATABASE_PORT, log);
}

async function requireReachable(setting: string, url: string): Promise<void> {
  try {
    await withConnection(url, (sql) => sql`select 1`);
  } catch (error) {
    throw new FatalError(
      `The database of ${setting} (${new URL(url).host}) cannot be used: ${(error as Error).message}`,
    );
  }
}

async function acquireEmbedded(
  dataDir: DataDir,
  wantedPort: number,
  log: (line: string) => void,
): Promise<AcquiredDatabase> {
  const { secrets, runDir } = dataDir;
  const cluster = describeCluster(dataDir);
  const locked = <T>(work: () => Promise<T>) => withFileLock(path.join(runDir, "lock"), work);
  const { port, userFile } = await locked(async () => {
    await ensureCluster(cluster, secrets.superuserPassword);
    const port = (await start(cluster, dataDir, wantedPort, log)).port;
    return { port, userFile: addServerUser(runDir) };
  });
  const logTimer = setInterval(() => capLog(dataDir.postgresLog), LOG_CHECK_INTERVAL_MS).unref();
  let released = false;
  return {
    ownerUrl: databaseUrl(port, OWNER_ROLE, secrets.ownerPassword, DATABASE_NAME),
    appUrl: databaseUrl(port, APP_ROLE, secrets.appPassword, DATABASE_NAME),
    superuserUrl: superuserUrl({ port, password: secrets.superuserPassword }, DATABASE_NAME),
    ensureRunning: async () => {
      if (released || isServerAlive(cluster.dir)) return false;
      return locked(async () => !(await start(cluster, dataDir, port, log)).wasRunning);
    },
    release: async () => {
      if (released) return;
      released = true;
      clearInterval(logTimer);
      await locked(async () => {
        rmSync(userFile, { force: true });
        if (countServerUsers(runDir) === 0) await stopServer(cluster);
      });
    },
  };
}

function describeCluster(dataDir: DataDir): Cluster {
  const binaries = findBinaries();
  return {
    binaries,
    runner: chooseRunner(binaries.postgres, dataDir.path),
    dir: dataDir.clusterDir,
    logFile: dataDir.postgresLog,
    settings: INSTALLATION_SETTINGS,
  };
}

/** Finds the server running, or starts it; then sets its roles and database right. Call under the lock. */
async function start(cluster: Cluster, dataDir: DataDir, wantedPort: number, log: (line: string) => void) {
  const { secrets, runDir } = dataDir;
  const running = await findRunningServer(cluster.dir, secrets.superuserPassword);
  if (running) return { port: running.port, wasRunning: true };
  capLog(dataDir.postgresLog);
  const portFile = path.join(runDir, "database-port");
  const port = await startServer(cluster, wantedPort || lastPort(portFile));
  writeFileSync(portFile, String(port), { mode: 0o600 });
  if (wantedPort !== 0 && port !== wantedPort) log(`Port ${wantedPort} is taken: the database listens on ${port}`);
  await withConnection(superuserUrl({ port, password: secrets.superuserPassword }), async (sql) => {
    await closeServiceDatabases(sql);
    await ensureRoles(sql, { owner: secrets.ownerPassword, app: secrets.appPassword });
    await ensureDatabase(sql, DATABASE_NAME);
  });
  return { port, wasRunning: false };
}

/** The same port as last time where possible, so that notes and tunnels keep working. 0 when there was none. */
function lastPort(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || 0;
  } catch {
    return 0;
  }
}
