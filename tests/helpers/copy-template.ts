import { APP_ROLE, ensureDatabase, OWNER_ROLE } from "@/lib/cli/embedded-postgres/roles";
import { databaseUrl, withConnection } from "@/lib/cli/embedded-postgres/superuser";
import type { TestServer } from "../setup/database-server";

export interface TestDatabaseUrls {
  /** May change the schema; sees every row only where row-level security lets an owner. */
  readonly ownerUrl: string;
  /** The role that the application runs as. */
  readonly appUrl: string;
  readonly superuserUrl: string;
}

/** Makes an empty, migrated database of that name on the server of the run. */
export async function copyTemplate(server: TestServer, name: string): Promise<TestDatabaseUrls> {
  await withConnection(server.superuserUrl, (sql) => ensureDatabase(sql, name, server.template));
  const superuser = new URL(server.superuserUrl);
  superuser.pathname = name;
  return {
    ownerUrl: databaseUrl(server.port, OWNER_ROLE, server.ownerPassword, name),
    appUrl: databaseUrl(server.port, APP_ROLE, server.appPassword, name),
    superuserUrl: superuser.href,
  };
}
