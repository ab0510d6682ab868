import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import { generateForTenant } from "@/lib/services/generate/generate-for-tenant";
import { ensurePartitions } from "@/lib/services/partitions/ensure-partitions";
import { listPartitions } from "@/lib/services/partitions/list-partitions";
import { maintainPartitions } from "@/lib/services/partitions/maintain-partitions";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { unsealPartitions } from "@/lib/services/partitions/unseal-partitions";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { createTestTenant, type TestTenant } from "../../helpers/tenant";

let database: TestDatabase;
let owner: Sql;
let tenant: TestTenant;
/** Noon, so that no test depends on the hour at which it runs. */
const now = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);
const today = startOfUtcDay(now).getTime();
const nameOf = (at: number) => `sign_ins_p${new Date(at).toISOString().slice(0, 10).replaceAll("-", "")}`;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  tenant = await createTestTenant(database.ownerUrl);
  const input = { events: 400, days: 3, seed: "p", now, tenantDomain: "p.example" };
  await generateForTenant(tenant.scope, input);
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

const stateOf = async (name: string) => (await listPartitions()).find((partition) => partition.name === name);
const invalidIndexes = () => owner`select from pg_index where not indisvalid`;

async function dropSealed(): Promise<void> {
  const rows = await owner`select relname from pg_class where relkind = 'i' and relname ~ '_sealed_'`;
  for (const { relname } of rows) await owner`drop index ${owner(relname)}`;
}

describe("making partitions", () => {
  it("covers yesterday to the day after tomorrow, and does nothing the second time", async () => {
    await ensurePartitions({ now });
    const names = (await listPartitions()).map(({ name }) => name);
    for (const offset of [-1, 0, 1, 2]) expect(names).toContain(nameOf(today + offset * DAY_MS));
    expect(await ensurePartitions({ now })).toEqual([]);
  });

  it("lists each with its bounds in UTC, oldest first, and an estimate of its rows", async () => {
    await owner`analyze sign_ins`;
    const partitions = await listPartitions();
    const [first] = partitions;
    expect(first).toMatchObject({
      ...{
        name: nameOf(today - 3 * DAY_MS),
        detailsName: nameOf(today - 3 * DAY_MS).replace("sign_ins", "sign_in_details"),
      },
      ...{ from: new Date(today - 3 * DAY_MS), to: new Date(today - 2 * DAY_MS), sealed: false },
    });
    const rows = partitions.reduce((sum, { rowsEstimate }) => sum + rowsEstimate, 0);
    expect(rows).toBe(400);
    expect(partitions.every(({ bytes }) => bytes > 0)).toBe(true);
  });
});

describe("sealing", () => {
  beforeEach(dropSealed);

  it("builds every index of the days that have been over for two hours, and of no other", async () => {
    const result = await sealPartitions({ now });
    expect(result).toMatchObject({ busy: false, interrupted: false, failed: [], indexesBuilt: 22 * 3 });
    expect(result.sealed).toEqual([1, 2, 3].map((offset) => nameOf(today - offset * DAY_MS)));
    expect((await stateOf(nameOf(today)))?.sealed).toBe(false);
    expect((await stateOf(nameOf(today - DAY_MS)))?.sealed).toBe(true);
    expect(await sealPartitions({ now })).toMatchObject({ sealed: [], indexesBuilt: 0 });
  });

  it("waits for the second hour after midnight", async () => {
    const yesterday = nameOf(today - DAY_MS);
    const early = await sealPartitions({ now: new Date(today + 2 * HOUR_MS - 1) });
    expect(early.sealed).not.toContain(yesterday);
    expect((await sealPartitions({ now: new Date(today + 2 * HOUR_MS) })).sealed).toEqual([yesterday]);
  });

  it("drops what a cut-off build left and builds it anew", async () => {
    const partition = nameOf(today - DAY_MS);
    const broken = `${partition}_sealed_country`;
    // A unique build over equal values fails and leaves an invalid index, as a killed one does.
    await owner.unsafe(`create unique index concurrently ${broken} on ${partition} (tenant_id)`).catch(() => undefined);
    expect(await invalidIndexes()).toHaveLength(1);
    await sealPartitions({ now });
    expect(await invalidIndexes()).toHaveLength(0);
    expect((await stateOf(partition))?.sealed).toBe(true);
    const [index] = await owner`select indexdef from pg_indexes where indexname = ${broken}`;
    expect(index?.indexdef).toMatch(/CREATE INDEX .*\(tenant_id, category, country, created_at\)/);
  });

  it("leaves the work to the one who is at it", async () => {
    const results = await Promise.all([sealPartitions({ now }), sealPartitions({ now })]);
    expect(results.filter(({ busy }) => busy)).toHaveLength(1);
    expect(results.flatMap(({ sealed }) => sealed)).toHaveLength(3);
  });

  it("stops when told to, and is finished by the next run", async () => {
    const controller = new AbortController();
    const stopped = await sealPartitions({ now, signal: controller.signal, onSealed: () => controller.abort() });
    expect(stopped).toMatchObject({ interrupted: true, failed: [] });
    expect(stopped.sealed).toHaveLength(1);
    expect((await sealPartitions({ now })).sealed).toHaveLength(2);
  });

  it("cancels the build that is under way when told to stop", async () => {
    const controller = new AbortController();
    // An open transaction with rows of the table keeps every concurrent build waiting.
    const blocker = postgres(database.ownerUrl, { max: 1 });
    await blocker.begin("isolation level repeatable read", async (tx) => {
      await tx`select count(*) from sign_ins`;
      const sealing = sealPartitions({ now, signal: controller.signal });
      await untilWaiting();
      controller.abort();
      expect(await sealing).toMatchObject({ interrupted: true, sealed: [], failed: [] });
    });
    await blocker.end();
    expect((await sealPartitions({ now })).sealed).toHaveLength(3);
    expect(await invalidIndexes()).toHaveLength(0);
  });

  it("goes on with the other days when one resists, and says which", async () => {
    const partition = nameOf(today - 2 * DAY_MS);
    // A text too long for an index entry even when compressed.
    const long = Array.from({ length: 900 }, (_, n) => Math.sin(n).toString(36)).join("");
    await owner.unsafe(`update ${partition} set user_agent = $1 where id = (select min(id) from ${partition})`, [long]);
    const result = await sealPartitions({ now });
    await owner.unsafe(`update ${partition} set user_agent = null where user_agent = $1`, [long]);
    expect(result.failed).toEqual([{ partition, message: expect.stringMatching(/index row/) }]);
    expect(result.sealed).toHaveLength(2);
    await expect(maintainPartitions({ now })).resolves.toMatch(/Sealed 1 \(1 indexes\)/);
  });

  it("is undone before a load that is larger than what a day holds, and only then", async () => {
    await sealPartitions({ now });
    const range = { from: new Date(today - 3 * DAY_MS), to: new Date(today) };
    expect(await unsealPartitions({ ...range, events: 3 })).toBe(0);
    expect(await unsealPartitions({ ...range, events: 300_000 })).toBe(3);
    expect((await stateOf(nameOf(today - DAY_MS)))?.sealedIndexes).toBe(0);
  });
});

async function untilWaiting(): Promise<void> {
  for (;;) {
    const [row] = await owner`select count(*)::int as n from pg_stat_activity
      where query ilike 'create index concurrently%' and wait_event_type = 'Lock'`;
    if (row?.n > 0) return;
  }
}
