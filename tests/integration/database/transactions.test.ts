import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DatabaseHandle, inTenant, openDatabase } from "@/db/client";
import { databaseErrorCode } from "@/db/errors";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

let database: TestDatabase;
let handle: DatabaseHandle;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  tenant = await createTestTenant(database.ownerUrl);
  handle = openDatabase(database.appUrl, { max: 2 });
});

afterAll(async () => {
  await handle.close();
  await database.drop();
});

const codeOf = async (failing: Promise<unknown>) =>
  failing.then(
    () => "none",
    (error: unknown) => databaseErrorCode(error),
  );

describe("a transaction of a tenant", () => {
  it("knows its tenant at its first statement, new connections and old", async () => {
    const asked = Array.from({ length: 8 }, () =>
      inTenant(handle.db, tenant.scope, async ({ tx }) => {
        const [row] = await tx.execute<{ known: string }>(sql`select current_setting('app.tenant_id') as known`);
        return row?.known;
      }),
    );
    expect(await Promise.all(asked)).toEqual(asked.map(() => tenant.tenantId));
  });

  it("fails with what was wrong with the tenant, and carries out nothing", async () => {
    const reached: unknown[] = [];
    const failing = inTenant(handle.db, { tenantId: "nobody's" }, async ({ tx }) => {
      reached.push(...(await tx.execute(sql`select ${1}::int as one`)));
    });
    expect(await codeOf(failing)).toBe("22P02");
    expect(reached).toEqual([]);
  });

  it("fails with its own failure, and leaves its connection in order", async () => {
    const failing = () => inTenant(handle.db, tenant.scope, ({ tx }) => tx.execute(sql`select 1 / ${0}::int as never`));
    expect(await Promise.all([failing(), failing(), failing()].map(codeOf))).toEqual(["22012", "22012", "22012"]);
    const [row] = await inTenant(handle.db, tenant.scope, ({ tx }) => tx.execute(sql`select ${"still"}::text as word`));
    expect(row).toEqual({ word: "still" });
  });
});

describe("a statement that cannot be made", () => {
  const impossible = sql`select ${sql.param(undefined)}::text as word`;
  const word = (text: string) => sql`select ${text}::text as word`;

  it("fails by itself behind the one that sets the tenant, and its connection goes on", async () => {
    const failing = () => inTenant(handle.db, tenant.scope, ({ tx }) => tx.execute(impossible));
    expect(await Promise.all([failing(), failing(), failing()].map(codeOf))).toEqual(
      Array.from({ length: 3 }, () => "UNDEFINED_VALUE"),
    );
    expect(await handle.db.execute(word("after"))).toMatchObject([{ word: "after" }]);
  });

  it("takes no answer of those around it", async () => {
    const outcomes: PromiseSettledResult<unknown>[] = [];
    const failing = inTenant(handle.db, tenant.scope, async ({ tx }) => {
      const asked = [word("before"), word("beside"), impossible, word("behind")].map((each) => tx.execute(each));
      outcomes.push(...(await Promise.allSettled(asked)));
    });
    expect(await codeOf(failing)).toBe("UNDEFINED_VALUE");
    expect(outcomes).toMatchObject([
      { value: [{ word: "before" }] },
      { value: [{ word: "beside" }] },
      { status: "rejected" },
      { value: [{ word: "behind" }] },
    ]);
  });

  it("outside of a transaction leaves its connection to others", async () => {
    const asked = [impossible, word("one"), impossible, word("two"), word("three")];
    const outcomes = await Promise.allSettled(asked.map((each) => handle.db.execute(each)));
    expect(outcomes).toMatchObject([
      { status: "rejected" },
      { value: [{ word: "one" }] },
      { status: "rejected" },
      { value: [{ word: "two" }] },
      { value: [{ word: "three" }] },
    ]);
  });
});

describe("a parameter", () => {
  it("arrives as what the statement makes of it, whatever its type", async () => {
    const bytes = Buffer.from([0, 1, 92, 255]);
    const [row] = await handle.db.execute(sql`
      select ${'Åse, {1} \\ "2"'}::text as text, ${42}::int as number, ${9_007_199_254_740_993n}::bigint as large,
        ${true}::bool as yes, ${false}::bool as no, ${null}::text as nothing, ${bytes}::bytea as bytes,
        ${JSON.stringify({ a: [1, "b"] })}::jsonb as json, ${"2026-11-26T10:00:00Z"}::timestamptz as at,
        ${'{a,"b c"}'}::text[] as list, ${sql.param(["x", "y z"])}::text[] as array`);
    expect(row).toEqual({
      ...{ text: 'Åse, {1} \\ "2"', number: 42, large: "9007199254740993", yes: true, no: false, nothing: null },
      ...{ bytes, json: { a: [1, "b"] }, at: "2026-11-26 10:00:00+00", list: ["a", "b c"], array: ["x", "y z"] },
    });
  });
});

describe("a connection", () => {
  it("that is busy with a slow statement gets none that another one could carry out", async () => {
    const finished: string[] = [];
    const note = (name: string) => () => finished.push(name);
    const slow = handle.db.execute(sql`select pg_sleep(${0.4}::float8)`).then(note("slow"));
    const quick = Array.from({ length: 20 }, (_, index) =>
      handle.db.execute(sql`select ${index}::int as n`).then(note("quick")),
    );
    await Promise.all([slow, ...quick]);
    expect(finished.at(-1)).toBe("slow");
  });
});
