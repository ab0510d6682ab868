/** A migrated database that the services are connected to, and the settings of a site. */
import { randomUUID } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { closeConnections, connectTo } from "@/db/connections";
import type { License } from "@/lib/model/licenses";
import type { Role } from "@/lib/model/roles";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import { createUser } from "@/lib/services/users/create-user";
import { createTestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

export const APP_URL = "http://localhost:3000";
export const PASSWORD = "correct horse battery";

export interface TestSite {
  owner: Sql;
  /** The application's database, for tests that take it away. */
  appUrl: string;
  createTenant(license?: License): Promise<TestTenant>;
  close(): Promise<void>;
}

/** @param connections of the application's pool. */
export async function openTestSite({ connections = 5 }: { connections?: number } = {}): Promise<TestSite> {
  process.env.AUTH_SECRET = "a secret of the tests, long enough to be one";
  process.env.APP_URL = APP_URL;
  const database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: connections });
  const owner = postgres(database.superuserUrl, { max: 2 });
  return {
    owner,
    appUrl: database.appUrl,
    createTenant: (license) => createTestTenant(database.ownerUrl, { license }),
    close: async () => {
      await owner.end();
      await closeConnections();
      await database.drop();
    },
  };
}

/** A user of the tenant with {@link PASSWORD}. */
export function createTestUser(tenant: TestTenant, { name = randomUUID() as string, roles = [] as Role[] } = {}) {
  const upn = `${name}@${tenant.slug}.example`;
  return createUser(tenant.scope, { upn, displayName: `User ${name}`, roles, password: PASSWORD });
}

/** The id of a new session of the user. */
export async function startTestSession(upn: string, now = new Date()): Promise<string> {
  const result = await signInWithPassword({ username: upn, password: PASSWORD, ip: null, userAgent: null, now });
  if (result.errorCode !== 0) throw new Error(`Signing in failed with ${result.errorCode}.`);
  return result.sid;
}
