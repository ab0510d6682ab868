import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { UnavailableError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { RawRecord } from "@/lib/records/read-body";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import type { IngestResult } from "@/lib/services/ingest/ingest-run";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";
import { createTestTenant } from "@/tests/helpers/tenant";

let database: TestDatabase;
let owner: Sql;
let superuser: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1 });
  superuser = postgres(database.superuserUrl, { max: 3 });
  connectTo({ appUrl: database.appUrl }, { max: CONNECTIONS });
});

afterAll(async () => {
  await Promise.all([owner.end(), superuser.end(), closeConnections()]);
  await database.drop();
});

const CONNECTIONS = 2;
const RECORDS: JsonObject[] = Array.from({ length: 9_000 }, (_, index) => graphSignIn({ id: `event-${index}` }));

/** Ends every connection of the application, as a server that is stopped does. */
async function cutConnections(): Promise<void> {
  await superuser`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${database.name} and usename = 'signbook_app'`;
}

/** Until a transaction of the application waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await superuser`select count(*)::int as n from pg_stat_activity
      where datname = ${database.name} and usename = 'signbook_app' and wait_event_type = 'Lock'`;
    if (row?.n > 0) return;
  }
}

/** Sends records again for as long as the sender is told to come again; each dead connection costs one attempt. */
async function ingestUntilTaken(scope: TenantScope, records: JsonObject[]): Promise<IngestResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ingestRecords(scope, asRecords(records), { source: "test" });
    } catch (error) {
      if (!(error instanceof UnavailableError) || attempt > 5 * CONNECTIONS) throw error;
    }
  }
}

/** The same records, with something done while they are read. */
async function* interruptedAt(index: number, interrupt: () => Promise<void>): AsyncIterable<RawRecord> {
  for await (const record of asRecords(RECORDS)) {
    if (record.index === index) await interrupt();
    yield record;
  }
}

describe("a body that the database's end cuts off", () => {
  it("is not acknowledged, and counts once when it is sent again", async () => {
    const { scope, tenantId } = await createTestTenant(database.ownerUrl);
    const cut: Promise<void>[] = [];
    const stop = async () => {
      const held = await superuser.reserve();
      await held`begin`;
      // What has its details stored waits here for its second half: the middle of a transaction.
      await held`lock table sign_ins in access exclusive mode`;
      const cutWhenWaiting = async () => {
        await untilSomebodyWaits();
        await cutConnections();
        await held`rollback`;
        held.release();
      };
      cut.push(cutWhenWaiting());
    };
    const first = ingestRecords(scope, interruptedAt(6000, stop), { source: "test" });
    await expect(first).rejects.toThrow(UnavailableError);
    await Promise.all(cut);
    const [kept] = await owner`select count(*)::int as n from sign_ins where tenant_id = ${tenantId}`;
    expect(kept?.n).toBeGreaterThan(0);
    expect(kept?.n).toBeLessThan(RECORDS.length);

    const again = await ingestUntilTaken(scope, RECORDS);
    expect(again).toMatchObject({ accepted: RECORDS.length - kept?.n, duplicates: kept?.n, updated: 0, rejected: 0 });
    await expectRollupsEqualRecount(owner, tenantId);
  });

  it("goes on by itself when connections were cut between two bodies", async () => {
    const { scope } = await createTestTenant(database.ownerUrl);
    await ingestRecords(scope, asRecords([graphSignIn({ id: "before" })]), { source: "test" });
    await cutConnections();
    const result = await ingestUntilTaken(scope, [graphSignIn({ id: "after" })]);
    expect(result.accepted).toBe(1);
  });
});
