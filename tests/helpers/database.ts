import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { withConnection } from "@/lib/cli/embedded-postgres/superuser";
import { copyTemplate, type TestDatabaseUrls } from "./copy-template";
import "../setup/database-server";

export interface TestDatabase extends TestDatabaseUrls {
  readonly name: string;
  /** Removes it, whoever is still connected. A database that is not dropped ends with the run. */
  drop(): Promise<void>;
}

/** A database of its own for a test file: fresh, empty and migrated, copied from the one made at the start of the run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  return {
    name,
    ...(await copyTemplate(server, name)),
    drop: () =>
      withConnection(server.superuserUrl, async (sql) => {
        await sql.unsafe(`drop database if exists ${name} with (force)`);
      }),
  };
}
