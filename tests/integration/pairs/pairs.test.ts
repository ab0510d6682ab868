import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { systemScope } from "@/lib/access/system-scope";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { foldPairs, foldTenant } from "@/lib/services/pairs/fold-pairs";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import { createTenant } from "@/lib/services/tenants/create-tenant";
import { deleteTenant } from "@/lib/services/tenants/delete-tenant";
import { setLicense } from "@/lib/services/tenants/set-license";
import { anyBatch } from "@/tests/helpers/any-sign-in";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectPairsEqualRecount } from "@/tests/helpers/recount-pairs";
import { createTestTenant } from "@/tests/helpers/tenant";

const WRITERS = 4;
/** Noon, so that no test depends on the hour at which it runs. */
const NOW = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);

let database: TestDatabase;
let owner: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  connectTo(database, { max: WRITERS + 2 });
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

const store = (scope: TenantScope, records: readonly JsonObject[], now?: Date) =>
  ingestRecords(scope, asRecords(records), { source: "test", ...(now && { now }) });

const changesOf = async (tenantId: string) =>
  (await owner`select day from sign_in_pair_changes where tenant_id = ${tenantId}`).length;

describe("pairs", () => {
  it("equal a recount after any history of inserts, repeats, changes and folds of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ batch: anyBatch, fold: fc.boolean() }), { minLength: 1, maxLength: 6 }),
        async (steps) => {
          const { scope, tenantId } = await createTestTenant(database.ownerUrl);
          for (const { batch, fold } of steps) {
            await store(scope, batch);
            await store(scope, batch);
            if (fold) await foldTenant(scope, { eventsPerStep: 10 });
          }
          await foldTenant(scope, { eventsPerStep: 20 });
          await expectPairsEqualRecount(owner, tenantId);
          expect(await changesOf(tenantId)).toBe(0);
          expect(await foldTenant(scope)).toEqual({ batches: 0, daysRecounted: 0 });
        },
      ),
      { numRuns: 12 },
    );
  });

  it("equal a recount after writers sent overlapping batches at once, beside workers that fold", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    const queue = fc.sample(anyBatch, { numRuns: 32, seed: 5 }).flatMap((batch) => [batch, batch]);
    let writing = true;
    const write = async () => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) await store(scope, batch);
    };
    const fold = async () => {
      let batches = 0;
      while (writing) batches += (await foldTenant(scope, { eventsPerStep: 15 })).batches;
      return batches;
    };
    const folding = [fold(), fold()];
    await Promise.all(Array.from({ length: WRITERS }, write));
    writing = false;
    const folded = (await Promise.all(folding)).reduce((a, b) => a + b, 0);
    const rest = await foldTenant(scope);
    const [all] = await owner`select count(*)::int as n from ingest_batches where tenant_id = ${tenantId}`;
    expect(folded + rest.batches).toBe(all?.n);
    expect(await expectPairsEqualRecount(owner, tenantId)).toBeGreaterThan(10);
  });

  it("know of late arrivals on the day they happened, and lose what is no longer kept, whatever the license was", async () => {
    const { tenantId } = await createTenant(
      { slug: "pairs-kept", name: "pairs", domain: "pairs.example", license: "premium_p2" },
      { now: new Date(NOW.getTime() - 60 * DAY_MS) },
    );
    const scope = await systemScope("pairs-kept", "test");
    const at = (days: number, fields: JsonObject = {}) =>
      graphSignIn({
        ...{ id: `day ${days}`, createdDateTime: new Date(NOW.getTime() - days * DAY_MS).toISOString() },
        ...{ userId: days % 2 ? "user-odd" : "user-even", ipAddress: `192.0.2.${days}` },
        ...fields,
      });
    const days = [0, 1, 2, 5, 6, 7, 8, 12, 20, 27, 28];
    await store(
      scope,
      days.map((day) => at(day)),
      NOW,
    );
    await foldPairs();
    await store(
      scope,
      [29, 30].map((day) => at(day)),
      NOW,
    );
    await foldPairs();
    const before = await expectPairsEqualRecount(owner, tenantId);
    for (const later of [1, 3]) {
      const now = new Date(NOW.getTime() + later * DAY_MS);
      expect((await applyRetention({ now, rowsPerTransaction: 12 })).failed).toEqual([]);
      await foldPairs();
      expect(await expectPairsEqualRecount(owner, tenantId)).toBeLessThan(before);
    }
    const after = new Date(NOW.getTime() + 4 * DAY_MS);
    await setLicense("pairs-kept", "free", { now: after });
    for (const later of [5, 12]) {
      const now = new Date(NOW.getTime() + later * DAY_MS);
      expect((await applyRetention({ now, rowsPerTransaction: 9 })).failed).toEqual([]);
      await foldPairs();
      await expectPairsEqualRecount(owner, tenantId);
    }
    expect(await changesOf(tenantId)).toBe(0);
    await deleteTenant("pairs-kept");
    for (const table of ["sign_in_pairs", "sign_in_pair_progress", "sign_in_pair_changes", "sign_in_pair_totals"]) {
      const [row] = await owner`select count(*)::int as n from ${owner(table)} where tenant_id = ${tenantId}`;
      expect(row?.n).toBe(0);
    }
  });

  it("are not marked by a change that makes no other pairs", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    const record = graphSignIn({ id: "same", createdDateTime: new Date().toISOString() });
    await store(scope, [record]);
    expect(await store(scope, [{ ...record, userAgent: "Other" }])).toMatchObject({ updated: 1 });
    expect(await changesOf(tenantId)).toBe(0);
    expect(await store(scope, [{ ...record, status: { errorCode: 50126 } }])).toMatchObject({ updated: 1 });
    expect(await changesOf(tenantId)).toBe(1);
    await foldTenant(scope);
    await expectPairsEqualRecount(owner, tenantId);
  });
});
