import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { foldTenant } from "@/lib/services/pairs/fold-pairs";
import { keepTotals } from "@/lib/services/pairs/keep-totals";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import { getThing } from "@/lib/services/things/get-thing";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectThingEqualsRecount, readEvents } from "@/tests/helpers/recount-thing";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

/** Noon, so that no test depends on the hour at which it runs. */
const NOW = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

let database: TestDatabase;
let owner: Sql;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  connectTo(database);
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

async function store(...records: JsonObject[]): Promise<void> {
  await ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
}

const signIn = (id: string, user: string, appId: string, days = 1) =>
  graphSignIn({ ...{ id, userId: user, appId }, createdDateTime: later(-days).toISOString() });

/** How many users the worker says that each application has; null for one that it is to count. */
async function countedUsers(): Promise<Record<string, number | null>> {
  const rows = await owner`
    select key, (found -> 'distinct' ->> 'kept')::int as users from sign_in_pair_totals
    where tenant_id = ${tenant.tenantId} and kind = 1 and side = 'b' order by key`;
  return Object.fromEntries(rows.map(({ key, users }) => [key, users]));
}

/** So that a page that goes by it says so. */
async function falsify(appId: string): Promise<void> {
  await owner`
    update sign_in_pair_totals set found = jsonb_set(found::jsonb, '{distinct,kept}', '77')::json
    where tenant_id = ${tenant.tenantId} and kind = 1 and side = 'b' and key = ${appId}`;
}

async function pageOf(key: string, now = NOW) {
  const answer = await getThing(tenant.scope, { kind: "application", key }, { now });
  if (!answer.found) throw new Error(`There is no application ${key}`);
  return answer.thing;
}

async function usersOnPage(key: string, now = NOW): Promise<number | undefined> {
  return (await pageOf(key, now)).related.find(({ of }) => of === "users")?.kept.all;
}

describe("what the worker counts ahead of a thing with many others", () => {
  beforeEach(async () => {
    tenant = await createTestTenant(database.ownerUrl);
    await store(
      ...["ada", "bo", "cy"].map((user) => signIn(`large-${user}`, user, "app-large")),
      ...["ada", "bo"].map((user) => signIn(`medium-${user}`, user, "app-medium", 8)),
      signIn("small", "ada", "app-small"),
    );
    await foldTenant(tenant.scope);
    await keepTotals(tenant.scope, { now: NOW, many: 2 });
  });

  it("stands on its page; a thing with few counts for itself", async () => {
    expect(await countedUsers()).toEqual({ "app-large": 3, "app-medium": 2 });
    await falsify("app-large");
    expect(await usersOnPage("app-large")).toBe(77);
    expect(await usersOnPage("app-small")).toBe(1);
    expect(await keepTotals(tenant.scope, { now: NOW, many: 2 })).toBe(0);
  });

  it("is taken back with the first change of what it was counted from, and of nothing else", async () => {
    await falsify("app-large");
    await store(signIn("late", "dan", "app-large"));
    expect(await usersOnPage("app-large")).toBe(78);
    await foldTenant(tenant.scope);
    expect(await countedUsers()).toEqual({ "app-large": null, "app-medium": 2 });
    expect(await usersOnPage("app-large")).toBe(4);
    expect(await keepTotals(tenant.scope, { now: NOW, many: 2 })).toBeGreaterThan(0);
    expect(await countedUsers()).toEqual({ "app-large": 4, "app-medium": 2 });
  });

  it("is taken back when a day is counted anew", async () => {
    await store({ ...signIn("large-ada", "ada", "app-large"), status: { errorCode: 50126 } });
    await foldTenant(tenant.scope);
    expect(await countedUsers()).toEqual({ "app-large": null, "app-medium": null });
    expectThingEqualsRecount(
      await pageOf("app-large"),
      await readEvents(owner, tenant.tenantId),
      ({ application }) => application === "app-large",
    );
  });

  it("holds for the days for which it was counted: the next day a page counts for itself until it is counted again", async () => {
    await falsify("app-large");
    expect(await usersOnPage("app-large", later(1))).toBe(3);
    expect(await keepTotals(tenant.scope, { now: later(1), many: 2 })).toBeGreaterThan(0);
    expect(await usersOnPage("app-large", later(1))).toBe(3);
    await falsify("app-large");
    expect(await usersOnPage("app-large", later(1))).toBe(77);
  });

  it("equals a recount after retention took days away, and what lost its many is forgotten", async () => {
    await applyRetention({ now: later(24) });
    await foldTenant(tenant.scope);
    await keepTotals(tenant.scope, { now: later(24), many: 2 });
    expect(await countedUsers()).toEqual({ "app-large": 3 });
    expectThingEqualsRecount(
      await pageOf("app-large", later(24)),
      await readEvents(owner, tenant.tenantId),
      ({ application }) => application === "app-large",
    );
  });

  it("finds things that have come to stand with many, no oftener than looking is worth", async () => {
    await store(signIn("second", "bo", "app-small"));
    await foldTenant(tenant.scope);
    await keepTotals(tenant.scope, { now: NOW, many: 2 });
    expect(await countedUsers()).not.toHaveProperty("app-small");
    await keepTotals(tenant.scope, { now: later(1), many: 2 });
    expect(await countedUsers()).toMatchObject({ "app-small": 2 });
  });

  it("ends when its time is over, and goes on at the next run; the largest come first", async () => {
    await foldTenant(tenant.scope);
    await owner`update sign_in_pair_totals set found = null where tenant_id = ${tenant.tenantId}`;
    expect(await keepTotals(tenant.scope, { now: NOW, many: 2, budgetMs: 0 })).toBe(0);
    const stopped = AbortSignal.abort();
    expect(await keepTotals(tenant.scope, { now: NOW, many: 2, signal: stopped })).toBe(0);
    expect(await countedUsers()).toEqual({ "app-large": null, "app-medium": null });
    expect(await keepTotals(tenant.scope, { now: NOW, many: 2 })).toBeGreaterThan(1);
    expect(await countedUsers()).toEqual({ "app-large": 3, "app-medium": 2 });
  });
});
