import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ForbiddenError, InvalidInputError, LicenseRequiredError } from "@/lib/model/errors";
import { countInLogs, countLog, countSignIns } from "@/lib/services/sign-ins/count-log";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { anyFilters, anyRange, DAYS, type Event, fillLog, matching, NOW, queryOf, rangeText } from "./random-log";

const PATIENT = { now: NOW, budgetMs: 60_000 };
const LOGS: readonly Event["category"][] = ["interactive", "non-interactive"];

let database: TestDatabase;
let tenant: TestTenant;
let other: TestTenant;
let events: Event[];

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
  other = await createTestTenant(database.ownerUrl);
  events = await fillLog(tenant);
  await fillLog(other);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

describe("the counts of several logs", () => {
  it("equal a recount of each, whatever the filters and the range", async () => {
    const property = fc.asyncProperty(anyFilters, anyRange, async (filters, minutes) => {
      const address = [rangeText(minutes), ...filters.map(([text]) => text)].join("&");
      const queries = LOGS.map((log) => queryOf(log, address));
      const expected = queries.map((query) => [
        query.category,
        { n: matching(events, query, filters).length, complete: true },
      ]);
      expect(await countInLogs(tenant.scope, queries, PATIENT)).toEqual(Object.fromEntries(expected));
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it("are each of its own question, where a filter means nothing to one of the logs", async () => {
    const queries = [queryOf("non-interactive", "range=7d&user=ada"), queryOf("service-principal", "range=7d")];
    const counts = await countInLogs(tenant.scope, queries, PATIENT);
    expect(counts["non-interactive"]?.n).toBeGreaterThan(0);
    expect(counts["service-principal"]).toEqual({ n: 0, complete: true });
  });

  it("say that there are more where time runs out, and never less than what the days know", async () => {
    const query = queryOf("interactive", `${rangeText([0, (DAYS - 0.5) * 1440])}&user=ada`);
    const { interactive } = await countInLogs(tenant.scope, [query], { now: NOW, budgetMs: 0 });
    const known = matching(events, query, [["", ({ user }) => user.startsWith("ada")]]).length;
    expect(interactive?.n).toBeLessThanOrEqual(known);
    expect(interactive?.n).toBeGreaterThan(0);
    if (interactive?.complete) expect(interactive.n).toBe(known);
  });

  it("are for whoever may read the logs, and by what they may see", async () => {
    const query = queryOf("interactive", "range=7d");
    const policy = queryOf("interactive", "range=7d&policyResult=failure");
    await expect(countInLogs(tenant.asRoles(), [query])).rejects.toThrow(ForbiddenError);
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(countInLogs(free.scope, [query])).rejects.toThrow(LicenseRequiredError);
    await expect(countInLogs(tenant.asRoles("reports-reader"), [policy])).rejects.toThrow(InvalidInputError);
  });
});

describe("the counts above a log", () => {
  it("are in its bars what they are in all, by status", async () => {
    const property = fc.asyncProperty(anyFilters, anyRange, async (filters, minutes) => {
      const query = queryOf("interactive", [rangeText(minutes), ...filters.map(([text]) => text)].join("&"));
      const { signIns, bars } = await countLog(tenant.scope, query, { ...PATIENT, zone: "Asia/Kolkata" });
      const found = bars.flatMap(({ from, to, counts }) =>
        matching(events, { ...query, from, to }, filters).length ===
        counts.success + counts.failure + counts.interrupted
          ? []
          : [{ from, to, counts }],
      );
      expect(found).toEqual([]);
      expect(signIns).toEqual(await countSignIns(tenant.scope, query, PATIENT));
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
