import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import type { CategorySlug } from "@/lib/model/categories";
import { ForbiddenError, InvalidInputError, LicenseRequiredError } from "@/lib/model/errors";
import type { FilterKey } from "@/lib/model/filters";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { nameFilterValues } from "@/lib/services/sign-ins/name-filter-values";
import { suggestFilterValues } from "@/lib/services/sign-ins/suggest-filter-values";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2);
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS - 60_000).toISOString();

let database: TestDatabase;
let tenant: TestTenant;
let stored = 0;

function signIn(daysAgo: number, fields: JsonObject): JsonObject {
  return graphSignIn({ id: `event-${++stored}`, createdDateTime: ago(daysAgo), ...fields });
}

const user = (name: string, more: JsonObject = {}): JsonObject => ({
  userDisplayName: name,
  userPrincipalName: `${name.toLowerCase().replaceAll(" ", ".")}@maple.example`,
  userId: `id-of-${name.toLowerCase().replaceAll(" ", "-")}`,
  ...more,
});
const place = (countryOrRegion: string | null, city: string): JsonObject => ({
  location: { city, state: city, countryOrRegion },
});

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
  const records = [
    signIn(0, { ...user("Anna Berg"), ...place("NO", "Oslo"), clientAppUsed: "IMAP4" }),
    signIn(0, { ...user("Anna Berg"), ...place("NO", "Bergen"), clientAppUsed: "POP3" }),
    signIn(0, { ...user("Ben Lindberg"), ...place("SE", "Stockholm"), status: { errorCode: 50126 } }),
    signIn(0, { ...user("Tomás Ångström"), ...place(null, "Oslo") }),
    signIn(20, { ...user("Anna Old"), ...place("DK", "Aarhus") }),
    signIn(0, {
      ...user("Anna Quiet"),
      ...{ isInteractive: false, signInEventTypes: ["nonInteractiveUser"], ...place("FI", "Turku") },
    }),
    signIn(0, { ...user("100%_sure"), ...place("NO", "Oslo") }),
  ];
  const { errors } = await ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
  expect(errors).toEqual([]);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

interface Asked {
  scope?: TenantScope;
  category?: CategorySlug;
  days?: number;
}

function suggest(key: FilterKey, text = "", { scope = tenant.scope, category = "interactive", days = 1 }: Asked = {}) {
  const range = { from: new Date(NOW.getTime() - days * DAY_MS), to: new Date(NOW.getTime() + DAY_MS) };
  return suggestFilterValues(scope, { category, key, text, range }, { now: NOW });
}

const labels = async (...asked: Parameters<typeof suggest>) => (await suggest(...asked)).map(({ label }) => label);

describe("suggestions of names", () => {
  it("begin with the text, whatever the letter case, then hold it; each with the id it means", async () => {
    expect(await labels("user", "BER")).toEqual(["Anna Berg", "Ben Lindberg"]);
    expect(await suggest("user", "anna b")).toEqual([
      { value: "id-of-anna-berg", label: "Anna Berg", detail: "anna.berg@maple.example" },
    ]);
    expect(await labels("user", "tomás å")).toEqual(["Tomás Ångström"]);
    expect(await labels("user", "id-of-ben")).toEqual(["Ben Lindberg"]);
  });

  it("hold the text only, after a leading *", async () => {
    expect(await labels("user", "*lind")).toEqual(["Ben Lindberg"]);
    expect(await labels("user", "*%_")).toEqual(["100%_sure"]);
  });

  it("are the busiest of the newest day before anything is typed", async () => {
    expect((await labels("user"))[0]).toBe("Anna Berg");
    expect(await labels("user")).not.toContain("Anna Old");
    expect(await labels("application")).toEqual(["Office"]);
  });

  it("are those seen since the start of the range; of another log they come last, marked", async () => {
    expect(await suggest("user", "anna")).toMatchObject([
      { label: "Anna Berg" },
      { label: "Anna Quiet", elsewhere: true },
    ]);
    expect(await labels("user", "anna", { days: 30 })).toEqual(["Anna Berg", "Anna Old", "Anna Quiet"]);
    expect(await labels("user", "anna", { category: "non-interactive" })).toEqual(["Anna Quiet", "Anna Berg"]);
  });

  it("are addresses where addresses are asked for", async () => {
    expect(await suggest("ip", "192.")).toEqual([{ value: "192.0.2.10", label: "192.0.2.10" }]);
  });

  it("are at most twenty", async () => {
    const crowded = await createTestTenant(database.ownerUrl);
    const many = Array.from({ length: 60 }, (_, index) =>
      signIn(0, user(`Anna Number ${String(index).padStart(2, "0")}`)),
    );
    await ingestRecords(crowded.scope, asRecords(many), { source: "test", now: NOW });
    const found = await labels("user", "anna", { scope: crowded.scope });
    expect(found).toHaveLength(20);
    expect(found[0]).toBe("Anna Number 00");
    expect(await labels("user", "", { scope: crowded.scope })).toHaveLength(20);
  });
});

describe("suggestions of values", () => {
  it("are counted in the range, the frequent ones first, and found by code and by name", async () => {
    expect(await suggest("country")).toEqual([
      { value: "NO", label: "Norway", detail: "NO", count: 3 },
      { value: "SE", label: "Sweden", detail: "SE", count: 1 },
    ]);
    expect(await labels("country", "swe")).toEqual(["Sweden"]);
    expect(await labels("country", "no")).toEqual(["Norway"]);
    expect(await labels("country", "dk", { days: 30 })).toEqual(["Denmark"]);
    expect(await labels("city", "o")).toEqual(["Oslo", "Stockholm"]);
  });

  it("of client apps begin with all legacy ones together", async () => {
    const [first, ...others] = await suggest("clientApp");
    expect(first).toEqual({ value: "legacy", label: "All legacy clients", count: 2 });
    expect(others.map(({ value }) => value).sort()).toEqual(["Browser", "IMAP4", "POP3"]);
  });

  it("of error codes say what they mean", async () => {
    expect(await suggest("errorCode", "501")).toEqual([
      { value: "50126", label: "Wrong password", detail: "50126", count: 1 },
    ]);
  });

  it("are none where nothing lists the values, and none outside what the license keeps", async () => {
    expect(await suggest("requestId", "event")).toEqual([]);
    expect(await suggest("status")).toEqual([]);
    const range = { from: new Date(NOW.getTime() - 60 * DAY_MS), to: new Date(NOW.getTime() - 50 * DAY_MS) };
    const query = { category: "interactive", key: "country", text: "", range } as const;
    expect(await suggestFilterValues(tenant.scope, query, { now: NOW })).toEqual([]);
  });
});

describe("names of ids in filters", () => {
  const filters = (...texts: string[]) =>
    texts.map((text) => ({ key: "user" as const, values: [{ type: "startsWith" as const, text }], negated: true }));

  it("are those of exactly that id", async () => {
    expect(await nameFilterValues(tenant.scope, filters("id-of-anna-berg"))).toEqual({ user: "Anna Berg" });
    expect(await nameFilterValues(tenant.scope, filters("id-of-anna"))).toEqual({});
    expect(await nameFilterValues(tenant.scope, filters("anna"))).toEqual({});
  });

  it("are refused without role and license, and unknown in another tenant", async () => {
    const other = await createTestTenant(database.ownerUrl);
    expect(await nameFilterValues(other.scope, filters("id-of-anna-berg"))).toEqual({});
    await expect(nameFilterValues(tenant.asRoles(), filters("x"))).rejects.toThrow(ForbiddenError);
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(nameFilterValues(free.scope, filters("x"))).rejects.toThrow(LicenseRequiredError);
  });
});

describe("who may be suggested what", () => {
  it("another tenant is told nothing of this one", async () => {
    const { scope } = await createTestTenant(database.ownerUrl);
    expect(await suggest("user", "anna", { scope })).toEqual([]);
    expect(await suggest("user", "*", { scope })).toEqual([]);
    expect(await suggest("country", "", { scope })).toEqual([]);
  });

  it("without a role nothing is", async () => {
    await expect(suggest("user", "anna", { scope: tenant.asRoles() })).rejects.toThrow(ForbiddenError);
  });

  it("without a license nothing is", async () => {
    const { scope } = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(suggest("user", "anna", { scope })).rejects.toThrow(LicenseRequiredError);
  });

  it("a filter of another log is refused", async () => {
    await expect(suggest("servicePrincipal")).rejects.toThrow(InvalidInputError);
  });
});
