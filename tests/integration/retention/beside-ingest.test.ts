/** Retention beside writers of the very days that it removes: no deadlock, no event twice or lost, every count right. */
import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { systemScope } from "@/lib/access/system-scope";
import { UnavailableError } from "@/lib/model/errors";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import { deleteTenant } from "@/lib/services/tenants/delete-tenant";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const WRITERS = 4;
const NOW = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);
/** What the writers send is 5 to 7 days old; retention is as many days ahead of them as it removes. */
const DAYS = [5, 6, 7];

let database: TestDatabase;
let owner: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 2 });
  connectTo(database, { max: WRITERS + 2 });
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

/** Few events and many contents: batches meet in the same events, groups, hours and values. */
const anyRecord: fc.Arbitrary<JsonObject> = fc
  .record({
    number: fc.integer({ min: 1, max: 40 }),
    daysAgo: fc.constantFrom(...DAYS),
    country: fc.constantFrom("NO", "SE", null),
    errorCode: fc.constantFrom(0, 50126),
    user: fc.constantFrom("ada", "bo"),
  })
  .map(({ number, daysAgo, country, errorCode, user }) =>
    graphSignIn({
      id: `event-${daysAgo}-${number}`,
      createdDateTime: new Date(NOW.getTime() - daysAgo * DAY_MS - number * 60_000).toISOString(),
      userId: user,
      status: { errorCode },
      location: { countryOrRegion: country },
    }),
  );

const batches = (seed: number) =>
  fc.sample(fc.array(anyRecord, { minLength: 40, maxLength: 80 }), { numRuns: 30, seed });

/** Writes all batches, by several writers at once. @returns how many arrivals were not counted as anything. */
async function writeAll({ slug }: TestTenant, queue: JsonObject[][]): Promise<void> {
  const scope = await systemScope(slug, "test");
  const write = async () => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      const result = await sendUntilTaken(() => ingestRecords(scope, asRecords(batch!), { source: "test", now: NOW }));
      expect(result.accepted + result.updated + result.duplicates).toBe(batch.length);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

/** A sender comes again when told to: a day may be on its way out. */
async function sendUntilTaken<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
    }
  }
}

/** Runs retention again and again, as if it were one to three days later, until told to stop. */
async function retainUntil(done: () => boolean): Promise<number> {
  let removed = 0;
  for (let run = 0; !done(); run++) {
    const now = new Date(NOW.getTime() + (1 + (run % 3)) * DAY_MS);
    const report = await applyRetention({ now, rowsPerTransaction: 7 });
    // A writer may be in the way of each attempt to take a day; nothing else may fail.
    expect(report.failed.filter(({ message }) => !/read or written/.test(message))).toEqual([]);
    removed += report.removed.sign_ins ?? 0;
  }
  return removed;
}

async function expectOnlyYoungest(tenant: TestTenant): Promise<void> {
  await applyRetention({ now: new Date(NOW.getTime() + 2 * DAY_MS) });
  const rows = await owner`select distinct (created_at at time zone 'UTC')::date::text as day from sign_ins
    where tenant_id = ${tenant.tenantId}`;
  const youngest = new Date(startOfUtcDay(NOW).getTime() - 5 * DAY_MS).toISOString().slice(0, 10);
  expect(rows.filter(({ day }) => day < youngest)).toEqual([]);
}

describe("retention beside four writers", () => {
  it("takes rows out of shared days in batches, exactly", async () => {
    const other = await createTestTenant(database.ownerUrl, { license: "premium_p1" });
    const tenant = await createTestTenant(database.ownerUrl, { license: "free" });
    await writeAll(other, batches(1));
    const before = await owner`select * from sign_ins where tenant_id = ${other.tenantId} order by id`;
    let written = false;
    const retaining = retainUntil(() => written);
    await writeAll(tenant, batches(2)).finally(() => {
      written = true;
    });
    expect(await retaining).toBeGreaterThan(0);
    await expectRollupsEqualRecount(owner, tenant.tenantId);
    await expectOnlyYoungest(tenant);
    await expectRollupsEqualRecount(owner, tenant.tenantId);
    expect(await owner`select * from sign_ins where tenant_id = ${other.tenantId} order by id`).toEqual(before);
    await expectRollupsEqualRecount(owner, other.tenantId);
    for (const { slug } of [tenant, other]) await deleteTenant(slug);
  }, 120_000);

  it("drops whole days under their hands, exactly", async () => {
    const tenant = await createTestTenant(database.ownerUrl, { license: "free" });
    let written = false;
    const retaining = retainUntil(() => written);
    await writeAll(tenant, batches(3)).finally(() => {
      written = true;
    });
    await retaining;
    await expectOnlyYoungest(tenant);
    await expectRollupsEqualRecount(owner, tenant.tenantId);
  }, 120_000);
});
