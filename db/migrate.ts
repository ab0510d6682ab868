/** Brings a database to the schema this version knows. Runs as the owner, never as the application. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runSchemaMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { ADVISORY_LOCKS } from "@/db/advisory-lock";
import { applyGrants } from "@/db/grants";
import { QUEUE_SCHEMA } from "@/db/queue-schema";
import { MIGRATIONS_FOLDER, noteSchemaState, readSchemaState, schemaStateOf } from "@/db/schema-state";

const LOCK_ATTEMPTS = 30;

export interface MigrateOptions {
  /** The owner's connection: may create schemas, tables, functions. */
  ownerUrl: string;
  /** The application's role, which gets exactly the rights of `db/grants.ts`. */
  appRole: string;
  log?: (line: string) => void;
}

/**
 * Applies pending migrations and grants. Safe to call from several programs at once and while the site runs.
 * @throws when the database is newer than this version, or a migration fails (nothing of it is kept then).
 */
export async function migrate({ ownerUrl, appRole, log = () => {} }: MigrateOptions): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {}, connection: { lock_timeout: 2000 } });
  try {
    await owner`select pg_advisory_lock(${ADVISORY_LOCKS.migrate})`.catch(() => waitForLock(owner));
    await refuseNewerSchema(owner);
    await retryOnLockTimeout(() => runSchemaMigrations(drizzle(owner), { migrationsFolder: MIGRATIONS_FOLDER }), log);
    await migrateQueue(ownerUrl);
    await retryOnLockTimeout(() => applyGrants(owner, appRole), log);
    await noteSchemaState(owner, await schemaStateOf(appRole));
  } finally {
    await owner.end({ timeout: 5 });
  }
}

/** {@link migrate} for programs that run a moment only: where the last migration was this version's, nothing is done. */
export async function migrateIfChanged(options: MigrateOptions): Promise<void> {
  const owner = postgres(options.ownerUrl, { max: 1, onnotice: () => {} });
  const current = await Promise.all([readSchemaState(owner), schemaStateOf(options.appRole)]).finally(() =>
    owner.end({ timeout: 5 }),
  );
  if (current[0] !== current[1]) await migrate(options);
}

/** lock_timeout also bounds the wait for the advisory lock; another migrating program may need longer than that. */
async function waitForLock(owner: Sql): Promise<void> {
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
    try {
      await owner`select pg_advisory_lock(${ADVISORY_LOCKS.migrate})`;
      return;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
    }
  }
  throw new Error("Another program has been migrating this database for over a minute. Try again when it is done.");
}

/** A migration that meets a long reader gives way after 2 s and tries again, so that it never blocks the site. */
async function retryOnLockTimeout(work: () => Promise<void>, log: (line: string) => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isLockTimeout(error) || attempt >= LOCK_ATTEMPTS) throw error;
      log(`Waiting for a table that is in use (attempt ${attempt})`);
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === "55P03" || (cause !== undefined && isLockTimeout(cause));
}

interface Journal {
  entries: { when: number; tag: string }[];
}

async function refuseNewerSchema(owner: Sql): Promise<void> {
  const [exists] = await owner`select to_regclass('drizzle.__drizzle_migrations') is not null as found`;
  if (!exists?.found) return;
  const journal: Journal = JSON.parse(await readFile(path.join(MIGRATIONS_FOLDER, "meta", "_journal.json"), "utf8"));
  const newestKnown = Math.max(...journal.entries.map((entry) => entry.when));
  const [row] = await owner`select max(created_at)::float8 as newest from drizzle.__drizzle_migrations`;
  if (Number(row?.newest ?? 0) > newestKnown) {
    throw new Error("The database was migrated by a newer version of Signbook. Run that version or a later one.");
  }
}

/** The one use of BullMQ outside `jobs/`: its tables live in our database and are migrated, by the owner, with ours. */
async function migrateQueue(ownerUrl: string): Promise<void> {
  // Loading the library takes half a second, and as a rule there is nothing to migrate.
  const [{ runMigrations: runQueueMigrations }, { Client }] = await Promise.all([import("bullmq"), import("pg")]);
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await runQueueMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
