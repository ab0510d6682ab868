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

/** On globalThis: two kinds of tests use it, and each loads this file for itself. The first one starts it. */
const run = globalThis as typeof globalThis & {
  signbookTestServer?: { users: number; started: ReturnType<typeof start> };
};

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  run.signbookTestServer ??= { users: 0, started: start() };
  const shared = run.signbookTestServer;
  shared.users++;
  const { server, stop } = await shared.started;
  project.provide("testServer", server);
  return async () => {
    if (--shared.users === 0) await stop();
  };
}

async function start(): Promise<{ server: TestServer; stop: () => Promise<void> }> {
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
  return { server: { superuserUrl, port, template: TEMPLATE, ownerPassword, appPassword }, stop: () => server.stop() };
}
