import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { type BreakdownField, breakdownFieldsOf, breakdownText, rowChanges, valuesBeyond } from "@/lib/model/breakdown";
import { ForbiddenError, InvalidInputError, LicenseRequiredError } from "@/lib/model/errors";
import { type LogQuery, parseLogQuery } from "@/lib/model/log-query";
import { logQueryHref } from "@/lib/model/log-query-href";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { breakDownLog } from "@/lib/services/sign-ins/break-down-log";
import { countSignIns } from "@/lib/services/sign-ins/count-log";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import {
  anyFilters,
  anyRange,
  type Event,
  fillLog,
  matching,
  NOW,
  nameIn,
  queryOf,
  rangeText,
  timeOf,
} from "./random-log";

/** What an event holds in a field, as the log labels it. */
const VALUES: Partial<Record<BreakdownField, (event: Event) => readonly string[]>> = {
  user: ({ user }) => [`Name ${user}`],
  application: ({ application }) => [application],
  resource: ({ resource }) => [resource],
  ip: ({ ip }) => [ip],
  country: ({ country }) => [{ NO: "Norway", SE: "Sweden", S: "S" }[country ?? ""] ?? "Not recorded"],
  clientApp: ({ clientApp }) => [clientApp],
  errorCode: ({ errorCode }) => [String(errorCode)],
  authenticationRequirement: ({ requirement }) => [requirement === "single" ? "Single factor" : "Multifactor"],
  policy: ({ policies }) => Object.keys(policies),
};

const anyQuery = fc.record({
  category: fc.constantFrom<Event["category"]>("interactive", "non-interactive"),
  by: fc.constantFrom(...(Object.keys(VALUES) as BreakdownField[])),
  filters: anyFilters,
  minutes: anyRange,
});

let database: TestDatabase;
let tenant: TestTenant;
let events: Event[];

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
  events = await fillLog(tenant);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

const ask = (scope: TenantScope, query: LogQuery, budgetMs = 60_000) =>
  breakDownLog(scope, query, { now: NOW, budgetMs });

function recount(counted: readonly Event[], by: BreakdownField) {
  const counts = new Map<string, number>();
  for (const event of counted) {
    for (const value of VALUES[by]?.(event) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

describe("a breakdown", () => {
  it("equals a recount, whatever the field, the filters and the range", async () => {
    const property = fc.asyncProperty(anyQuery, async ({ category, by, filters, minutes }) => {
      const address = [rangeText(minutes), ...filters.map(([text]) => text), `by=${by}`].join("&");
      const query = queryOf(category, address);
      const matches = matching(events, query, filters);
      const expected = recount(matches, by);
      const found = await ask(tenant.scope, query);
      const rows = found?.rows ?? [];
      const shown = rows.map(({ label, key, n }) => [by === "errorCode" ? key : label, n] as const);
      expect(new Map(shown)).toEqual(expected);
      expect(rows.map(({ n }) => n)).toEqual(rows.map(({ n }) => n).sort((a, b) => b - a));
      expect(found).toMatchObject({
        total: matches.length,
        distinct: [...expected.keys()].filter((value) => value !== "Not recorded").length,
        countedBackTo: null,
      });
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it("leads with each row to exactly the sign-ins that it counts, and to all others", async () => {
    const property = fc.asyncProperty(anyQuery, async ({ category, by, filters, minutes }) => {
      const others = filters.filter(
        ([text]) => nameIn(text) !== by && !(by === "resource" && nameIn(text) === "resourceId"),
      );
      const address = [rangeText(minutes), ...others.map(([text]) => text), `by=${by}`].join("&");
      const found = await ask(tenant.scope, queryOf(category, address));
      for (const { key, n } of found?.rows ?? []) {
        const params = new URLSearchParams(address);
        const changes = rowChanges(by, key, params);
        if (!changes) throw new Error(`There is no filter for ${by} ${key}`);
        const counts = await Promise.all(
          [changes.only, changes.allBut].map(async (change) => {
            const [, changed = ""] = logQueryHref("/log", params, change).split("?");
            return (await countSignIns(tenant.scope, queryOf(category, changed), { now: NOW, budgetMs: 60_000 })).n;
          }),
        );
        expect(counts).toEqual([n, (found?.total ?? 0) - n]);
      }
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it("by policy counts, beside a filter by result, the policies that came to it", async () => {
    for (const category of ["interactive", "non-interactive"] as const) {
      const found = await ask(tenant.scope, queryOf(category, "range=1m&policyResult=failure&by=policy"));
      const failed = events
        .filter((event) => event.category === category)
        .map((event) => ({
          ...event,
          policies: Object.fromEntries(Object.entries(event.policies).filter(([, result]) => result === "failure")),
        }))
        .filter(({ policies }) => Object.keys(policies).length > 0);
      expect(new Map(found?.rows.map(({ label, n }) => [label, n]))).toEqual(recount(failed, "policy"));
      expect(found?.total).toBe(failed.length);
    }
  });

  it("leaves one value after the other out", () => {
    const params = new URLSearchParams("country=!NO&by=country");
    expect(rowChanges("country", "SE", params)?.allBut).toEqual({ country: ["!NO", "!=SE"] });
    expect(rowChanges("country", "", params)?.only).toEqual({ country: "none" });
    expect(rowChanges("ip", "10.0.0.1", params)?.only).toEqual({ ip: "10.0.0.1/32" });
    expect(rowChanges("user", "", params)).toBeNull();
  });

  it("names the most frequent values, or on request all of them, and tells how many are recorded", async () => {
    const many = await createTestTenant(database.ownerUrl);
    const records = Array.from({ length: 15 }, (_, n) =>
      graphSignIn({
        ...{ id: `many-${n}`, createdDateTime: timeOf({ minutesAgo: n }).toISOString() },
        location: n < 2 ? {} : { city: `City ${n}` },
      }),
    );
    await ingestRecords(many.scope, asRecords(records), { source: "test", now: NOW });
    const first = await ask(many.scope, queryOf("interactive", "range=1m&by=city"));
    const all = await ask(many.scope, queryOf("interactive", "range=1m&by=city&values=all"));
    if (!first || !all) throw new Error("It is broken down by nothing.");
    expect([first.rows.length, valuesBeyond(first)]).toEqual([10, 4]);
    expect([all.rows.length, valuesBeyond(all)]).toEqual([14, 0]);
    for (const each of [first, all]) {
      expect(breakdownText(each)).toEqual({
        values: "13 different values",
        signIns: "15 sign-ins, 2 of them without one",
      });
    }
    const parsed = parseLogQuery("interactive", new URLSearchParams("values=few"), { now: NOW, zone: "UTC" });
    expect(parsed).toMatchObject({ ok: false, problems: { values: "Values “few” are not known; allowed: all." } });
  });

  it("says how far back it got when time ran out, and counts nothing beyond", async () => {
    const query = queryOf("interactive", "range=1m&application=office&by=country");
    const found = await ask(tenant.scope, query, 0);
    const backTo = found?.countedBackTo as Date;
    expect(backTo.getTime()).toBeGreaterThan(query.from.getTime());
    const counted = events.filter(
      (event) => event.category === "interactive" && event.application.startsWith("office") && timeOf(event) >= backTo,
    );
    expect(found?.total).toBe(counted.length);
  });

  it("reads of a long range only the newest days where these have too many values, and says so", async () => {
    const query = queryOf("interactive", "range=1m&by=user");
    const found = await breakDownLog(tenant.scope, query, { now: NOW, mostDailyRows: 1, budgetMs: 60_000 });
    const backTo = found?.countedBackTo as Date;
    expect(backTo.getTime() % DAY_MS).toBe(0);
    expect(NOW.getTime() - backTo.getTime()).toBeLessThan(7 * DAY_MS);
    expect(found?.total).toBe(events.filter(({ category }) => category === "interactive").length);
    const week = await breakDownLog(tenant.scope, queryOf("interactive", "range=7d&by=user"), {
      now: NOW,
      mostDailyRows: 1,
    });
    expect(week).toMatchObject({ countedBackTo: null });
  });

  it("is offered by what the log can be filtered by, and refused by name otherwise", () => {
    expect(breakdownFieldsOf("service-principal")).not.toContain("clientApp");
    const parsed = parseLogQuery("service-principal", new URLSearchParams("by=user"), { now: NOW, zone: "UTC" });
    expect(parsed).toMatchObject({ ok: false, problems: { by: expect.stringContaining("servicePrincipal") } });
  });
});

describe("breaking down", () => {
  const BY_COUNTRY = "range=1m&by=country";

  it("is refused without the role, without the license, and shows nothing of another tenant", async () => {
    const query = queryOf("interactive", BY_COUNTRY);
    await expect(ask(tenant.asRoles(), query)).rejects.toBeInstanceOf(ForbiddenError);
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(ask(free.scope, query)).rejects.toBeInstanceOf(LicenseRequiredError);
    const other = await createTestTenant(database.ownerUrl);
    expect(await ask(other.scope, query)).toMatchObject({ rows: [], total: 0, distinct: 0 });
  });

  it("by policy needs a role that sees policies, by risk the license that brings it; both are said beside the field", async () => {
    const reports = tenant.asRoles("reports-reader");
    const refused = await ask(reports, queryOf("interactive", "by=policy")).catch((error) => error);
    expect(refused).toBeInstanceOf(InvalidInputError);
    expect(refused.problems.by).toContain("Security Reader");
    const p1 = await createTestTenant(database.ownerUrl, { license: "premium_p1" });
    const unlicensed = await ask(p1.scope, queryOf("interactive", "by=riskLevel")).catch((error) => error);
    expect(unlicensed.problems.by).toContain("P2");
  });
});
