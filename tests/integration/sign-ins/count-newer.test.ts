import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ForbiddenError, InvalidInputError, LicenseRequiredError } from "@/lib/model/errors";
import type { ActiveFilter } from "@/lib/model/filters";
import type { LogQuery } from "@/lib/model/log-query";
import { DAY_MS } from "@/lib/model/retention";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { countNewer } from "@/lib/services/sign-ins/count-newer";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date();
const WRONG_PASSWORD: ActiveFilter = {
  key: "errorCode",
  values: [{ type: "number", number: 50126 }],
  negated: false,
};

let database: TestDatabase;
let acorn: TestTenant;
let birch: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  acorn = await createTestTenant(database.ownerUrl);
  birch = await createTestTenant(database.ownerUrl);
  await arrive(acorn, "first", 60);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

async function arrive({ scope }: TestTenant, id: string, secondsAgo: number, errorCode = 0): Promise<void> {
  const createdDateTime = new Date(NOW.getTime() - secondsAgo * 1000).toISOString();
  const record = graphSignIn({ id, createdDateTime, status: { errorCode } });
  const { errors } = await ingestRecords(scope, asRecords([record]), { source: "test", now: NOW });
  expect(errors).toEqual([]);
}

function asked(...filters: ActiveFilter[]): LogQuery {
  const range = {
    preset: "24h",
    from: new Date(NOW.getTime() - DAY_MS),
    to: new Date(NOW.getTime() + DAY_MS),
  } as const;
  return { category: "interactive", ...range, filters, size: 25, window: "24h", expanded: [] };
}

const headOf = async (query: LogQuery) => (await listSignIns(acorn.scope, query, { now: NOW })).headCursor;
const count = (query: LogQuery, since: string | null, { scope } = acorn) =>
  countNewer(scope, query, since, { now: NOW });

describe("sign-ins newer than a page", () => {
  it("are those above its first one that match its filters", async () => {
    const [head, none] = [await headOf(asked()), await headOf(asked(WRONG_PASSWORD))];
    expect(await count(asked(), head)).toEqual({ n: 0, complete: true });
    expect([none, await count(asked(WRONG_PASSWORD), none)]).toEqual([null, { n: 0, complete: true }]);
    await arrive(acorn, "second", 30);
    await arrive(acorn, "wrong", 90, 50126);
    expect(await count(asked(), head)).toEqual({ n: 1, complete: true });
    // A page without any has all of them above it, also those that are older than the page itself.
    expect(await count(asked(WRONG_PASSWORD), none)).toEqual({ n: 1, complete: true });
  });

  it("are not counted for a page of other filters, or of another tenant", async () => {
    const head = await headOf(asked());
    await expect(count(asked(WRONG_PASSWORD), head)).rejects.toThrow(InvalidInputError);
    await expect(count(asked(), head, birch)).rejects.toThrow(InvalidInputError);
    expect(await count(asked(), null, birch)).toEqual({ n: 0, complete: true });
  });

  it("are counted for no one without role or license", async () => {
    const cedar = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(countNewer(acorn.asRoles(), asked(), null)).rejects.toThrow(ForbiddenError);
    await expect(count(asked(), null, cedar)).rejects.toThrow(LicenseRequiredError);
  });
});
