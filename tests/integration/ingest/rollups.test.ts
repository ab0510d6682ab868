import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { anyBatch, anyRecord } from "@/tests/helpers/any-sign-in";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords } from "@/tests/helpers/events";
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
