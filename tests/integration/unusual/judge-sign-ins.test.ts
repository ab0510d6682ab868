import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { closeQueues } from "@/jobs/enqueue";
import { ownScopeFromSession } from "@/lib/access/own-scope";
import { parseOwnQuery } from "@/lib/model/own-query";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { OwnScope, TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { answerOwnSignIn } from "@/lib/services/own-sign-ins/answer-own-sign-in";
import { listOwnSignIns } from "@/lib/services/own-sign-ins/list-own-sign-ins";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import { judgeSignIns, judgeTenant } from "@/lib/services/unusual/judge-sign-ins";
import { createUser } from "@/lib/services/users/create-user";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectMarksEqualRecount } from "@/tests/helpers/recount-unusual";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

/** Noon, so that no test depends on the hour at which it runs. */
const NOW = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);

let database: TestDatabase;
let owner: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  connectTo(database, { max: 6 });
  setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl }));
});

afterAll(async () => {
  await owner.end();
  await closeQueues();
  await closeConnections();
  await database.drop();
});

const store = (scope: TenantScope, records: readonly JsonObject[], now = NOW) =>
  ingestRecords(scope, asRecords(records), { source: "test", now });

const PLACES = {
  Oslo: { city: "Oslo", countryOrRegion: "NO", geoCoordinates: { latitude: 59.91, longitude: 10.75 } },
  Bergen: { city: "Bergen", countryOrRegion: "NO", geoCoordinates: { latitude: 60.39, longitude: 5.32 } },
  Recife: { city: "Recife", countryOrRegion: "BR", geoCoordinates: { latitude: -8.05, longitude: -34.9 } },
  Tokyo: { city: "Tokyo", countryOrRegion: "JP", geoCoordinates: { latitude: 35.68, longitude: 139.69 } },
  Lima: { city: "Lima", countryOrRegion: "PE", geoCoordinates: { latitude: -12.05, longitude: -77.04 } },
  Cairo: { city: "Cairo", countryOrRegion: "EG", geoCoordinates: { latitude: 30.04, longitude: 31.24 } },
  Delhi: { city: "Delhi", countryOrRegion: "IN" },
  Perth: { city: "Perth", countryOrRegion: "AU" },
};
const ELSEWHERE = ["Bergen", "Recife", "Tokyo", "Lima", "Cairo", "Delhi", "Perth"] as const;

/** Every other day some minutes, so that there is a history and there are bursts. */
const anyEvent = fc
  .record({
    number: fc.integer({ min: 0, max: 149 }),
    silent: fc.constantFrom(false, false, false, true),
    user: fc.integer({ min: 0, max: 9 }).map((n) => (n < 8 ? "user-ada" : n < 9 ? "user-bo" : null)),
    place: fc.integer({ min: 0, max: 30 }).map((n) => ELSEWHERE[n] ?? "Oslo"),
    errorCode: fc.constantFrom(0, 50126, 50126, 50126),
    browser: fc.integer({ min: 0, max: 30 }).map((n) => (n < 25 ? "Firefox 128" : `Browser${"abcdef"[n - 25]}`)),
    network: fc.constantFrom("192.0.2", "198.51.100"),
  })
  .map(({ number, silent, user, place, errorCode, browser, network }) =>
    graphSignIn({
      id: `event-${number}`,
      createdDateTime: new Date(
        NOW.getTime() -
          20 * DAY_MS +
          Math.floor(number / 30) * 2 * DAY_MS +
          (number % 30) * 15_000 +
          (silent ? 7_000 : 0),
      ).toISOString(),
      ...{ isInteractive: !silent, signInEventTypes: [silent ? "nonInteractiveUser" : "interactiveUser"] },
      ...{ userId: user, location: PLACES[place], status: { errorCode }, ipAddress: `${network}.${number % 200}` },
      deviceDetail: { operatingSystem: "Windows 10", browser },
    }),
  );
const anyEvents = fc.array(anyEvent, { minLength: 30, maxLength: 60, size: "max" });

async function person({ scope, tenantId, slug }: TestTenant, objectId: string): Promise<OwnScope> {
  const { userId, upn } = await createUser(scope, { upn: `${objectId}@${slug}.example`, displayName: "A", objectId });
  return ownScopeFromSession({
    ...{
      userId,
      upn,
      displayName: "A",
      objectId,
      tenantId,
      license: "premium_p2",
      roles: [],
      preferences: {},
      sessionId: "session",
    },
    ...{ tenantSlug: slug, tenantName: slug, brandName: null, createdAt: NOW, renewedAt: NOW, expiresAt: NOW },
  });
}

async function denyOne(own: OwnScope): Promise<void> {
  const [row] = await owner`select category, created_at, created_ms, id from sign_ins
    where tenant_id = ${own.tenantId} and principal_key = 'user-ada' and category <= 2 and status = 1
    order by md5(id) limit 1`;
  if (!row) return;
  const category = row.category === 1 ? "interactive" : "non-interactive";
  const address = { category, id: row.id as string, at: row.created_at as Date } as const;
  await answerOwnSignIn(own, address, "notMe", { now: NOW });
}

describe("the marks of unusual sign-ins", () => {
  it("go with their sign-ins, and so does what was learnt from them", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    await store(scope, fc.sample(anyEvents, { numRuns: 4, seed: 5 }).flat());
    await judgeSignIns({ now: NOW });
    const left = async () => {
      const [row] = await owner`select
        (select min(created_at) from sign_in_findings where tenant_id = ${tenantId}) as oldest_mark,
        (select min(oldest_at) from sign_in_habits where tenant_id = ${tenantId}) as oldest_habit,
        (select min((r->'trace'->>'atMs')::float8) from sign_in_habits h, json_array_elements(h.memory::json->'recent') r
          where h.tenant_id = ${tenantId}) as oldest_recent`;
      return row as { oldest_mark: Date | null; oldest_habit: Date | null; oldest_recent: number | null };
    };
    const before = await left();
    expect(before.oldest_habit?.getTime()).toBeLessThan(NOW.getTime() - 19 * DAY_MS);
    expect(
      (await applyRetention({ now: new Date(NOW.getTime() + 15 * DAY_MS), rowsPerTransaction: 2 })).failed,
    ).toEqual([]);
    const cutoff = startOfUtcDay(NOW).getTime() - 15 * DAY_MS;
    const after = await left();
    expect(after.oldest_mark?.getTime()).toBeGreaterThanOrEqual(cutoff);
    expect(after.oldest_habit?.getTime()).toBeGreaterThanOrEqual(cutoff);
    expect(after.oldest_recent).toBeGreaterThanOrEqual(cutoff);
    await applyRetention({ now: new Date(NOW.getTime() + 60 * DAY_MS) });
    expect(await left()).toEqual({ oldest_mark: null, oldest_habit: null, oldest_recent: null });
  });

  it("are those of the whole history, whatever the order of arrival, changes and answers", async () => {
    const kinds: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ events: anyEvents, judge: fc.boolean(), deny: fc.boolean() }), {
          ...{ minLength: 2, maxLength: 6, size: "max" },
        }),
        async (steps) => {
          const tenant = await createTestTenant(database.ownerUrl);
          const ada = await person(tenant, "user-ada");
          for (const { events, judge, deny } of steps) {
            await store(tenant.scope, events);
            if (deny) await denyOne(ada);
            if (judge) await judgeTenant(tenant.scope, { now: NOW, eventsPerStep: 10, peoplePerRun: 1 });
          }
          await judgeTenant(tenant.scope, { now: NOW, eventsPerStep: 40 });
          kinds.push(...(await expectMarksEqualRecount(owner, tenant.tenantId)));
          expect(await judgeTenant(tenant.scope, { now: NOW })).toEqual({ batches: 0, people: 0 });
        },
      ),
      { numRuns: 7, seed: 11 },
    );
    expect(new Set(kinds)).toEqual(new Set(["country", "device", "travel", "burst"]));
  });

  it("are the same with two workers at once, beside writers", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    const queue = fc.sample(anyEvents, { numRuns: 10, seed: 7 });
    let writing = true;
    const write = async () => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) await store(scope, batch);
    };
    const judge = async () => {
      let batches = 0;
      while (writing) batches += (await judgeTenant(scope, { now: NOW, eventsPerStep: 30 })).batches;
      return batches;
    };
    const judging = [judge(), judge()];
    await Promise.all([write(), write()]);
    writing = false;
    const judged = (await Promise.all(judging)).reduce((a, b) => a + b, 0);
    const rest = await judgeTenant(scope, { now: NOW });
    const [all] = await owner`select count(*)::int as n from ingest_batches where tenant_id = ${tenantId}`;
    expect(judged + rest.batches).toBe(all?.n);
    expect((await expectMarksEqualRecount(owner, tenantId)).length).toBeGreaterThan(0);
  });

  it("of a sign-in that turns out to be another person's go to that person", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    const at = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
    const far = { location: PLACES.Recife, ipAddress: "203.0.113.7" };
    const days = Array.from({ length: 12 }, (_, index) => index + 1);
    await store(
      scope,
      days.flatMap((day) => [
        graphSignIn({ id: `ada-${day}`, createdDateTime: at(day) }),
        graphSignIn({ id: `bo-${day}`, createdDateTime: at(day), userId: "user-bo" }),
      ]),
    );
    const doubtful = graphSignIn({ ...far, id: "doubtful", createdDateTime: at(0.9) });
    await store(scope, [doubtful, graphSignIn({ ...far, id: "later", createdDateTime: at(0.1) })]);
    await judgeTenant(scope, { now: NOW });
    expect(await expectMarksEqualRecount(owner, tenantId)).toEqual(["country"]);
    await store(scope, [{ ...doubtful, userId: "user-bo" }]);
    expect(await judgeTenant(scope, { now: NOW })).toEqual({ batches: 1, people: 1 });
    expect(await expectMarksEqualRecount(owner, tenantId)).toEqual(["country", "country"]);
  });

  it("are on the person's own page before the worker has been there, and the same afterwards", async () => {
    const tenant = await createTestTenant(database.ownerUrl);
    const ada = await person(tenant, "user-ada");
    const at = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
    const far = { location: PLACES.Recife, ipAddress: "203.0.113.7" };
    const marksOf = async () => {
      const parsed = parseOwnQuery(new URLSearchParams(), { license: "premium_p2", now: NOW });
      if (!parsed.ok) throw new Error("The query is usable.");
      const { items } = await listOwnSignIns(ada, parsed.query, { now: NOW, budgetMs: 60_000 });
      return items.filter(({ unusual }) => unusual.length > 0).map(({ id, unusual }) => [id, unusual]);
    };
    await store(tenant.scope, [
      ...Array.from({ length: 12 }, (_, day) =>
        graphSignIn({ id: `usual-${day}`, createdDateTime: at(day + 2), location: PLACES.Oslo }),
      ),
      // The same account, in other letters: habits of its own.
      graphSignIn({ ...far, id: "upper", userId: "USER-ADA", createdDateTime: at(0.5) }),
      graphSignIn({ ...far, id: "first", createdDateTime: at(1.95) }),
      graphSignIn({ ...far, id: "second", createdDateTime: at(0.2) }),
    ]);
    const travel = { kind: "travel", km: 8556, minutes: 72, fromCity: "Oslo" };
    const before = await marksOf();
    expect(before).toEqual([["first", [{ kind: "country" }, travel]]]);
    await judgeTenant(tenant.scope, { now: NOW });
    expect(await marksOf()).toEqual(before);
    const address = { category: "interactive", id: "first", at: new Date(at(1.95)) } as const;
    await answerOwnSignIn(ada, address, "notMe", { now: NOW });
    const denied = [["second", [{ kind: "country" }]], ...before];
    expect(await marksOf()).toEqual(denied);
    expect(await judgeTenant(tenant.scope, { now: NOW })).toEqual({ batches: 0, people: 1 });
    expect(await marksOf()).toEqual(denied);
    await answerOwnSignIn(ada, address, "me", { now: NOW });
    await judgeTenant(tenant.scope, { now: NOW });
    expect(await marksOf()).toEqual(before);
  });

  it("of another tenant are out of reach", async () => {
    const [acorn, birch] = [await createTestTenant(database.ownerUrl), await createTestTenant(database.ownerUrl)];
    await owner`insert into sign_in_findings values (${acorn.tenantId}, 1, ${NOW}, 'a', 1, '[]')`;
    const seen = await inTenant(appDatabase().db, birch.scope, ({ tx }) => tx.query.signInFindings.findMany());
    expect(seen).toEqual([]);
  });
});
