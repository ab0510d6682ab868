import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { daysHolding } from "@/db/queries/sign-ins/presence";
import { DAY_KINDS } from "@/lib/model/facets";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { anyBatch, anyRecord } from "@/tests/helpers/any-sign-in";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";
import { createTestTenant } from "@/tests/helpers/tenant";

const WRITERS = 8;

let database: TestDatabase;
let owner: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 2 });
  connectTo({ appUrl: database.appUrl }, { max: WRITERS });
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

describe("roll-ups, days, facets and names", () => {
  it("equal a recount after any history of inserts, repeats and changes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyBatch, { minLength: 1, maxLength: 5 }), async (batches) => {
        const { scope, tenantId } = await createTestTenant(database.ownerUrl);
        for (const batch of batches) {
          const result = await ingestRecords(scope, asRecords(batch), { source: "test" });
          expect(result.accepted + result.updated + result.duplicates + result.rejected).toBe(batch.length);
          expect(result.rejected).toBe(0);
          const again = await ingestRecords(scope, asRecords(batch), { source: "test" });
          expect(again).toMatchObject({ accepted: 0, updated: 0, duplicates: batch.length });
        }
        await expectRollupsEqualRecount(owner, tenantId);
      }),
      { numRuns: 15 },
    );
  });

  it("say in which hours of the day a key occurs, also of an event that takes the place of another", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    const day = new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10);
    const at = (id: string, hour: string, userId: string) =>
      graphSignIn({ id, userId, createdDateTime: `${day}T${hour}:30:00Z` });
    const send = (...records: ReturnType<typeof at>[]) => ingestRecords(scope, asRecords(records), { source: "test" });
    const hours = async (key: string) => {
      const [row] =
        await owner`select hours from sign_in_days where tenant_id = ${tenantId} and kind = 1 and key = ${key}`;
      return [...Array(24).keys()].filter((hour) => row?.hours & (1 << hour));
    };
    await send(at("1", "03", "ada"), at("2", "23", "ada"), at("3", "07", "bo"), at("4", "00", "ada"));
    expect([await hours("ada"), await hours("bo")]).toEqual([[0, 3, 23], [7]]);
    // As many as before, and in another hour.
    expect(await send(at("1", "03", "bo"), at("3", "07", "ada"))).toMatchObject({ updated: 2 });
    expect(await hours("ada")).toEqual(expect.arrayContaining([0, 7, 23]));
    expect(await hours("bo")).toEqual(expect.arrayContaining([3]));
    await expectRollupsEqualRecount(owner, tenantId);
    const midnight = new Date(`${day}T00:00:00Z`).getTime();
    const range = { from: new Date(midnight - DAY_MS), to: new Date(midnight + 3 * DAY_MS) };
    const held = await inTenant(appDatabase().db, scope, (tenant) =>
      daysHolding(tenant, { category: 1, range }, DAY_KINDS.principal, ["bo"]),
    );
    expect(held.map(({ from, to }) => [from.getUTCHours(), (+to - +from) / HOUR_MS])).toEqual([
      [3, 1],
      [7, 1],
    ]);
  });

  it("equal a recount after eight writers sent overlapping batches at once, half of them twice, without a deadlock", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    const batches = fc.sample(fc.array(anyRecord, { minLength: 40, maxLength: 80 }), { numRuns: 48, seed: 7 });
    const queue = batches.flatMap((batch, index) => (index % 2 === 0 ? [batch, batch] : [batch]));
    const sent = queue.reduce((sum, batch) => sum + batch.length, 0);
    let counted = 0;
    let accepted = 0;
    const write = async () => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) {
        const result = await ingestRecords(scope, asRecords(batch), { source: "test" });
        counted += result.accepted + result.updated + result.duplicates;
        accepted += result.accepted;
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, write));
    const [stored] = await owner`select count(*)::int as n from sign_ins where tenant_id = ${tenantId}`;
    expect(counted).toBe(sent);
    expect(accepted).toBe(stored?.n);
    await expectRollupsEqualRecount(owner, tenantId);
  });

  it("number every committed batch once, without gaps", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    const batches = fc.sample(anyBatch, { numRuns: 20, seed: 11 });
    await Promise.all(batches.map((batch) => ingestRecords(scope, asRecords(batch), { source: "test" })));
    const rows = await owner`select seq from ingest_batches where tenant_id = ${tenantId} order by seq`;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_, index) => index + 1));
  });
});
