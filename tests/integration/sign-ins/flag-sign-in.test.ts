import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { auditEvents, signInMarks } from "@/db/schema";
import { ForbiddenError, LicenseRequiredError, NotFoundError } from "@/lib/model/errors";
import { parseLogQuery } from "@/lib/model/log-query";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { flagSignIn } from "@/lib/services/sign-ins/flag-sign-in";
import { getSignIn } from "@/lib/services/sign-ins/get-sign-in";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date();
const ADDRESS = { category: "interactive", id: "doubtful" } as const;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

async function tenantWith(...records: JsonObject[]): Promise<TestTenant> {
  const tenant = await createTestTenant(database.ownerUrl);
  await ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
  return tenant;
}

const auditOf = async (scope: TenantScope) => {
  const rows = await inTenant(appDatabase().db, scope, ({ tx }) =>
    tx.select().from(auditEvents).orderBy(auditEvents.auditId),
  );
  return rows.map(({ activity, targetId, changes }) => [activity, targetId, changes[0]?.before, changes[0]?.after]);
};
const marksOf = (scope: TenantScope) => inTenant(appDatabase().db, scope, ({ tx }) => tx.select().from(signInMarks));

describe("a verdict on a sign-in", () => {
  it("stands beside the record with who gave it and when, in the details and in the list", async () => {
    const { scope } = await tenantWith(graphSignIn({ id: "doubtful" }), graphSignIn({ id: "other" }));
    await flagSignIn(scope, ADDRESS, "compromised", { now: NOW });
    const mark = { verdict: { word: "compromised", at: NOW, byName: "test" }, answer: null };
    const detail = await getSignIn(scope, ADDRESS, { now: NOW });
    expect(detail.mark).toEqual(mark);
    expect(JSON.stringify(detail.record)).not.toContain("compromised");
    const parsed = parseLogQuery("interactive", new URLSearchParams(), { now: NOW, zone: "UTC" });
    if (!parsed.ok) throw new Error("The query is usable.");
    const page = await listSignIns(scope, parsed.query, { now: NOW });
    expect(Object.fromEntries(page.items.map((item) => [item.id, item.mark]))).toEqual({
      doubtful: mark,
      other: null,
    });
  });

  it("can be changed and taken back, and each change is in the audit log once", async () => {
    const { scope } = await tenantWith(graphSignIn({ id: "doubtful" }));
    for (const verdict of ["compromised", "compromised", "safe", null, null] as const) {
      await flagSignIn(scope, ADDRESS, verdict, { now: NOW });
    }
    expect(await marksOf(scope)).toEqual([]);
    expect(await auditOf(scope)).toEqual([
      ["Mark sign-in as compromised", "doubtful", null, "Compromised"],
      ["Mark sign-in as safe", "doubtful", "Compromised", "Safe"],
      ["Remove mark from sign-in", "doubtful", "Safe", null],
    ]);
  });

  it("leaves the user's own answer as it is", async () => {
    const { scope, tenantId } = await tenantWith(graphSignIn({ id: "doubtful" }));
    await flagSignIn(scope, ADDRESS, "safe", { now: NOW });
    await inTenant(appDatabase().db, scope, ({ tx }) =>
      tx.update(signInMarks).set({ answer: "notMe", answeredAt: NOW }),
    );
    await flagSignIn(scope, ADDRESS, null, { now: NOW });
    expect(await marksOf(scope)).toMatchObject([{ tenantId, verdict: null, verdictByName: null, answer: "notMe" }]);
    expect((await getSignIn(scope, ADDRESS, { now: NOW })).mark).toEqual({
      verdict: null,
      answer: { word: "notMe", at: NOW },
    });
  });

  it("is about one record of an id, the newest or that of the given time", async () => {
    const older = new Date(NOW.getTime() - DAY_MS);
    const { scope } = await tenantWith(
      graphSignIn({ id: "doubtful" }),
      graphSignIn({ id: "doubtful", createdDateTime: older.toISOString() }),
    );
    await flagSignIn(scope, { ...ADDRESS, at: older }, "safe", { now: NOW });
    expect((await getSignIn(scope, ADDRESS, { now: NOW })).mark).toBeNull();
    expect((await getSignIn(scope, { ...ADDRESS, at: older }, { now: NOW })).mark?.verdict?.word).toBe("safe");
  });

  it("of two administrators who judge at once is one, and the audit log tells both in order", async () => {
    const { scope } = await tenantWith(graphSignIn({ id: "doubtful" }));
    await Promise.all([flagSignIn(scope, ADDRESS, "safe"), flagSignIn(scope, ADDRESS, "compromised")]);
    const [first, second] = await auditOf(scope);
    expect([first?.[2], second?.[2]]).toEqual([null, first?.[3]]);
    expect((await marksOf(scope)).length).toBe(1);
  });
});

describe("the filters by mark and by the user’s answer", () => {
  const IDS = ["bad", "fine", "plain", "denied"];
  let scope: TenantScope;

  beforeAll(async () => {
    ({ scope } = await tenantWith(
      ...IDS.map((id, hours) =>
        graphSignIn({ id, createdDateTime: new Date(+NOW - hours * 30 * HOUR_MS).toISOString() }),
      ),
      // The same request id twice: the mark is about one of the two.
      graphSignIn({ id: "bad", createdDateTime: new Date(+NOW - 10 * DAY_MS).toISOString() }),
    ));
    for (const [id, verdict] of [
      ["bad", "compromised"],
      ["fine", "safe"],
      ["denied", "safe"],
    ] as const) {
      await flagSignIn(scope, { category: "interactive", id }, verdict);
    }
    await inTenant(appDatabase().db, scope, ({ tx }) =>
      tx.update(signInMarks).set({ answer: "notMe", answeredAt: NOW }).where(eq(signInMarks.id, "denied")),
    );
  });

  it.each([
    ["flag=compromised", ["bad"]],
    ["flag=safe", ["fine", "denied"]],
    ["flag=none", ["plain", "bad"]],
    ["flag=!none", ["bad", "fine", "denied"]],
    ["flag=!safe", ["bad", "plain", "bad"]],
    ["reported=notMe", ["denied"]],
    ["reported=me", []],
    ["reported=!notMe", ["bad", "fine", "plain", "bad"]],
    ["flag=safe&reported=notMe", ["denied"]],
  ])("%s finds %j", async (query, ids) => {
    const parsed = parseLogQuery("interactive", new URLSearchParams(`range=1m&${query}`), { now: NOW, zone: "UTC" });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const page = await listSignIns(scope, parsed.query, { now: NOW, budgetMs: 60_000 });
    expect(page.items.map(({ id }) => id)).toEqual(ids);
  });

  it("find the marks also where there are more than are listed", async () => {
    await inTenant(appDatabase().db, scope, ({ tx, tenantId }) =>
      tx.insert(signInMarks).values(
        Array.from({ length: 600 }, (_, second) => ({
          ...{ tenantId, category: 1, createdAt: new Date(+NOW - second * 1000), id: `gone-${second}` },
          ...{ verdict: "compromised" as const, verdictAt: NOW, verdictByName: "test" },
        })),
      ),
    );
    const parsed = parseLogQuery("interactive", new URLSearchParams("range=1m&flag=compromised"), {
      now: NOW,
      zone: "UTC",
    });
    if (!parsed.ok) throw new Error("The query is usable.");
    expect((await listSignIns(scope, parsed.query, { now: NOW })).items.map(({ id }) => id)).toEqual(["bad"]);
  });
});

describe("the gates", () => {
  it("answer another tenant's sign-in like one that does not exist, and store nothing", async () => {
    const acorn = await tenantWith(graphSignIn({ id: "doubtful" }));
    const birch = await tenantWith();
    await expect(flagSignIn(birch.scope, ADDRESS, "safe")).rejects.toThrow(NotFoundError);
    expect([await marksOf(acorn.scope), await marksOf(birch.scope), await auditOf(birch.scope)]).toEqual([[], [], []]);
  });

  it("refuse roles that may only read", async () => {
    const tenant = await tenantWith(graphSignIn({ id: "doubtful" }));
    for (const role of ["global-reader", "security-reader", "reports-reader"] as const) {
      await expect(flagSignIn(tenant.asRoles(role), ADDRESS, "safe")).rejects.toThrow(ForbiddenError);
    }
    for (const role of ["security-administrator", "global-administrator"] as const) {
      await expect(flagSignIn(tenant.asRoles(role), ADDRESS, "safe")).resolves.toBeUndefined();
    }
  });

  it("refuse a tenant without the license for the logs", async () => {
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(flagSignIn(free.scope, ADDRESS, "safe")).rejects.toThrow(LicenseRequiredError);
  });

  it("do not mark a sign-in that is older than the license keeps", async () => {
    const old = new Date(NOW.getTime() - 29 * DAY_MS);
    const { scope } = await tenantWith(graphSignIn({ id: "doubtful", createdDateTime: old.toISOString() }));
    const later = new Date(NOW.getTime() + 3 * DAY_MS);
    await expect(flagSignIn(scope, ADDRESS, "safe", { now: later })).rejects.toThrow(NotFoundError);
  });
});
