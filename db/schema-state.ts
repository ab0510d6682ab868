/**
 * Whether a database is just as this version leaves it, told by one comparison: short programs need not go through every
 * migration, the queue's own and all grants each time they start, which would also make a running site's connections
 * look up every table anew.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Sql } from "postgres";
import { grantStatements } from "@/db/grants";

/** Where the migrations lie. */
export const MIGRATIONS_FOLDER = path.join(process.cwd(), "db", "migrations");
/** The queue's library brings migrations of its own. */
const QUEUE_PACKAGE = path.join(process.cwd(), "node_modules", "bullmq", "package.json");

/** A hash of everything that a migration of this version would do for this role. */
export async function schemaStateOf(appRole: string): Promise<string> {
  const hash = createHash("sha256");
  const files = (await readdir(MIGRATIONS_FOLDER)).filter((file) => file.endsWith(".sql")).sort();
  for (const file of files) hash.update(`${file}\0`).update(await readFile(path.join(MIGRATIONS_FOLDER, file)));
  const { version } = JSON.parse(await readFile(QUEUE_PACKAGE, "utf8")) as { version: string };
  return hash.update(JSON.stringify([version, grantStatements(appRole)])).digest("hex");
}

/** Writes down that the database is as this version leaves it. Needs no table: it stands as a comment on our schema. */
export async function noteSchemaState(owner: Sql, state: string): Promise<void> {
  await owner.unsafe(`comment on schema app is '${state}'`);
}

/** What was written down last; null in a database that no migration has been through. */
export async function readSchemaState(owner: Sql): Promise<string | null> {
  const [row] = await owner`select obj_description(to_regnamespace('app'), 'pg_namespace') as state`;
  return (row?.state as string | null) ?? null;
}
