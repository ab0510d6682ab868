import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { auditEvents } from "@/db/schema";
import { ForbiddenError, LicenseRequiredError, NotFoundError } from "@/lib/model/errors";
import { DAY_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { getSignIn } from "@/lib/services/sign-ins/get-sign-in";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date();
const at = (ms: number) => new Date(NOW.getTime() - ms).toISOString();

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

const POLICIES = [{ id: "policy-1", displayName: "Require second factor", result: "success" }];

async function tenantWith(records: JsonObject[], license?: "premium_p1" | "premium_p2"): Promise<TestTenant> {
  const tenant = await createTestTenant(database.ownerUrl, license ? { license } : {});
  await ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
  return tenant;
}

describe("a sign-in in full", () => {
  it("gives back every property that came, the unknown ones too", async () => {
    const sent = graphSignIn({ id: "full", somethingNew: { deep: [1, "two"] }, userAgent: "Mozilla/5.0 (test)" });
    const tenant = await tenantWith([sent]);
    const { record } = await getSignIn(tenant.scope, { category: "interactive", id: "full" }, { now: NOW });
    const { id: _, ...rest } = sent;
    expect(record).toMatchObject(rest);
  });

  it("is the newest record of its id in the category, or the one of a given time", async () => {
    const tenant = await tenantWith([
      graphSignIn({ id: "twice", createdDateTime: at(DAY_MS), ipAddress: "192.0.2.1" }),
      graphSignIn({ id: "twice", createdDateTime: at(2 * DAY_MS), ipAddress: "192.0.2.2" }),
    ]);
    const address = { category: "interactive", id: "twice" } as const;
    expect((await getSignIn(tenant.scope, address, { now: NOW })).ipAddress).toBe("192.0.2.1");
    const older = await getSignIn(tenant.scope, { ...address, at: new Date(at(2 * DAY_MS)) }, { now: NOW });
    expect(older.ipAddress).toBe("192.0.2.2");
  });

  it("is on record in the audit log, once per reader and hour", async () => {
    const tenant = await tenantWith([graphSignIn({ id: "opened" })]);
    const address = { category: "interactive", id: "opened" } as const;
    for (const minutes of [0, 1, 61]) {
      await getSignIn(tenant.scope, address, {
        now: new Date(Math.floor(+NOW / 3_600_000) * 3_600_000 + minutes * 60_000),
      });
    }
    const rows = await inTenant(appDatabase().db, tenant.scope, ({ tx }) => tx.select().from(auditEvents));
    expect(rows.map(({ activity, targetId, actorName }) => [activity, targetId, actorName])).toEqual(
      Array(2).fill(["Open sign-in details", "opened", "test"]),
    );
  });

  it("hides policies from a role that may not see them, and says so", async () => {
    const tenant = await tenantWith([graphSignIn({ id: "p", appliedConditionalAccessPolicies: POLICIES })]);
    const address = { category: "interactive", id: "p" } as const;
    const reports = await getSignIn(tenant.asRoles("reports-reader"), address, { now: NOW });
    expect(reports.policiesHidden).toBe(true);
    expect(JSON.stringify(reports)).not.toContain("Require second factor");
    const security = await getSignIn(tenant.asRoles("security-reader"), address, { now: NOW });
    expect(security.record.appliedConditionalAccessPolicies).toEqual(POLICIES);
  });

  it("reads `hidden` in the risk fields without the license for them", async () => {
    const risky = graphSignIn({ id: "r", riskLevelAggregated: "high", riskEventTypes_v2: ["unlikelyTravel"] });
    const address = { category: "interactive", id: "r" } as const;
    const p1 = await getSignIn((await tenantWith([risky], "premium_p1")).scope, address, { now: NOW });
    expect(p1.record).toMatchObject({ riskLevelAggregated: "hidden", riskEventTypes_v2: ["hidden"] });
    expect(JSON.stringify(p1)).not.toContain("unlikelyTravel");
    const p2 = await getSignIn((await tenantWith([risky])).scope, address, { now: NOW });
    expect(p2.record.riskLevelAggregated).toBe("high");
  });
});

describe("the gates", () => {
  it("answer another tenant's id like one that does not exist", async () => {
    const acorn = await tenantWith([graphSignIn({ id: "acorn-only" })]);
    const birch = await tenantWith([]);
    const address = { category: "interactive", id: "acorn-only" } as const;
    await expect(getSignIn(acorn.scope, address, { now: NOW })).resolves.toBeDefined();
    await expect(getSignIn(birch.scope, address, { now: NOW })).rejects.toThrow(NotFoundError);
  });

  it("refuse a missing role and a missing license", async () => {
    const tenant = await tenantWith([graphSignIn({ id: "x" })]);
    const address = { category: "interactive", id: "x" } as const;
    await expect(getSignIn(tenant.asRoles(), address, { now: NOW })).rejects.toThrow(ForbiddenError);
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(getSignIn(free.scope, address, { now: NOW })).rejects.toThrow(LicenseRequiredError);
  });

  it("do not show a sign-in that is older than the license keeps", async () => {
    const tenant = await tenantWith([graphSignIn({ id: "old", createdDateTime: at(29 * DAY_MS) })]);
    const address = { category: "interactive", id: "old" } as const;
    const later = new Date(NOW.getTime() + 3 * DAY_MS);
    await expect(getSignIn(tenant.scope, address, { now: NOW })).resolves.toBeDefined();
    await expect(getSignIn(tenant.scope, address, { now: later })).rejects.toThrow(NotFoundError);
  });
});
