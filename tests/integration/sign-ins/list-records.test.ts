import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { auditEvents } from "@/db/schema";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import type { LogQuery } from "@/lib/model/log-query";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

/** Noon, so that days ago are the same days whenever the test runs. */
const NOW = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2);
const COUNT = 60;

let database: TestDatabase;
let acorn: TestTenant;
let birch: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  acorn = await createTestTenant(database.ownerUrl);
  birch = await createTestTenant(database.ownerUrl, { license: "premium_p1" });
  for (const tenant of [acorn, birch]) {
    const records = Array.from({ length: COUNT }, (_, index) => signInOf(tenant, index));
    const { errors } = await ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
    expect(errors).toEqual([]);
  }
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

/** The same id at the same time in both tenants, with another content; on several days, two in each second. */
function signInOf({ slug }: TestTenant, index: number): JsonObject {
  const at = NOW.getTime() - (index % 7) * DAY_MS - Math.floor(index / 2) * 1000;
  return graphSignIn({
    id: `event-${String(index).padStart(2, "0")}`,
    createdDateTime: new Date(at).toISOString(),
    sessionId: `${slug} ${index}`,
    riskState: "atRisk",
    riskLevelAggregated: "high",
    appliedConditionalAccessPolicies: [{ id: "p", displayName: "Second factor", result: "success" }],
  });
}

const QUERY: LogQuery = {
  category: "interactive",
  preset: "1m",
  from: new Date(NOW.getTime() - 30 * DAY_MS),
  to: new Date(NOW.getTime() + DAY_MS),
  filters: [],
  size: 25,
  window: "24h",
  expanded: [],
};

const list = (scope: TenantScope, query: Partial<LogQuery> = {}) =>
  listSignIns(scope, { ...QUERY, ...query }, { now: NOW, records: true });

const sessions = async (scope: TenantScope, query: Partial<LogQuery> = {}) =>
  (await list(scope, query)).items.map(({ id, shown }) => [id, shown?.record.sessionId]);

/** What each row of the tenant must have beside it. */
const own = ([id]: unknown[], { slug }: TestTenant) => [id, `${slug} ${Number(String(id).slice(-2))}`];

describe("a list with records", () => {
  it("gives each sign-in its own record, on every page, forwards and backwards", async () => {
    let page = await list(acorn.scope);
    const seen: unknown[][] = [];
    const take = () => seen.push(...page.items.map(({ id, shown }) => [id, shown?.record.sessionId]));
    for (take(); page.olderCursor; take()) {
      page = await list(acorn.scope, { cursor: { direction: "after", token: page.olderCursor } });
    }
    for (; page.newerCursor; take()) {
      page = await list(acorn.scope, { cursor: { direction: "before", token: page.newerCursor } });
    }
    expect(seen.length).toBeGreaterThan(COUNT);
    expect(seen).toEqual(seen.map((pair) => own(pair, acorn)));
  });

  it("never gives the record of another tenant, though id and time are the same", async () => {
    for (const tenant of [acorn, birch]) {
      const pairs = await sessions(tenant.scope, { size: 100 });
      expect(pairs).toHaveLength(COUNT);
      expect(pairs).toEqual(pairs.map((pair) => own(pair, tenant)));
    }
  });

  it("is without policies for a role that may not see them, and has them for one that may", async () => {
    const [reports] = (await list(acorn.asRoles("reports-reader"))).items;
    expect(reports?.shown).toMatchObject({ policiesHidden: true, record: { riskState: "atRisk" } });
    expect(reports?.shown?.record).not.toHaveProperty("appliedConditionalAccessPolicies");
    const [security] = (await list(acorn.asRoles("security-reader"))).items;
    expect(security?.shown?.policiesHidden).toBe(false);
    expect(security?.shown?.record).toHaveProperty("appliedConditionalAccessPolicies");
  });

  it("has its risk hidden without the license for it", async () => {
    const [item] = (await list(birch.scope)).items;
    expect(item?.shown).toMatchObject({
      riskHidden: true,
      record: { riskState: "hidden", riskLevelAggregated: "hidden" },
    });
  });

  it("is refused like any other list", async () => {
    const cedar = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(list(acorn.asRoles())).rejects.toThrow(ForbiddenError);
    await expect(list(cedar.scope)).rejects.toThrow(LicenseRequiredError);
  });

  it("leaves no trace in the audit log: listing is not opening", async () => {
    await list(acorn.asRoles("security-reader"));
    const rows = await inTenant(appDatabase().db, acorn.scope, ({ tx }) => tx.select().from(auditEvents));
    expect(rows).toEqual([]);
  });

  it("carries no record unless it is asked for one", async () => {
    const page = await listSignIns(acorn.scope, QUERY, { now: NOW });
    expect(page.items.filter(({ shown }) => shown)).toEqual([]);
  });
});
