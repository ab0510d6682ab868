import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ForbiddenError, InvalidInputError, LicenseRequiredError } from "@/lib/model/errors";
import type { ActiveFilter, FilterKey, FilterValue } from "@/lib/model/filters";
import type { LogQuery } from "@/lib/model/log-query";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { countSignIns } from "@/lib/services/sign-ins/count-log";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

/** Noon, so that "yesterday" and "today" are the same days whenever the test runs. */
const NOW = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2);
const ago = (ms: number) => new Date(NOW.getTime() - ms).toISOString();
const MINUTE = 60_000;

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

async function store(target: TestTenant, records: JsonObject[]): Promise<void> {
  const result = await ingestRecords(target.scope, asRecords(records), { source: "test", now: NOW });
  expect(result.errors).toEqual([]);
}

function query(overrides: Partial<LogQuery> = {}): LogQuery {
  return {
    category: "interactive",
    preset: "1m",
    from: new Date(NOW.getTime() - 30 * DAY_MS),
    to: new Date(NOW.getTime() + DAY_MS),
    filters: [],
    size: 25,
    window: "24h",
    expanded: [],
    ...overrides,
  };
}

function filter(key: FilterKey, value: FilterValue | FilterValue[], negated = false): ActiveFilter {
  return { key, values: Array.isArray(value) ? value : [value], negated };
}

const ids = async (target: TestTenant, overrides: Partial<LogQuery>) =>
  (await listSignIns(target.scope, query(overrides), { now: NOW })).items.map(({ id }) => id);

describe("paging", () => {
  it("gives every sign-in once, forwards and backwards, also where many share a second and a millisecond", async () => {
    const paged = await createTestTenant(database.ownerUrl);
    const records = Array.from({ length: 130 }, (_, index) =>
      graphSignIn({
        id: `event-${String(index).padStart(3, "0")}`,
        createdDateTime: ago(Math.floor(index / 20) * DAY_MS),
      }),
    );
    await store(paged, records);
    const forwards: string[][] = [];
    let page = await listSignIns(paged.scope, query(), { now: NOW });
    expect(page.newerCursor).toBeNull();
    forwards.push(page.items.map(({ id }) => id));
    while (page.olderCursor) {
      const cursor = { direction: "after", token: page.olderCursor } as const;
      page = await listSignIns(paged.scope, query({ cursor }), { now: NOW });
      forwards.push(page.items.map(({ id }) => id));
    }
    const backwards: string[][] = [page.items.map(({ id }) => id)];
    while (page.newerCursor) {
      const cursor = { direction: "before", token: page.newerCursor } as const;
      page = await listSignIns(paged.scope, query({ cursor }), { now: NOW });
      if (page.items.length > 0) backwards.unshift(page.items.map(({ id }) => id));
    }
    expect(forwards.flat()).toHaveLength(130);
    expect(new Set(forwards.flat()).size).toBe(130);
    expect(backwards.flat()).toEqual(forwards.flat());
  });

  it.each<[string, ActiveFilter]>([
    ["of a country", filter("country", { type: "startsWith", text: "FI" })],
    ["of a status", filter("status", { type: "equals", text: "failure" })],
    ["of a policy, also where a sign-in weighed hundreds", filter("policy", { type: "startsWith", text: "rare" })],
  ])("gives every sign-in %s once, forwards and backwards, where they lie in scattered hours", async (_, active) => {
    const scattered = await createTestTenant(database.ownerUrl);
    const policiesOf = (index: number) =>
      Array.from({ length: index === 8 ? 300 : 2 }, (_, n) => ({ id: `p-${index}-${n}`, displayName: "Common" }));
    const isMeant = (index: number) => index % 2 === 0;
    const records = Array.from({ length: 150 }, (_, index) =>
      graphSignIn({
        ...{ id: `s-${String(index).padStart(3, "0")}`, createdDateTime: ago(Math.floor(index / 4) * 5 * HOUR_MS) },
        location: { countryOrRegion: isMeant(index) ? "FI" : "NO" },
        status: { errorCode: isMeant(index) ? 50126 : 0 },
        appliedConditionalAccessPolicies: [
          ...policiesOf(index % 10),
          ...(isMeant(index) ? [{ id: "p-rare", displayName: "Rare", result: "success" }] : []),
        ],
      }),
    );
    await store(scattered, records);
    const read = (cursor?: LogQuery["cursor"]) =>
      listSignIns(scattered.scope, query({ filters: [active], ...(cursor && { cursor }) }), {
        now: NOW,
        budgetMs: 60_000,
      });
    let page = await read();
    const forwards = page.items.map(({ id }) => id);
    while (page.olderCursor) {
      page = await read({ direction: "after", token: page.olderCursor });
      forwards.push(...page.items.map(({ id }) => id));
    }
    const backwards = page.items.map(({ id }) => id);
    while (page.newerCursor) {
      page = await read({ direction: "before", token: page.newerCursor });
      backwards.unshift(...page.items.map(({ id }) => id));
    }
    const wanted = records.map(({ id }) => String(id)).filter((_, index) => isMeant(index));
    expect([...forwards].sort()).toEqual(wanted);
    expect(backwards).toEqual(forwards);
  });

  it("refuses a cursor that was changed, or made for other filters or another tenant", async () => {
    const other = await createTestTenant(database.ownerUrl);
    for (const target of [tenant, other]) {
      await store(
        target,
        Array.from({ length: 30 }, (_, n) => graphSignIn({ id: `p-${n}`, createdDateTime: ago(n * MINUTE) })),
      );
    }
    const { olderCursor } = await listSignIns(tenant.scope, query(), { now: NOW });
    const token = olderCursor ?? "";
    const attempt = (target: TestTenant, overrides: Partial<LogQuery>, cursor = token) =>
      listSignIns(target.scope, query({ ...overrides, cursor: { direction: "after", token: cursor } }), { now: NOW });
    await expect(attempt(tenant, {})).resolves.toMatchObject({ items: { length: 5 } });
    await expect(attempt(other, {})).rejects.toThrow(InvalidInputError);
    await expect(attempt(tenant, { filters: [filter("errorCode", { type: "number", number: 0 })] })).rejects.toThrow(
      InvalidInputError,
    );
    await expect(attempt(tenant, {}, `A${token.slice(1)}`)).rejects.toThrow(InvalidInputError);
    await expect(attempt(tenant, {}, "nonsense")).rejects.toThrow(InvalidInputError);
  });
});

describe("filters", () => {
  let filtered: TestTenant;

  beforeAll(async () => {
    filtered = await createTestTenant(database.ownerUrl);
    await store(filtered, [
      graphSignIn({
        ...{
          id: "ada",
          correlationId: "try-1",
          createdDateTime: ago(MINUTE),
          userType: "Member",
          riskLevelDuringSignIn: "high",
        },
        appliedConditionalAccessPolicies: [
          { id: "P-1", displayName: "Second factor", result: "success" },
          { id: "p-2", displayName: "Known device", result: "reportOnlyFailure" },
        ],
      }),
      graphSignIn({
        appliedConditionalAccessPolicies: [{ id: "p-1", displayName: "Second factor", result: "failure" }],
        deviceDetail: { deviceId: "device-7" },
        ...{ id: "bo", createdDateTime: ago(2 * DAY_MS), userId: "user-bo", userDisplayName: "Bo 50%_Strand" },
        ...{ userPrincipalName: "Bo@acorn.example", ipAddress: "192.0.20.7", status: { errorCode: 50126 } },
        location: { city: "Malmö", countryOrRegion: "SE" },
      }),
      graphSignIn({
        ...{ id: "nameless", createdDateTime: ago(20 * DAY_MS), userId: "7f3a", userDisplayName: null },
        ...{ userPrincipalName: null, ipAddress: "2001:DB8::0001", status: { errorCode: 50140 } },
        ...{ location: {}, clientAppUsed: "IMAP4", appDisplayName: "Mail reader", appId: null },
        ...{ userAgent: "OldMail/2.0", correlationId: "try-1" },
      }),
    ]);
  });

  const startsWith = (text: string): FilterValue => ({ type: "startsWith", text });
  const contains = (text: string): FilterValue => ({ type: "contains", text });
  const equals = (text: string): FilterValue => ({ type: "equals", text });

  it.each<[string, ActiveFilter[], string[]]>([
    ["a display name, letter case ignored", [filter("user", startsWith("ADA"))], ["ada"]],
    ["a user principal name", [filter("user", startsWith("bo@ac"))], ["bo"]],
    ["a user id where there is no name", [filter("user", startsWith("7f3"))], ["nameless"]],
    ["a part of a name", [filter("user", contains("strand"))], ["bo"]],
    ["wildcards of SQL as plain text", [filter("user", contains("50%_s"))], ["bo"]],
    ["a lone wildcard as plain text", [filter("user", contains("_"))], ["bo"]],
    ["a name nobody has", [filter("user", startsWith("zed"))], []],
    ["hostile text", [filter("user", startsWith("'; drop table sign_ins; --"))], []],
    ["an application by name where it has no id", [filter("application", startsWith("mail r"))], ["nameless"]],
    ["a status", [filter("status", equals("failure"))], ["bo"]],
    [
      "several statuses, any of them",
      [filter("status", [equals("failure"), equals("interrupted")])],
      ["bo", "nameless"],
    ],
    ["the beginning of an address", [filter("ip", startsWith("192.0.2"))], ["ada", "bo"]],
    ["a block of addresses", [filter("ip", { type: "block", cidr: "192.0.2.0/24" })], ["ada"]],
    ["a block of the other family", [filter("ip", { type: "block", cidr: "2001:db8::/32" })], ["nameless"]],
    ["an address that nobody used", [filter("ip", startsWith("198.51.100.1"))], []],
    ["a request id", [filter("requestId", equals("nameless"))], ["nameless"]],
    ["a request id, whatever its letter case", [filter("requestId", equals("NAMELESS"))], ["nameless"]],
    ["all but a request id", [filter("requestId", equals("Nameless"), true)], ["ada", "bo"]],
    ["a correlation id, on older days too", [filter("correlationId", equals("TRY-1"))], ["ada", "nameless"]],
    ["the beginning of an id in capital letters", [filter("user", startsWith("USER-B"))], ["bo"]],
    ["a request id that does not exist", [filter("requestId", equals("nobody"))], []],
    ["an error code", [filter("errorCode", { type: "number", number: 50140 })], ["nameless"]],
    ["a country", [filter("country", startsWith("se"))], ["bo"]],
    ["no country", [filter("country", { type: "none" })], ["nameless"]],
    ["any country but one, those without included", [filter("country", startsWith("NO"), true)], ["bo", "nameless"]],
    ["a city with an accent, letter case ignored", [filter("city", startsWith("MALMÖ"))], ["bo"]],
    ["any recorded country", [filter("country", { type: "none" }, true)], ["ada", "bo"]],
    ["all but a status", [filter("status", equals("failure"), true)], ["ada", "nameless"]],
    ["a user type, letter case ignored", [filter("userType", startsWith("member"))], ["ada"]],
    ["the beginning of a user agent", [filter("userAgent", startsWith("oldmail/"))], ["nameless"]],
    ["a part of a user agent", [filter("userAgent", contains("MAIL"))], ["nameless"]],
    ["a device", [filter("deviceId", startsWith("device-7"))], ["bo"]],
    ["a risk level", [filter("riskLevel", equals("high"))], ["ada"]],
    ["a policy by name", [filter("policy", startsWith("second"))], ["ada", "bo"]],
    ["a policy by id, letter case ignored", [filter("policy", startsWith("p-2"))], ["ada"]],
    ["no such policy", [filter("policy", startsWith("second"), true)], ["nameless"]],
    ["a policy that nobody has", [filter("policy", startsWith("zed"))], []],
    ["the result of any policy", [filter("policyResult", equals("reportOnlyFailure"))], ["ada"]],
    ["a result that no policy came to", [filter("policyResult", equals("failure"), true)], ["ada", "nameless"]],
    [
      "a policy with its own result, not another's",
      [filter("policy", startsWith("second")), filter("policyResult", equals("reportOnlyFailure"))],
      [],
    ],
    [
      "a policy with any other result",
      [filter("policy", startsWith("second")), filter("policyResult", equals("success"), true)],
      ["bo"],
    ],
    [
      "another policy with a result",
      [filter("policy", startsWith("second"), true), filter("policyResult", equals("reportOnlyFailure"))],
      ["ada"],
    ],
    ["legacy clients", [filter("clientApp", { type: "legacy" })], ["nameless"]],
    ["two filters, both matching", [filter("user", startsWith("bo")), filter("country", startsWith("SE"))], ["bo"]],
    [
      "two filters that match nothing together",
      [filter("user", startsWith("bo")), filter("country", startsWith("NO"))],
      [],
    ],
  ])("find %s", async (_, filters, expected) => {
    expect(await ids(filtered, { filters })).toEqual(expected);
  });

  it("find a request id at once, and count it, however little time there is", async () => {
    const filters = [filter("requestId", equals("nameless"))];
    const page = await listSignIns(filtered.scope, query({ filters }), { now: NOW, budgetMs: 0 });
    expect(page).toMatchObject({ items: [{ id: "nameless" }], searchedBackTo: null, olderCursor: null });
    expect(await countSignIns(filtered.scope, query({ filters }), { now: NOW, budgetMs: 0 })).toEqual({
      n: 1,
      complete: true,
    });
  });

  it("say how far back they searched when time ran out, and go on from there", async () => {
    const filters = [filter("userAgent", startsWith("oldmail"))];
    let page = await listSignIns(filtered.scope, query({ filters }), { now: NOW, budgetMs: 0 });
    expect(page.items).toEqual([]);
    expect(page.searchedBackTo).not.toBeNull();
    for (let tries = 0; page.items.length === 0 && tries < 40; tries++) {
      const cursor = { direction: "after", token: page.olderCursor ?? "" } as const;
      page = await listSignIns(filtered.scope, query({ filters, cursor }), { now: NOW, budgetMs: 0 });
    }
    expect(page.items.map(({ id }) => id)).toEqual(["nameless"]);
  });
});

describe("the range", () => {
  it("is clamped to the whole UTC day that the license still keeps", async () => {
    const cutoff = new Date(Math.floor(NOW.getTime() / DAY_MS) * DAY_MS - 30 * DAY_MS);
    const page = await listSignIns(tenant.scope, query({ from: new Date(0) }), { now: NOW });
    expect(page.range.from).toEqual(cutoff);
    expect(page.clamped).toBe(true);
  });

  it("shows events of a sender whose clock runs ahead", async () => {
    const ahead = await createTestTenant(database.ownerUrl);
    await store(ahead, [graphSignIn({ id: "early", createdDateTime: ago(-5 * MINUTE) })]);
    expect(await ids(ahead, {})).toEqual(["early"]);
  });
});

describe("a filter on what the reader may not see", () => {
  it("is refused by name: policies without the role", async () => {
    const scope = tenant.asRoles("reports-reader");
    const filters = [filter("policy", { type: "startsWith", text: "x" })];
    await expect(listSignIns(scope, query({ filters }), { now: NOW })).rejects.toThrow(/Policy: policies are hidden/);
  });

  it("is refused by name: risk without the license", async () => {
    const { scope } = await createTestTenant(database.ownerUrl, { license: "premium_p1" });
    const filters = [filter("riskLevel", { type: "equals", text: "high" })];
    await expect(listSignIns(scope, query({ filters }), { now: NOW })).rejects.toThrow(/Risk level: risk needs/);
  });
});

describe("the gates", () => {
  it("refuse a reader without a role before any query", async () => {
    await expect(listSignIns(tenant.asRoles(), query(), { now: NOW })).rejects.toThrow(ForbiddenError);
  });

  it("refuse a tenant without the license, whatever the role", async () => {
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    const admin = free.asRoles("global-administrator");
    await expect(listSignIns(admin, query(), { now: NOW })).rejects.toThrow(LicenseRequiredError);
  });

  it("name the missing role rather than the license when both are missing", async () => {
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(listSignIns(free.asRoles(), query(), { now: NOW })).rejects.toThrow(ForbiddenError);
  });

  it("let every reader role of the table in", async () => {
    for (const role of [
      ...["global-administrator", "global-reader", "security-administrator"],
      ...["security-reader", "reports-reader"],
    ] as const) {
      await expect(listSignIns(tenant.asRoles(role), query(), { now: NOW })).resolves.toBeDefined();
    }
  });
});
