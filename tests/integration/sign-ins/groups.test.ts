import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { countGroups } from "@/db/queries/sign-ins/count-groups";
import { ForbiddenError, InvalidInputError, LicenseRequiredError } from "@/lib/model/errors";
import type { ActiveFilter, FilterKey, FilterValue } from "@/lib/model/filters";
import { type GroupWindow, windowOf } from "@/lib/model/grouping";
import type { LogQuery } from "@/lib/model/log-query";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInGroup } from "@/lib/model/sign-in-view";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { countLog } from "@/lib/services/sign-ins/count-log";
import { listGroupMembers, MEMBERS_PER_PAGE } from "@/lib/services/sign-ins/list-group-members";
import { listGroups } from "@/lib/services/sign-ins/list-groups";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const MINUTE = 60_000;
/** Twenty past the hour: rolling ranges cut an hour. */
const NOW = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 20 * MINUTE);

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

interface Event {
  number: number;
  minutesAgo: number;
  user: string;
  app: string;
  resource: string;
  errorCode: number;
  country: string | null;
}

function recordOf({ number, minutesAgo, user, app, resource, errorCode, country }: Event): JsonObject {
  return graphSignIn({
    id: `n-${String(number).padStart(3, "0")}`,
    createdDateTime: timeOf(minutesAgo).toISOString(),
    signInEventTypes: ["nonInteractiveUser"],
    isInteractive: false,
    ...{ userId: user, userPrincipalName: `${user}@acorn.example`, userDisplayName: user },
    ...{ appId: app, appDisplayName: app, resourceId: resource, resourceDisplayName: resource },
    status: { errorCode },
    location: { countryOrRegion: country },
  });
}

const timeOf = (minutesAgo: number) => new Date(NOW.getTime() - minutesAgo * MINUTE);

async function store(target: TestTenant, records: JsonObject[]): Promise<void> {
  const result = await ingestRecords(target.scope, asRecords(records), { source: "test", now: NOW });
  expect(result.errors).toEqual([]);
}

function query(overrides: Partial<LogQuery> = {}): LogQuery {
  return {
    category: "non-interactive",
    preset: "custom",
    from: new Date(NOW.getTime() - 4 * DAY_MS),
    to: new Date(NOW.getTime() + DAY_MS),
    filters: [],
    size: 25,
    window: "24h",
    expanded: [],
    ...overrides,
  };
}

function filter(key: FilterKey, value: FilterValue, negated = false): ActiveFilter {
  return { key, values: [value], negated };
}

const startsWith = (text: string): FilterValue => ({ type: "startsWith", text });

/** Every group of every page, from the newest on or, given a cursor, back to it. */
async function walk(
  ask: LogQuery,
  target: TestTenant = tenant,
): Promise<{ forward: SignInGroup[]; back: SignInGroup[] }> {
  const read = (cursor?: LogQuery["cursor"]) =>
    listGroups(target.scope, { ...ask, ...(cursor ? { cursor } : {}) }, { now: NOW, budgetMs: 60_000 });
  let page = await read();
  const forward = [...page.groups];
  for (let next = page.olderCursor; next; next = page.olderCursor) {
    page = await read({ direction: "after", token: next });
    forward.push(...page.groups);
  }
  const back = [...page.groups];
  for (let next = page.newerCursor; next; next = page.newerCursor) {
    page = await read({ direction: "before", token: next });
    back.unshift(...page.groups);
  }
  return { forward, back };
}

const anyEvents = fc.array(
  fc.record({
    minutesAgo: fc.oneof(fc.integer({ min: -60, max: 3 * 24 * 60 }), fc.integer({ min: 0, max: 150 })),
    user: fc.constantFrom("ada", "bo"),
    app: fc.constantFrom("office", "portal"),
    resource: fc.constantFrom("mail", "graph"),
    errorCode: fc.constantFrom(0, 0, 50126, 50140),
    country: fc.constantFrom("NO", "SE", null),
  }),
  { minLength: 1, maxLength: 60 },
);

/** A filter together with what it means, said again in plain words. */
const anyFilters: fc.Arbitrary<readonly (readonly [ActiveFilter, (event: Event) => boolean])[]> = fc.subarray([
  [filter("user", startsWith("ad")), ({ user }) => user === "ada"],
  [filter("application", startsWith("office"), true), ({ app }) => app !== "office"],
  [filter("resourceId", { type: "equals", text: "mail" }), ({ resource }) => resource === "mail"],
  [filter("status", { type: "equals", text: "success" }), ({ errorCode }) => errorCode === 0],
  [filter("country", startsWith("NO")), ({ country }) => country === "NO"],
  [filter("country", { type: "none" }), ({ country }) => country === null],
]);

const anyRange = fc
  .tuple(fc.integer({ min: -90, max: 4 * 24 * 60 }), fc.integer({ min: 1, max: 4 * 24 * 60 }))
  .map(([end, length]) => ({ from: timeOf(end + length), to: timeOf(end) }));

function recount(events: readonly Event[], ask: LogQuery, holds: (event: Event) => boolean) {
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const at = timeOf(event.minutesAgo);
    if (at < ask.from || at >= ask.to || !holds(event)) continue;
    const { user, app, resource, errorCode } = event;
    const key = [windowOf(at, ask.window).from.toISOString(), user, app, resource, errorCode].join();
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()].map((members) => {
    const times = members.map(({ minutesAgo }) => timeOf(minutesAgo).getTime());
    return { count: members.length, newest: Math.max(...times), oldest: Math.min(...times) };
  });
}

const order = (a: { newest: number; count: number; oldest: number }, b: typeof a) =>
  b.newest - a.newest || b.count - a.count || b.oldest - a.oldest;

/** Counts and the bars of the chart, against the events themselves. */
async function expectCounts(
  own: TestTenant,
  ask: LogQuery,
  events: readonly Event[],
  holds: (event: Event) => boolean,
) {
  const counts = await countLog(own.scope, ask, { zone: "Asia/Kolkata", now: NOW, budgetMs: 60_000 });
  const matches = events.filter((event) => {
    const at = timeOf(event.minutesAgo);
    return at >= ask.from && at < ask.to && holds(event);
  });
  expect(counts.signIns).toEqual({ n: matches.length, complete: true });
  expect(counts.groups).toEqual({ n: recount(events, ask, holds).length, complete: true });
  const { from, to, filters, window } = ask;
  const counting = { category: 2, range: { from, to }, filters, window, limit: 1_000_000, budgetMs: 60_000 };
  const byWindow = await inTenant(appDatabase().db, own.scope, (tenant) => countGroups(tenant, counting, 0));
  expect(byWindow).toEqual({ total: counts.groups?.n, complete: true });
  for (const { from, to, counts: bar } of counts.bars) {
    const inside = matches.filter(({ minutesAgo }) => timeOf(minutesAgo) >= from && timeOf(minutesAgo) < to);
    expect(bar.success).toBe(inside.filter(({ errorCode }) => errorCode === 0).length);
    expect(bar.failure).toBe(inside.filter(({ errorCode }) => errorCode === 50126).length);
    expect(bar.interrupted).toBe(inside.filter(({ errorCode }) => errorCode === 50140).length);
  }
}

describe("groups", () => {
  it("count what a plain recount counts, and walking all pages forward and back gives every group once", {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        anyEvents,
        fc.array(fc.tuple(anyFilters, anyRange, fc.constantFrom<GroupWindow>("1h", "6h", "24h")), {
          minLength: 6,
          maxLength: 6,
        }),
        async (given, asks) => {
          const own = await createTestTenant(database.ownerUrl);
          const events = given.map((event, number) => ({ ...event, number }));
          await store(own, events.map(recordOf));
          for (const [filters, range, window] of asks) {
            const ask = query({ ...range, window, filters: filters.map(([active]) => active), size: 2 as never });
            const expected = recount(events, ask, (event) => filters.every(([, holds]) => holds(event))).sort(order);
            const { forward, back } = await walk(ask, own);
            const shown = forward.map(({ count, firstAt, latest }) => ({
              ...{ count, newest: latest.createdAt.getTime(), oldest: firstAt.getTime() },
            }));
            expect(shown.sort(order)).toEqual(expected);
            expect(new Set(forward.map(({ id }) => id)).size).toBe(forward.length);
            expect(back.map(({ id }) => id)).toEqual(forward.map(({ id }) => id));
            await expectCounts(own, ask, events, (event) => filters.every(([, holds]) => holds(event)));
            for (const { id, count } of forward.slice(0, 2)) {
              const members = await listGroupMembers(own.scope, ask, { group: id }, { now: NOW });
              expect(members.items.length).toBe(Math.min(count, MEMBERS_PER_PAGE));
            }
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it("are the same whether the roll-up or the sign-ins are read", async () => {
    const own = await createTestTenant(database.ownerUrl);
    const events = Array.from({ length: 90 }, (_, number) => ({
      ...{ number, minutesAgo: number * 17, user: "ada", app: number % 2 ? "office" : "portal", resource: "mail" },
      ...{ errorCode: 0, country: "NO" },
    }));
    await store(own, events.map(recordOf));
    const fromHours = await walk(query(), own);
    const fromSignIns = await walk(query({ filters: [filter("country", startsWith("NO"))] }), own);
    expect(fromSignIns.forward).toEqual(fromHours.forward);
  });

  it("expand to their members, newest first, a page at a time, each once", async () => {
    const own = await createTestTenant(database.ownerUrl);
    const total = MEMBERS_PER_PAGE * 2 + 3;
    // Several in one second, across a page break too.
    const minute = windowOf(NOW, "24h").from.getTime() + 30 * MINUTE - NOW.getTime();
    const events = Array.from({ length: total }, (_, number) => ({
      ...{
        number,
        minutesAgo: -minute / MINUTE - Math.floor(number / 7) / 60,
        user: "ada",
        app: "office",
        resource: "mail",
      },
      ...{ errorCode: 0, country: null },
    }));
    await store(own, events.map(recordOf));
    const ask = query();
    const [group] = (await listGroups(own.scope, ask, { now: NOW })).groups;
    expect(group?.count).toBe(total);
    const ids: string[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const page = await listGroupMembers(
        own.scope,
        ask,
        { group: group?.id ?? "", ...(after ? { after } : {}) },
        { now: NOW },
      );
      ids.push(...page.items.map(({ id }) => id));
      after = page.olderCursor;
    }
    expect(new Set(ids).size).toBe(total);
    expect(ids[0]).toBe(group?.latest.id);
  });

  it("say how far back they searched when time ran out, and go on from there", async () => {
    const own = await createTestTenant(database.ownerUrl);
    const base = { user: "ada", app: "office", resource: "mail", errorCode: 0 };
    await store(own, [
      recordOf({ ...base, number: 1, minutesAgo: 10, country: "SE" }),
      recordOf({ ...base, number: 2, minutesAgo: 3 * 24 * 60, country: null }),
    ]);
    const ask = query({ filters: [filter("userAgent", startsWith("old"), true), filter("country", { type: "none" })] });
    const { forward } = await walk(ask, own);
    expect(forward.map(({ latest }) => latest.id)).toEqual(["n-002"]);
    const everything = query();
    const first = await listGroups(own.scope, everything, { now: NOW, budgetMs: 0 });
    expect(first.searchedBackTo).not.toBeNull();
    const found = first.groups.map(({ latest }) => latest.id);
    for (let next = first.olderCursor, tries = 0; next && tries < 20; tries++) {
      const cursor = { direction: "after", token: next } as const;
      const page = await listGroups(own.scope, { ...everything, cursor }, { now: NOW, budgetMs: 0 });
      found.push(...page.groups.map(({ latest }) => latest.id));
      next = page.olderCursor;
    }
    expect(found).toEqual(["n-001", "n-002"]);
  });
});

describe("the gates of groups", () => {
  it("refuse a reader without a role, and a tenant without the license", async () => {
    const none = tenant.asRoles();
    await expect(listGroups(none, query(), { now: NOW })).rejects.toThrow(ForbiddenError);
    await expect(listGroupMembers(none, query(), { group: "x" }, { now: NOW })).rejects.toThrow(ForbiddenError);
    const { scope } = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(listGroups(scope, query(), { now: NOW })).rejects.toThrow(LicenseRequiredError);
    await expect(listGroupMembers(scope, query(), { group: "x" }, { now: NOW })).rejects.toThrow(LicenseRequiredError);
  });

  it("show nothing of another tenant's group, and refuse its cursor", async () => {
    const [own, other] = [await createTestTenant(database.ownerUrl), await createTestTenant(database.ownerUrl)];
    const events = Array.from({ length: 40 }, (_, number) => ({
      ...{
        number,
        minutesAgo: number * 60,
        user: `user-${number}`,
        app: "office",
        resource: "mail",
        errorCode: 0,
        country: "NO",
      },
    }));
    await store(own, events.map(recordOf));
    const page = await listGroups(own.scope, query(), { now: NOW });
    const group = page.groups[0]?.id ?? "";
    expect((await listGroupMembers(other.scope, query(), { group }, { now: NOW })).items).toEqual([]);
    const cursor = { direction: "after", token: page.olderCursor ?? "" } as const;
    await expect(listGroups(other.scope, query({ cursor }), { now: NOW })).rejects.toThrow(InvalidInputError);
    await expect(listGroups(own.scope, query({ cursor, window: "1h" }), { now: NOW })).rejects.toThrow(
      InvalidInputError,
    );
    await expect(listGroupMembers(own.scope, query(), { group: "nonsense" }, { now: NOW })).rejects.toThrow(
      InvalidInputError,
    );
  });
});

describe("the number of groups", () => {
  it("is exact up to the cap and told as more beyond, whether its groups are new or repeat", async () => {
    const target = await createTestTenant(database.ownerUrl);
    const one = { app: "a", resource: "r", errorCode: 0, country: null };
    // One group in every hour, and older ones that stand once: the newest rows alone hold few groups.
    const often = Array.from({ length: 10 }, (_, hour) => ({ ...one, user: "often", minutesAgo: 5 + hour * 60 }));
    const once = Array.from({ length: 6 }, (_, user) => ({ ...one, user: `once-${user}`, minutesAgo: 640 }));
    await store(
      target,
      [...often, ...once].map((event, number) => recordOf({ ...event, number })),
    );
    const range = { from: timeOf(11 * 60), to: NOW };
    const count = (limit: number, few: number) =>
      inTenant(appDatabase().db, target.scope, (tenant) =>
        countGroups(tenant, { category: 2, range, filters: [], window: "24h", limit, budgetMs: 10_000 }, few),
      );
    const sum = (await listGroups(target.scope, query(range), { now: NOW })).groups.length;
    for (const few of [0, 100]) {
      expect(await count(sum, few)).toEqual({ total: sum, complete: true });
      for (const limit of [1, 2, sum - 1]) expect(await count(limit, few)).toEqual({ total: limit, complete: false });
    }
  });
});
