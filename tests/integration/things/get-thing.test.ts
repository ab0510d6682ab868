import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { ThingView } from "@/lib/model/thing-view";
import type { ThingKind } from "@/lib/model/things";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { foldTenant } from "@/lib/services/pairs/fold-pairs";
import { keepTotals } from "@/lib/services/pairs/keep-totals";
import { getThing } from "@/lib/services/things/get-thing";
import { anyRecord } from "@/tests/helpers/any-sign-in";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { type Event, expectThingEqualsRecount, readEvents } from "@/tests/helpers/recount-thing";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

/** Noon, so that no test depends on the hour at which it runs. */
const NOW = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);

let database: TestDatabase;
let owner: Sql;

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

async function store(scope: TenantScope, records: readonly JsonObject[]): Promise<void> {
  const { rejected } = await ingestRecords(scope, asRecords(records), { source: "test", now: NOW });
  expect(rejected).toBe(0);
}

async function thingOf(scope: TenantScope, kind: ThingKind, key: string): Promise<ThingView> {
  const answer = await getThing(scope, { kind, key }, { now: NOW });
  if (!answer.found) throw new Error(`There is no ${kind} ${key}`);
  return answer.thing;
}

/** The same few events as elsewhere, spread over the month. */
const anyMonth = fc.array(
  anyRecord.map((record) => {
    const number = Number(String(record.id).slice("event-".length));
    const at = NOW.getTime() - ((number * 7) % 30) * DAY_MS - number * 60_000;
    return { ...record, createdDateTime: new Date(at).toISOString() };
  }),
  { minLength: 5, maxLength: 30 },
);

const KEYS: Record<ThingKind, (event: Event) => string | null> = {
  principal: ({ principal }) => principal,
  application: ({ application }) => application,
  resource: ({ resource }) => resource,
  address: ({ address }) => address,
};

async function expectAllEqualRecount({ scope, tenantId }: TestTenant): Promise<number> {
  const events = await readEvents(owner, tenantId);
  let looked = 0;
  for (const kind of Object.keys(KEYS) as ThingKind[]) {
    for (const key of new Set(events.map(KEYS[kind]))) {
      if (!key) continue;
      const thing = await thingOf(scope, kind, key);
      expectThingEqualsRecount(thing, events, (event) => KEYS[kind](event) === key, thing.beingRecounted.length === 0);
      looked++;
    }
  }
  return looked;
}

describe("every figure on the page of a thing", () => {
  it("equals a recount after repeats and changes, whatever is folded and counted ahead, and whatever is not", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ batch: anyMonth, fold: fc.boolean(), total: fc.boolean() }), {
          minLength: 1,
          maxLength: 3,
        }),
        async (steps) => {
          const tenant = await createTestTenant(database.ownerUrl);
          for (const { batch, fold, total } of steps) {
            await store(tenant.scope, batch);
            await store(tenant.scope, batch);
            if (fold) await foldTenant(tenant.scope);
            if (total) await keepTotals(tenant.scope, { now: NOW, many: 1 });
          }
          expect(await expectAllEqualRecount(tenant)).toBeGreaterThan(1);
          await foldTenant(tenant.scope);
          await expectAllEqualRecount(tenant);
        },
      ),
      { numRuns: 6 },
    );
  });
});

const at = (days: number, minutes = 0) => new Date(NOW.getTime() - days * DAY_MS - minutes * 60_000).toISOString();

describe("the page of", () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await createTestTenant(database.ownerUrl);
    const robot = {
      ...{ signInEventTypes: ["servicePrincipal"], isInteractive: false, userId: null, userPrincipalName: null },
      ...{ servicePrincipalId: "sp-1", servicePrincipalName: "Backup robot" },
    };
    await store(tenant.scope, [
      graphSignIn({ id: "old", createdDateTime: at(28) }),
      graphSignIn({ id: "robot-old", createdDateTime: at(20), ...robot, ipAddress: "198.51.100.1" }),
      graphSignIn({ id: "robot-new", createdDateTime: at(1), ...robot, ipAddress: "198.51.100.2" }),
      ...["ada", "bo", "cy"].map((name, index) =>
        graphSignIn({
          ...{ id: `guess-${name}`, createdDateTime: at(2, index), ipAddress: `203.0.113.${index + 1}` },
          ...{ userId: `user-${name}`, userDisplayName: name, userPrincipalName: `${name}@acorn.example` },
          status: { errorCode: name === "bo" ? 0 : 50126 },
        }),
      ),
    ]);
    await foldTenant(tenant.scope);
  });

  it("a service principal marks the address that is new this week", async () => {
    const robot = await thingOf(tenant.scope, "principal", "sp-1");
    expect(robot).toMatchObject({ name: "Backup robot", noun: "Service principal", aliases: ["sp-1"] });
    const addresses = robot.related.find(({ of }) => of === "addresses");
    expect(addresses).toMatchObject({ fresh: 1, week: { all: 1 }, before: { all: 0 }, kept: { all: 2 } });
    expect(addresses?.rows.map(({ key, isNew }) => [key, isNew])).toEqual([
      ["198.51.100.1", false],
      ["198.51.100.2", true],
    ]);
  });

  it("a block of addresses lists the accounts that were tried from it, those that succeeded first", async () => {
    const block = await thingOf(tenant.scope, "address", "203.0.113.77/24");
    expect(block).toMatchObject({ name: "203.0.113.0/24", isBlock: true });
    const users = block.related.find(({ of }) => of === "users");
    expect(users).toMatchObject({ kept: { all: 3, succeeded: 1 } });
    expect(users?.rows.map(({ key, successDays }) => [key, successDays])).toEqual([
      ["user-bo", 1],
      ["user-ada", 0],
      ["user-cy", 0],
    ]);
    const events = await readEvents(owner, tenant.tenantId);
    expectThingEqualsRecount(block, events, ({ address }) => address?.startsWith("203.0.113.") === true);
  });

  it("an application counts users without its robots, this week and last", async () => {
    const office = await thingOf(tenant.scope, "application", "app-office");
    const of = (kind: string) => office.related.find((list) => list.of === kind);
    expect(of("users")).toMatchObject({ week: { all: 3, succeeded: 1 }, kept: { all: 3 } });
    expect(of("services")).toMatchObject({ week: { all: 1 }, kept: { all: 1 } });
    expect(of("users")?.rows.map(({ name, detail }) => [name, detail])).toContainEqual(["bo", "bo@acorn.example"]);
  });

  it("a user names of each application the logs that hold it", async () => {
    const silent = { isInteractive: false, signInEventTypes: ["nonInteractiveUser"] };
    const logged = await createTestTenant(database.ownerUrl);
    await store(logged.scope, [
      graphSignIn({ id: "device", createdDateTime: at(1), appId: "app-device" }),
      graphSignIn({ id: "mail", createdDateTime: at(2), appId: "app-mail" }),
      graphSignIn({ id: "mail-silent", createdDateTime: at(1, 180), appId: "app-mail", ...silent }),
      graphSignIn({ id: "chat-silent", createdDateTime: at(1, 180), appId: "app-chat", ...silent }),
      // Somebody else's renewals, at an hour at which she has none.
      graphSignIn({ id: "other", createdDateTime: at(1, 240), appId: "app-device", userId: "user-bo", ...silent }),
    ]);
    const { related } = await thingOf(logged.scope, "principal", "user-ada");
    const rows = related.find(({ of }) => of === "applications")?.rows;
    expect(Object.fromEntries(rows?.map(({ key, logs }) => [key, logs]) ?? [])).toEqual({
      ...{ "app-device": ["interactive"], "app-mail": ["interactive", "non-interactive"] },
      "app-chat": ["non-interactive"],
    });
  });

  it("anything is found whichever way its id is written, and by what is written where several differ in case", async () => {
    const [small, loud] = ["4f7af13e-0000-4000-8000-0000000000aa", "FDE91A85-942D-4F2E-BB5F-9356A9480966"];
    const cased = await createTestTenant(database.ownerUrl);
    await store(cased.scope, [
      graphSignIn({ id: "small", createdDateTime: at(1), userId: small, appId: loud }),
      ...["Twin", "twin"].map((userId) => graphSignIn({ id: userId, createdDateTime: at(1), userId })),
    ]);
    for (const [kind, key, found] of [
      ["principal", small.toUpperCase(), small],
      ["principal", small.replaceAll("-", ""), small],
      ["application", loud.toLowerCase(), loud],
      ["principal", "Twin", "Twin"],
      ["principal", "twin", "twin"],
    ] as const) {
      expect((await thingOf(cased.scope, kind, key)).key).toBe(found);
    }
  });

  it("anything says until when it has counted, while too much is not folded", async () => {
    await store(tenant.scope, [graphSignIn({ id: "late", createdDateTime: at(0), userId: "user-late" })]);
    expect(await thingOf(tenant.scope, "principal", "user-late")).toMatchObject({ countedUntil: null });
    const [batch] = await owner`
      update ingest_batches set accepted = 20001 where tenant_id = ${tenant.tenantId} and seq = (
        select max(seq) from ingest_batches where tenant_id = ${tenant.tenantId}) returning received_at`;
    const late = await thingOf(tenant.scope, "principal", "user-late");
    expect(late.countedUntil).toEqual(batch?.received_at);
    expect(late.logs.interactive.success).toBe(1);
    await foldTenant(tenant.scope);
    expect(await thingOf(tenant.scope, "principal", "user-late")).toMatchObject({ countedUntil: null });
  });

  it("anything says of which day it is counting anew", async () => {
    const record = graphSignIn({ id: "moved", createdDateTime: at(3), userId: "user-moved", ipAddress: "192.0.2.1" });
    await store(tenant.scope, [record]);
    await foldTenant(tenant.scope);
    await store(tenant.scope, [{ ...record, ipAddress: "192.0.2.2" }]);
    const day = at(3).slice(0, 10);
    expect((await thingOf(tenant.scope, "principal", "user-moved")).beingRecounted).toEqual([day]);
    await foldTenant(tenant.scope);
    const moved = await thingOf(tenant.scope, "principal", "user-moved");
    expect(moved.beingRecounted).toEqual([]);
    expect(moved.related.find(({ of }) => of === "addresses")?.rows.map(({ key }) => key)).toEqual(["192.0.2.2"]);
  });

  it("nothing is told of another tenant, of what is unknown, and of what is no longer kept", async () => {
    const other = await createTestTenant(database.ownerUrl);
    const since = new Date(startOfUtcDay(NOW).getTime() - 30 * DAY_MS);
    for (const [scope, kind, key, now] of [
      [other.scope, "principal", "user-ada", NOW],
      [other.scope, "address", "203.0.113.0/24", NOW],
      [tenant.scope, "principal", "nobody", NOW],
      [tenant.scope, "application", "user-ada", NOW],
      [tenant.scope, "address", "2001:db8::/32", NOW],
      [tenant.scope, "principal", "", NOW],
    ] as const) {
      expect(await getThing(scope, { kind, key }, { now })).toEqual({ found: false, since });
    }
    const later = new Date(NOW.getTime() + 33 * DAY_MS);
    expect(await getThing(tenant.scope, { kind: "principal", key: "user-ada" }, { now: later })).toMatchObject({
      found: false,
    });
  });

  it("anything is refused without the role, and without the license", async () => {
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    for (const kind of Object.keys(KEYS) as ThingKind[]) {
      await expect(getThing(tenant.asRoles(), { kind, key: "user-ada" })).rejects.toThrow(ForbiddenError);
      await expect(getThing(free.scope, { kind, key: "user-ada" })).rejects.toThrow(LicenseRequiredError);
    }
    expect((await getThing(tenant.asRoles("reports-reader"), { kind: "principal", key: "user-ada" })).found).toBe(true);
  });
});
