/** The provisioning endpoint as an identity provider meets it, without a server in front; a new tenant for each test. */
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { PATCH_SCHEMA } from "@/lib/scim/resource";
import { listProvisioning } from "@/lib/services/activities/list-provisioning";
import { createProvisioningToken } from "@/lib/services/scim/tokens";
import { scimDoor } from "@/lib/web/scim-door";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a provider would read without looking.
  body: any;
  headers: Headers;
}

export interface Provider {
  readonly owner: Sql;
  readonly tenant: TestTenant;
  readonly token: string;
  anotherTenant(): Promise<TestTenant>;
  /** @param bearer another token than the tenant's own */
  call(method: string, path: string, body?: unknown, bearer?: string): Promise<Answer>;
  /** A name in the tenant's domain. */
  nameOf(name: string): string;
  rolesOf(userId: string): Promise<string[]>;
  /** The tenant's provisioning records of the last hour. */
  records(): ReturnType<typeof recordsOf>;
}

export const patch = (...operations: object[]) => ({ schemas: [PATCH_SCHEMA], Operations: operations });

export function openProvider(): Provider {
  let database: TestDatabase;
  let owner: Sql;
  let tenant: TestTenant;
  let token: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = postgres(database.ownerUrl, { max: 1 });
    connectTo({ appUrl: database.appUrl }, { max: 4 });
  });
  afterAll(async () => {
    await owner.end();
    await closeConnections();
    await database.drop();
  });
  beforeEach(async () => {
    tenant = await createTestTenant(database.ownerUrl);
    token = (await createProvisioningToken(tenant.scope, { name: "Directory" })).token;
  });
  return {
    get owner() {
      return owner;
    },
    get tenant() {
      return tenant;
    },
    get token() {
      return token;
    },
    anotherTenant: () => createTestTenant(database.ownerUrl),
    call: (method, path, body, bearer = token) => call(method, path, body, bearer),
    nameOf: (name) => `${name}@${tenant.slug}.example`,
    async rolesOf(userId) {
      return (await owner`select role from user_roles where user_id = ${userId} order by role`).map(({ role }) => role);
    },
    records: () => recordsOf(tenant),
  };
}

async function call(method: string, path: string, body: unknown, bearer: string): Promise<Answer> {
  const [way = "", query] = path.split("?");
  const response = await scimDoor(
    new Request(`http://localhost/scim/v2/${way}${query ? `?${query}` : ""}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/scim+json" },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
    { params: Promise.resolve({ path: way.split("/") }) },
  );
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), headers: response.headers };
}

async function recordsOf({ scope }: TestTenant) {
  const now = new Date();
  const from = new Date(now.getTime() - 3_600_000);
  const { items } = await listProvisioning(scope, { from, to: new Date(now.getTime() + 60_000), size: 100 });
  return items;
}
