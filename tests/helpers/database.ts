import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { APP_ROLE, ensureDatabase, OWNER_ROLE } from "@/lib/cli/embedded-postgres/roles";
import { databaseUrl, withConnection } from "@/lib/cli/embedded-postgres/superuser";
import "../setup/database-server";

export interface TestDatabase {
  readonly name: string;
  /** May change the schema; sees every row only where row-level security lets an owner. */
  readonly ownerUrl: string;
  /** The role that the application runs as. */
  readonly appUrl: string;
  readonly superuserUrl: string;
  /** Removes it, whoever is still connected. A database that is not dropped ends with the run. */
  drop(): Promise<void>;
}

/** A database of its own for a test file: fresh, empty and migrated, copied from the one made at the start of the run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withConnection(server.superuserUrl, (sql) => ensureDatabase(sql, name, server.template));
  const superuser = new URL(server.superuserUrl);
  superuser.pathname = name;
  return {
    name,
    ownerUrl: databaseUrl(server.port, OWNER_ROLE, server.ownerPassword, name),
    appUrl: databaseUrl(server.port, APP_ROLE, server.appPassword, name),
    superuserUrl: superuser.href,
    drop: () =>
      withConnection(server.superuserUrl, async (sql) => {
        await sql.unsafe(`drop database if exists ${name} with (force)`);
      }),
  };
}
