/** What the tests of retention share: a database of their own, tenants in it, and a clock that stands at noon. */
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { systemScope } from "@/lib/access/system-scope";
import type { License } from "@/lib/model/licenses";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { createTenant } from "@/lib/services/tenants/create-tenant";
import { deleteTenant } from "@/lib/services/tenants/delete-tenant";
import { listTenants } from "@/lib/services/tenants/list-tenants";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";

/** Noon, so that no test depends on the hour at which it runs. */
export const NOW = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);
export const TODAY = startOfUtcDay(NOW).getTime();
export const day = (offset: number) => new Date(TODAY + offset * DAY_MS);
export const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

export interface Made {
  slug: string;
  tenantId: string;
}

export const signIn = (at: Date, fields: JsonObject = {}) =>
  graphSignIn({ id: `at ${at.toISOString()}`, createdDateTime: at.toISOString(), ...fields });

export async function store(slug: string, signIns: readonly JsonObject[], now = NOW) {
  return ingestRecords(await systemScope(slug, "test"), asRecords(signIns), { source: "test", now });
}

let made = 0;

export async function make(license: License, signIns: readonly JsonObject[] = []): Promise<Made> {
  const slug = `kept-${++made}`;
  const domain = `${slug}.example`;
  const { tenantId } = await createTenant({ slug, name: slug, domain, license }, { now: day(-60) });
  if (signIns.length > 0) expect(await store(slug, signIns)).toMatchObject({ rejected: 0 });
  return { slug, tenantId };
}

export interface RetentionSite {
  readonly owner: Sql;
  /** Told every statement that the program sends; put back after each test. */
  onStatement: (statement: string) => void;
  count(table: string, tenant: Made): Promise<number>;
}

/** A database for a test file. The longest retention in force is that of all tenants: each test has its own only. */
export function openRetentionSite(): RetentionSite {
  let database: TestDatabase;
  let owner: Sql;
  const site: RetentionSite = {
    get owner() {
      return owner;
    },
    onStatement: () => {},
    async count(table, { tenantId }) {
      const [row] = await owner`select count(*)::int as n from ${owner(table)} where tenant_id = ${tenantId}`;
      return row?.n as number;
    },
  };
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = postgres(database.ownerUrl, { max: 4, onnotice: () => {} });
    connectTo(database, { onStatement: (statement) => site.onStatement(statement) });
  });
  afterEach(async () => {
    site.onStatement = () => {};
    for (const { slug } of await listTenants()) await deleteTenant(slug);
  });
  afterAll(async () => {
    await owner.end();
    await closeConnections();
    await database.drop();
  });
  return site;
}
