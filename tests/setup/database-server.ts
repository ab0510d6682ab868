/** One PostgreSQL server for a test run, with a migrated database that each test file copies. */
import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { migrate } from "@/db/migrate";
import { APP_ROLE, ensureDatabase, ensureRoles, OWNER_ROLE } from "@/lib/cli/embedded-postgres/roles";
import { databaseUrl, withConnection } from "@/lib/cli/embedded-postgres/superuser";
import { startThrowawayPostgres } from "@/lib/cli/embedded-postgres/throwaway";

const TEMPLATE = "signbook_template";

export interface TestServer {
  superuserUrl: string;
  port: number;
  template: string;
  ownerPassword: string;
  appPassword: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowawayPostgres();
  const [ownerPassword, appPassword] = [randomBytes(12).toString("hex"), randomBytes(12).toString("hex")];
  try {
    await withConnection(server.superuserUrl, async (sql) => {
      await ensureRoles(sql, { owner: ownerPassword, app: appPassword });
      await ensureDatabase(sql, TEMPLATE);
    });
    await migrate({ ownerUrl: databaseUrl(server.port, OWNER_ROLE, ownerPassword, TEMPLATE), appRole: APP_ROLE });
  } catch (error) {
    await server.stop();
    throw error;
  }
  const { superuserUrl, port } = server;
  project.provide("testServer", { superuserUrl, port, template: TEMPLATE, ownerPassword, appPassword });
  return () => server.stop();
}
