import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { ForbiddenError, LicenseRequiredError, NotFoundError } from "@/lib/model/errors";
import { parseLogQuery } from "@/lib/model/log-query";
import type { PolicyCounts } from "@/lib/model/policy-report";
import type { PolicyResult } from "@/lib/model/policy-results";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { getPolicy } from "@/lib/services/policies/get-policy";
import { listPolicies } from "@/lib/services/policies/list-policies";
import { countSignIns } from "@/lib/services/sign-ins/count-log";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 20 * 60_000);

interface Event {
  hoursAgo: number;
  log: "interactive" | "non-interactive";
  user: string;
  policies: Readonly<Record<string, PolicyResult>>;
}

const anyEvent: fc.Arbitrary<Event> = fc.record({
  hoursAgo: fc.integer({ min: -2, max: 12 * 24 }),
  log: fc.constantFrom("interactive", "non-interactive"),
  user: fc.constantFrom("ada", "bo", "cy"),
  policies: fc.dictionary(
    fc.constantFrom("Block", "Block old", "Second factor"),
    fc.constantFrom<PolicyResult>("success", "failure", "notApplied", "reportOnlyFailure", "reportOnlyInterrupted"),
    { noNullPrototype: true },
  ),
});

const timeOf = ({ hoursAgo }: Event) => new Date(NOW.getTime() - hoursAgo * HOUR_MS);

function recordOf(event: Event, index: number): JsonObject {
  return graphSignIn({
    id: `event-${index}`,
    createdDateTime: timeOf(event).toISOString(),
    isInteractive: event.log === "interactive",
    signInEventTypes: [event.log === "interactive" ? "interactiveUser" : "nonInteractiveUser"],
    ...{ userId: event.user, userPrincipalName: `${event.user}@acorn.example`, userDisplayName: `Name ${event.user}` },
    appliedConditionalAccessPolicies: Object.entries(event.policies).map(([name, result]) => ({
      // One of them is known by its name alone.
      ...(name === "Block old" ? {} : { id: `ID-of-${name}` }),
      ...{ displayName: name, result },
    })),
  });
}

let database: TestDatabase;
let tenant: TestTenant;
let events: Event[];

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
  events = fc.sample(anyEvent, 200);
  for (let time = 0; time < 2; time++) {
    const { errors } = await ingestRecords(tenant.scope, asRecords(events.map(recordOf)), { source: "test", now: NOW });
    expect(errors).toEqual([]);
  }
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

const since = (days: number) => new Date(startOfUtcDay(NOW).getTime() - (days - 1) * DAY_MS);

function recount(name: string, holds: (event: Event) => boolean): PolicyCounts {
  const counts: Partial<Record<PolicyResult, number>> = {};
  for (const event of events) {
    const result = event.policies[name];
    if (result && holds(event)) counts[result] = (counts[result] ?? 0) + 1;
  }
  return counts;
}

const get = (key: string, log?: CategorySlug, scope = tenant.scope) =>
  getPolicy(scope, { key, range: "7d", log }, { now: NOW, budgetMs: 60_000 });

describe("the list of policies", () => {
  it("equals a recount over all logs, and keys each policy by its id, or by its name where there is none", async () => {
    for (const [range, days] of [["7d", 7] as const, ["1m", 30] as const]) {
      const policies = await listPolicies(tenant.scope, range, { now: NOW });
      expect(policies.map(({ key }) => key).sort()).toEqual(["ID-of-Block", "ID-of-Second factor", "~Block old"]);
      for (const { name, counts } of policies) {
        expect(counts).toEqual(recount(name, (event) => timeOf(event) >= since(days)));
      }
    }
  });
});

describe("a policy", () => {
  it.each(["interactive", "non-interactive"] as const)("equals a recount of each UTC day: %s", async (log) => {
    for (const [key, name] of [["id-of-block", "Block"] as const, ["~Block old", "Block old"] as const]) {
      const report = await get(key, log);
      expect(report).toMatchObject({ name, log });
      expect(report.days).toHaveLength(7);
      expect(report.counts).toEqual(recount(name, (event) => event.log === log && timeOf(event) >= since(7)));
      for (const { from, to, counts } of report.days) {
        const ofDay = (event: Event) => event.log === log && timeOf(event) >= from && timeOf(event) < to;
        expect(counts).toEqual(recount(name, ofDay));
      }
    }
  });

  it("names whom enforcing it would have stopped, as often as the log shows them under its filters", async () => {
    for (const log of ["interactive", "non-interactive"] as const) {
      const { stopped, interval, filter } = await get("id-of-block", log);
      const expected = new Map<string, number>();
      for (const event of events) {
        const isMeant = event.log === log && timeOf(event) >= since(7);
        if (!isMeant || event.policies.Block !== "reportOnlyFailure") continue;
        expected.set(`Name ${event.user}`, (expected.get(`Name ${event.user}`) ?? 0) + 1);
      }
      expect(new Map(stopped.rows.map(({ name, n }) => [name, n]))).toEqual(expected);
      expect(stopped).toMatchObject({ distinct: expected.size, countedBackTo: null });
      for (const { key, n } of stopped.rows) {
        const params = new URLSearchParams({
          ...{ range: "custom", from: interval.from.toISOString(), to: interval.to.toISOString() },
          ...{ policy: filter, policyResult: "reportOnlyFailure", user: `=${key}` },
        });
        const parsed = parseLogQuery(log, params, { now: NOW, zone: "UTC" });
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
        expect(await countSignIns(tenant.scope, parsed.query, { now: NOW, budgetMs: 60_000 })).toEqual({
          n,
          complete: true,
        });
      }
    }
  });

  it("is about the log in which it would have stopped most, however often others weighed it, and knows of the others", async () => {
    const quiet = await createTestTenant(database.ownerUrl);
    const weighed = (result: PolicyResult, log: Event["log"], count: number) =>
      Array.from({ length: count }, () => ({ hoursAgo: 1, log, user: "ada", policies: { Block: result } }));
    const records = [
      ...weighed("reportOnlyNotApplied", "non-interactive", 9),
      ...weighed("reportOnlyInterrupted", "non-interactive", 3),
      ...weighed("reportOnlyFailure", "interactive", 2),
    ].map(recordOf);
    await ingestRecords(quiet.scope, asRecords(records), { source: "test", now: NOW });
    const report = await get("id-of-block", undefined, quiet.scope);
    expect(report).toMatchObject({ log: "interactive", counts: { reportOnlyFailure: 2 }, stopped: { distinct: 1 } });
    expect(report.logs).toEqual([
      { log: "interactive", n: 2, counts: { reportOnlyFailure: 2 } },
      { log: "non-interactive", n: 12, counts: { reportOnlyNotApplied: 9, reportOnlyInterrupted: 3 } },
    ]);
    const asked = await get("id-of-block", "non-interactive", quiet.scope);
    expect(asked).toMatchObject({ log: "non-interactive", stopped: { rows: [] }, asked: { distinct: 1 } });
    const nowhere = await get("id-of-block", "managed-identity");
    expect(nowhere).toMatchObject({ counts: {}, stopped: { rows: [] } });
    expect(Object.keys(CATEGORIES)).toContain(nowhere.log);
  });

  it("that no record names is not found, nor is one of another tenant", async () => {
    await expect(get("id-of-nothing")).rejects.toBeInstanceOf(NotFoundError);
    const other = await createTestTenant(database.ownerUrl);
    await expect(get("id-of-block", undefined, other.scope)).rejects.toBeInstanceOf(NotFoundError);
    expect(await listPolicies(other.scope, "1m", { now: NOW })).toEqual([]);
  });
});

describe("reading policies", () => {
  it("is refused without a role that sees them, and without the license", async () => {
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    for (const scope of [tenant.asRoles(), tenant.asRoles("reports-reader")]) {
      await expect(listPolicies(scope, "7d", { now: NOW })).rejects.toBeInstanceOf(ForbiddenError);
      await expect(get("id-of-block", undefined, scope)).rejects.toBeInstanceOf(ForbiddenError);
    }
    await expect(listPolicies(free.scope, "7d", { now: NOW })).rejects.toBeInstanceOf(LicenseRequiredError);
    await expect(get("id-of-block", undefined, free.scope)).rejects.toBeInstanceOf(LicenseRequiredError);
    expect(await listPolicies(tenant.asRoles("security-reader"), "7d", { now: NOW })).toHaveLength(3);
  });
});
