import fc from "fast-check";
import { DateTime } from "luxon";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { CATEGORY_SLUGS } from "@/lib/model/categories";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import { isEmptyOverview, type Overview, type OverviewRange } from "@/lib/model/overview";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { Status } from "@/lib/model/status";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { getOverview, OVERVIEW_LIST_LENGTH } from "@/lib/services/overview/get-overview";
import { runRetention } from "@/lib/services/retention/run-retention";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";
import { recountOverview } from "@/tests/helpers/recount-overview";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const HOUR_MS = 3_600_000;
/** Within a month after clocks changed: in Oslo, in New York, by half an hour on Lord Howe, and the other way round. */
const MOMENTS = ["2026-11-10", "2026-11-21", "2026-10-20", "2026-04-12"].map((day) => new Date(`${day}T00:00:00Z`));
const ZONES = ["UTC", "Europe/Oslo", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"];

let database: TestDatabase;
let owner: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1 });
  connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: 4 });
  await makePartitionsOfAnyDay();
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

/** Clocks change when they do; the database makes partitions only for days near its own. */
async function makePartitionsOfAnyDay(): Promise<void> {
  const [row] = await owner`select pg_get_functiondef('app.ensure_partition(date)'::regprocedure) as text`;
  await owner.unsafe(String(row?.text).replace("::date - 45", "::date - 9000").replace("::date + 3", "::date + 9000"));
}

/** Few values of everything, times on both sides of every edge; a record of the same number is the same sign-in. */
function anyRecord(now: Date): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      number: fc.nat({ max: 400 }),
      kind: fc.constantFrom("interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"),
      user: fc.constantFrom(
        "user-1",
        "user-10",
        "user-2",
        "user-3",
        "user-4",
        "user-5",
        "user-6",
        "user-7",
        "user-8",
        "user-9",
        null,
      ),
      country: fc.constantFrom("NO", "SE", "DE", null),
      errorCode: fc.constantFrom(0, 0, 50126, 50053, 50140),
      app: fc.constantFrom("app-1", "app-10", "app-2", "app-3", null),
      client: fc.constantFrom("Browser", "IMAP4", "Exchange ActiveSync"),
      requirement: fc.constantFrom("singleFactorAuthentication", "multiFactorAuthentication", null),
    })
    .map(({ number, kind, user, country, errorCode, app, client, requirement }) => {
      const isService = kind === "servicePrincipal" || kind === "managedIdentity";
      return graphSignIn({
        id: `event-${number}`,
        createdDateTime: new Date(now.getTime() + 20 * HOUR_MS - timeOf(number)).toISOString(),
        signInEventTypes: [kind],
        isInteractive: kind === "interactiveUser",
        ...(isService
          ? {
              userId: null,
              userPrincipalName: null,
              userDisplayName: null,
              servicePrincipalId: user ?? "sp-1",
              servicePrincipalName: "Robot",
            }
          : { userId: user, userPrincipalName: null, userDisplayName: user && `Name of ${user}` }),
        appId: app,
        appDisplayName: app && `App ${app}`,
        status: { errorCode },
        location: { city: "", countryOrRegion: country },
        clientAppUsed: client,
        authenticationRequirement: requirement,
      });
    });
}

/** Dense in the last hours and around the edges of the weeks, thin elsewhere. */
function timeOf(number: number): number {
  const edges = [7, 14, 30].map((days) => (days * 24 + 19) * HOUR_MS);
  if (number % 5 === 0) return (edges[number % 3] ?? 0) + ((number % 17) - 8) * 17 * 60_000;
  return number % 2 === 0 ? number * 11 * 60_000 : (number * 103 + (number % 7) * 9) * 60_000;
}

async function expectEqualToRecount(tenant: TestTenant, range: OverviewRange, zone: string, now: Date): Promise<void> {
  const told = await getOverview(tenant.scope, range, { zone, now });
  const recount = await recountOverview(owner, tenant.tenantId, { range, zone, now });
  expect(barsAsTold(told, range, zone)).toEqual(recount.bars);
  for (const list of ["applications", "failingUsers", "errors"] as const) {
    expect(figuresOf(told[list]), list).toEqual(recount[list].slice(0, OVERVIEW_LIST_LENGTH));
  }
  expect(told.countries.map(({ name, ...figures }) => figures)).toEqual(recount.countries);
  expect(figuresOf(told.legacyClients)).toEqual(recount.legacyClients);
  expect(told.secondFactor).toEqual(recount.secondFactor);
  for (const kind of ["users", "applications", "services"] as const) {
    expect({ now: told.week[kind].now, before: told.week[kind].before }, kind).toEqual(recount.week[kind]);
  }
}

function figuresOf(list: Overview["errors"]) {
  return list.map(({ key, total, byLog }) => ({ key, total, byLog }));
}

/** Every bar with something in it, under the hour or local day it begins in. */
function barsAsTold({ bars }: Overview, range: OverviewRange, zone: string): Record<string, number> {
  const told: Record<string, number> = {};
  for (const { from, counts } of bars) {
    const start = range === "24h" ? from.toISOString() : DateTime.fromJSDate(from, { zone }).toISODate();
    for (const slug of CATEGORY_SLUGS) {
      for (const [status, n] of Object.entries(counts[slug]) as [Status, number][]) {
        if (n > 0) told[`${start} ${slug} ${status}`] = n;
      }
    }
  }
  return told;
}

describe("the overview", () => {
  it("equals a recount of the sign-ins, in every zone, after repeats and changes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...MOMENTS),
        fc.integer({ min: 0, max: 23 }),
        fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 2, maxLength: 2 }),
        fc.infiniteStream(fc.nat()),
        async (day, hour, zones, seeds) => {
          const now = new Date(day.getTime() + hour * HOUR_MS + 25 * 60_000);
          const tenant = await createTestTenant(database.ownerUrl);
          for (const size of [200, 60, 60]) {
            const seed = seeds.next().value;
            const batch = fc.sample(anyRecord(now), { numRuns: size, seed });
            await ingestRecords(tenant.scope, asRecords(batch), { source: "test", now });
          }
          for (const range of ["24h", "7d", "1m"] as const) {
            for (const zone of zones) await expectEqualToRecount(tenant, range, zone, now);
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  it("equals a recount after retention, as time goes by", async () => {
    const tenant = await createTestTenant(database.ownerUrl);
    const now = new Date("2026-11-10T13:25:00Z");
    const batch = fc.sample(anyRecord(now), { numRuns: 250, seed: 5 });
    await ingestRecords(tenant.scope, asRecords(batch), { source: "test", now });
    const later = new Date(now.getTime() + 9 * 24 * HOUR_MS);
    await runRetention({ now: later });
    await expectRollupsEqualRecount(owner, tenant.tenantId);
    for (const range of ["24h", "7d", "1m"] as const) await expectEqualToRecount(tenant, range, "Europe/Oslo", later);
  });

  it("tells of the week before only where fourteen days are on record", async () => {
    const now = new Date("2026-11-10T13:25:00Z");
    const tenant = await createTestTenant(database.ownerUrl);
    const at = (daysAgo: number) => ({
      ...graphSignIn({ id: `days-${daysAgo}` }),
      createdDateTime: new Date(now.getTime() - daysAgo * 24 * HOUR_MS).toISOString(),
    });
    await ingestRecords(tenant.scope, asRecords([at(0), at(10)]), { source: "test", now });
    expect((await getOverview(tenant.scope, "24h", { zone: "UTC", now })).week.users).toEqual({
      ...{ now: 1, before: null, byLog: { interactive: 1 } },
    });
    await ingestRecords(tenant.scope, asRecords([at(14)]), { source: "test", now });
    expect((await getOverview(tenant.scope, "24h", { zone: "UTC", now })).week.users.before).toBe(1);
  });

  it("counts those who signed in, not those who only tried", async () => {
    const now = new Date("2026-11-10T13:25:00Z");
    const tenant = await createTestTenant(database.ownerUrl);
    const failed = graphSignIn({ createdDateTime: now.toISOString(), status: { errorCode: 50126 } });
    await ingestRecords(tenant.scope, asRecords([failed]), { source: "test", now });
    const overview = await getOverview(tenant.scope, "24h", { zone: "UTC", now });
    expect(overview.week.users.now).toBe(0);
    expect(overview.failingUsers).toEqual([{ key: "user-ada", name: "Ada Berg", total: 1, byLog: { interactive: 1 } }]);
    expect(overview.errors).toMatchObject([{ key: "50126", name: "wrong password", total: 1 }]);
  });

  it("of a tenant without sign-ins holds nothing and says so", async () => {
    const overview = await getOverview((await createTestTenant(database.ownerUrl)).scope, "1m", { zone: "UTC" });
    expect(isEmptyOverview(overview)).toBe(true);
    expect(overview).toMatchObject({ applications: [], failingUsers: [], errors: [], countries: [] });
  });

  it("shows nothing of another tenant, and refuses without the role or the license", async () => {
    const now = new Date("2026-11-10T13:25:00Z");
    const [theirs, mine] = [await createTestTenant(database.ownerUrl), await createTestTenant(database.ownerUrl)];
    const signIn = graphSignIn({ createdDateTime: now.toISOString() });
    await ingestRecords(theirs.scope, asRecords([signIn]), { source: "test", now });
    expect(isEmptyOverview(await getOverview(mine.scope, "1m", { zone: "UTC", now }))).toBe(true);
    await expect(getOverview(mine.asRoles(), "1m", { zone: "UTC" })).rejects.toBeInstanceOf(ForbiddenError);
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(getOverview(free.scope, "1m", { zone: "UTC" })).rejects.toBeInstanceOf(LicenseRequiredError);
  });
});
