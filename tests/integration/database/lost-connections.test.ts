import { sql } from "drizzle-orm";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DatabaseHandle, inTenant, openDatabase } from "@/db/client";
import { UnavailableError } from "@/lib/model/errors";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

let database: TestDatabase;
let other: Sql;
let handle: DatabaseHandle;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  other = postgres(database.appUrl, { max: 1 });
  tenant = await createTestTenant(database.ownerUrl);
  handle = openDatabase(database.appUrl, { max: 1 });
});

afterAll(async () => {
  await Promise.all([other.end(), handle.close()]);
  await database.drop();
});

/** Ends the server's side of every connection of the pool, and waits until the pool's side has heard of it. */
async function endConnections(): Promise<void> {
  await other`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`;
  await other`select`;
}

const ask = () => handle.sql`select 42 as n`.then(([row]) => row?.n);

/** A statement of either size: short ones are sent a little later, long ones at once; with a parameter in two steps. */
const STATEMENTS = {
  short: sql`select 1`,
  long: sql.raw(`select 1 /* ${"x".repeat(2000)} */`),
  "short, with a parameter,": sql`select ${7}::int`,
};

describe("a pool whose server ends its connections", () => {
  it.each(Object.entries(STATEMENTS))(
    "fails the transaction whose next statement is %s and serves on",
    async (_, next) => {
      for (let round = 0; round < 3; round++) {
        const lost = inTenant(handle.db, tenant.scope, async ({ tx }) => {
          await endConnections();
          await new Promise(setImmediate);
          await tx.execute(next);
        });
        await expect(lost).rejects.toThrow(UnavailableError);
        expect(await ask()).toBe(42);
      }
    },
  );

  it("serves on after it was asked for many things meanwhile", async () => {
    for (let round = 0; round < 5; round++) {
      const asked = Array.from({ length: 40 }, ask);
      await Promise.all([endConnections(), ...asked.map((each) => each.catch(() => null))]);
      await expect.poll(() => ask().catch(() => null)).toBe(42);
    }
  });
});
