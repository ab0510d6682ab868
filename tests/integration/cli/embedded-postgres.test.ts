import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AcquiredDatabase, acquireDatabase } from "@/lib/cli/embedded-postgres/acquire-database";
import { findBinaries } from "@/lib/cli/embedded-postgres/binaries";
import { isServerAlive, readPostmasterFile } from "@/lib/cli/embedded-postgres/postmaster";
import { startThrowawayPostgres } from "@/lib/cli/embedded-postgres/throwaway";
import { FatalError } from "@/lib/cli/fatal-error";
import { childEnvironment, readEnv } from "@/lib/env";

const isRoot = process.getuid?.() === 0;

let parent: string;
/** A folder whose server was made, and stopped. */
let made: string;
const acquired: AcquiredDatabase[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  made = mkdtempSync(path.join(tmpdir(), "signbook-embedded-"));
  await (await acquireDatabase(readEnv({ DATA_DIR: made }))).release();
});

afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), "signbook-embedded-"));
  // As for a clone below /root: nobody else may pass.
  chmodSync(parent, 0o700);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const database of acquired.splice(0)) await database.release();
  for (const name of readdirSync(parent)) await stopLeftServer(path.join(parent, name));
  rmSync(parent, { recursive: true, force: true });
});

const dataDir = (name = "data") => path.join(parent, name);
const clusterDir = (name = "data") => path.join(dataDir(name), "postgres");
const portOf = (database: AcquiredDatabase) => Number(new URL(database.appUrl).port);

async function acquire(name?: string, settings: Record<string, string> = {}): Promise<AcquiredDatabase> {
  const database = await acquireDatabase(readEnv({ DATA_DIR: dataDir(name), ...settings }));
  acquired.push(database);
  return database;
}

/** Puts a folder there in which there has been a server: making one takes longer than most of what is tested. */
function putMade(name?: string): void {
  cpSync(made, dataDir(name), { recursive: true });
}

/** A server whose users were all killed: taking it once more and letting it go stops it. */
async function stopLeftServer(dir: string): Promise<void> {
  if (!isServerAlive(path.join(dir, "postgres"))) return;
  const database = await acquireDatabase(readEnv({ DATA_DIR: dir }));
  await database.release();
}

/** Another program that uses the same folder. @returns it and the port that it was given. */
async function holdInOtherProcess(name?: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ["lib/cli/run.mjs", "tests/integration/cli/programs/hold-database.ts"], {
    // Also without any locale: childEnvironment passes none on.
    env: childEnvironment({ DATA_DIR: dataDir(name) }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [line] = await once(child.stdout as NodeJS.ReadableStream, "data");
  return { child, port: Number(String(line)) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

async function query<T>(url: string | undefined, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url ?? "", { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

describe("the embedded server", () => {
  it("is UTF-8 with checksums although no locale is set, listens on loopback only and leaves no password behind", async () => {
    const { port, child } = await holdInOtherProcess();
    const { superuserUrl } = await acquire();
    const [row] = await query(
      superuserUrl,
      (sql) => sql`
      select pg_encoding_to_char(encoding) as encoding, datlocprovider::text as provider, datlocale as locale,
        current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
        current_setting('unix_socket_directories') as sockets, current_setting('port')::int as port
      from pg_database where datname = 'signbook'`,
    );
    expect(row).toEqual({
      encoding: "UTF8",
      provider: "b",
      locale: "C.UTF-8",
      checksums: "on",
      addresses: "127.0.0.1",
      sockets: "",
      port,
    });
    expect(statSync(dataDir()).mode & 0o777).toBe(0o700);
    expect(readdirSync(dataDir()).sort()).toEqual(["postgres", "postgres.log", "run", "secrets.json"]);
    expect(statSync(path.join(dataDir(), "postgres.log")).mode & 0o077).toBe(0);
    await end(child, "SIGTERM");
  });

  it("is shared by programs that use one folder at once, and the last to leave stops it", async () => {
    const holders = await Promise.all([holdInOtherProcess(), holdInOtherProcess(), acquire()]);
    const [first, second, third] = holders;
    expect([first.port, second.port]).toEqual([portOf(third), portOf(third)]);
    await end(first.child, "SIGTERM");
    await third.release();
    expect(isServerAlive(clusterDir())).toBe(true);
    await end(second.child, "SIGTERM");
    expect(isServerAlive(clusterDir())).toBe(false);
  });

  it("that a killed program left running is used again, and stopped in the end", async () => {
    putMade();
    const { child, port } = await holdInOtherProcess();
    await end(child, "SIGKILL");
    expect(isServerAlive(clusterDir())).toBe(true);
    const database = await acquire();
    expect(portOf(database)).toBe(port);
    await database.release();
    expect(isServerAlive(clusterDir())).toBe(false);
  });

  it("that was killed itself starts again with all that was committed", async () => {
    putMade();
    const { child } = await holdInOtherProcess();
    const first = await acquire();
    await query(first.ownerUrl, (sql) => sql.unsafe("create schema s; create table s.kept as select 42 as n"));
    process.kill(readPostmasterFile(clusterDir())?.pid ?? 0, "SIGKILL");
    await end(child, "SIGKILL");
    const second = await acquire();
    expect(await query(second.ownerUrl, (sql) => sql`select n from s.kept`)).toEqual([{ n: 42 }]);
  });

  it("that dies while it is in use is started again on the same port", async () => {
    putMade();
    const database = await acquire();
    process.kill(readPostmasterFile(clusterDir())?.pid ?? 0, "SIGKILL");
    await expect.poll(() => isServerAlive(clusterDir())).toBe(false);
    expect(await database.ensureRunning()).toBe(true);
    expect(await database.ensureRunning()).toBe(false);
    expect(await query(database.appUrl, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
  });

  it("is not hindered by a pid file that names another process, and keeps its port from one start to the next", async () => {
    putMade();
    const first = await acquire();
    await first.release();
    writeFileSync(
      path.join(clusterDir(), "postmaster.pid"),
      `${process.pid}\n${clusterDir()}\n1700000000\n5432\n\n127.0.0.1\n`,
    );
    const second = await acquire();
    expect(await query(second.appUrl, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
    expect(portOf(second)).toBe(portOf(first));
  });

  it("runs beside another one with its own folder, and takes another port when the wanted one is taken", async () => {
    for (const name of ["one", "other"]) putMade(name);
    const one = await acquire("one");
    const other = await acquire("other", { DATABASE_PORT: String(portOf(one)) });
    expect(portOf(other)).not.toBe(portOf(one));
    for (const { appUrl } of [one, other]) {
      expect(await query(appUrl, (sql) => sql`select current_user as me`)).toEqual([{ me: "signbook_app" }]);
    }
  });

  it("does not touch a database of another major version, and says what to do", async () => {
    putMade();
    writeFileSync(path.join(clusterDir(), "PG_VERSION"), "17\n");
    const attempt = acquire();
    await expect(attempt).rejects.toThrow(FatalError);
    await expect(attempt).rejects.toThrow(/made by PostgreSQL 17.*brings PostgreSQL 18/s);
    expect(readFileSync(path.join(clusterDir(), "PG_VERSION"), "utf8")).toBe("17\n");
  });

  it("is made anew where making it was interrupted", async () => {
    putMade();
    rmSync(clusterDir(), { recursive: true });
    for (const half of [`${clusterDir()}.new`, clusterDir()]) {
      mkdirSync(half);
    }
    writeFileSync(path.join(`${clusterDir()}.new`, "PG_VERSION"), "18\n");
    expect(await query((await acquire()).appUrl, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
    expect(existsSync(`${clusterDir()}.new`)).toBe(false);
  });
});

describe("the roles of the embedded server", () => {
  let database: AcquiredDatabase;

  beforeAll(async () => {
    database = await acquireDatabase(readEnv({ DATA_DIR: made }));
  });

  afterAll(() => database.release());

  it("gives the application a role that owns nothing, creates nothing and passes no policy", async () => {
    const [role] = await query(
      database.appUrl,
      (sql) => sql`
        select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = current_user`,
    );
    expect(Object.values(role ?? {})).toEqual([false, false, false, false, false]);
    for (const statement of ["create table t (n int)", "create temp table t (n int)", "create schema s"]) {
      await expect(query(database.appUrl, (sql) => sql.unsafe(statement))).rejects.toThrow(/permission denied/);
    }
    await expect(query(database.appUrl.replace(/signbook$/, "postgres"), (sql) => sql`select 1`)).rejects.toThrow(
      /permission denied/,
    );
    await query(database.ownerUrl, (sql) => sql.unsafe("create schema s; create table s.t (n int)"));
    await expect(query(database.ownerUrl, (sql) => sql.unsafe("create role other"))).rejects.toThrow(
      /permission denied/,
    );
  });

  it("lets nobody in without the password", async () => {
    const url = new URL(database.appUrl);
    url.password = "wrong";
    await expect(query(url.href, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
  });
});

describe("a throwaway server", () => {
  it("is gone without a trace after it was stopped", async () => {
    const server = await startThrowawayPostgres();
    expect(await query(server.superuserUrl, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await server.stop();
    expect(existsSync(server.dir)).toBe(false);
    await expect(query(server.superuserUrl, (sql) => sql`select 1`)).rejects.toThrow(/ECONNREFUSED/);
  });

  // The programs lie in the project's folder; where that is closed to others, the message says so instead.
  it.runIf(isRoot && isOpenToOthers(findBinaries().postgres))(
    "runs as another user where root has no user namespaces",
    async () => {
      const server = await startThrowawayPostgres({ runner: "other-user" });
      const { uid } = statSync(path.join(server.dir, "postgres", "PG_VERSION"));
      const rows = await query(server.superuserUrl, (sql) => sql`select 1 as n`);
      await server.stop();
      expect(uid).not.toBe(0);
      expect(rows).toEqual([{ n: 1 }]);
    },
  );

  it.runIf(isRoot)("says which folder to open where neither works", async () => {
    const closed = path.join(parent, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const attempt = startThrowawayPostgres({ dir: closed, runner: "other-user" });
    await expect(attempt).rejects.toThrow(FatalError);
    await expect(attempt).rejects.toThrow(closed);
  });
});

function isOpenToOthers(file: string): boolean {
  if (!isRoot) return false;
  for (let dir = path.dirname(file); dir !== path.dirname(dir); dir = path.dirname(dir)) {
    if ((statSync(dir).mode & 0o001) === 0) return false;
  }
  return true;
}
