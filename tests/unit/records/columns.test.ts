import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CategoryCode } from "@/lib/model/categories/category";
import type { JsonObject, NormalisedSignIn, SignInColumns } from "@/lib/model/sign-in-record";
import { columnsOf, groupKeyOf, restoreRecord, splitRecord } from "@/lib/records/columns";
import { readAddress } from "@/lib/records/ip-address";
import { readFixture, understood, understoodFile } from "./fixtures";

function event(record: JsonObject, category: CategoryCode = 1): NormalisedSignIn {
  return { category, id: "r-1", createdAt: new Date(0), createdMs: 0, record, notes: [] };
}

function columns(record: JsonObject, category: CategoryCode = 1): SignInColumns {
  return columnsOf(event(record, category));
}

describe("columnsOf", () => {
  it("takes what lists and filters touch out of a record", () => {
    expect(
      columnsOf(understood(readFixture("datadog-integrations-core/azure_active_directory__sample02_signin.json"))),
    ).toEqual({
      principalKey: "0abb8889-005c-4307-85c2-97a5d3cd0964",
      principalName: "Test Test",
      principalUpn: "testtest@datadoghq.com",
      applicationKey: "23523755-3a2b-41ca-9315-f81f3f566a95",
      applicationName: "ACOM Azure Website",
      resourceKey: "00000002-0000-0000-c000-000000000000",
      resourceName: "Windows Azure Active Directory",
      correlationId: "d47198c3-f726-47b8-b683-3f6244c9ceb5",
      ip: "192.182.149.21",
      ipText: "192.182.149.21",
      errorCode: 0,
      status: 1,
      country: "US",
      state: "Washington",
      city: "Kirkland",
      clientApp: "Browser",
      os: "Windows 10",
      browser: "Chrome 81.0.4044",
      conditionalAccess: "success",
      authenticationRequirement: null,
      userType: null,
      riskLevel: "none",
      riskState: "none",
      deviceId: null,
      userAgent:
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Safari/537.36",
      policies: expect.stringMatching(/^\{\d+(,\d+)*\}$/),
    });
  });

  it("takes the principal from where its category has it", () => {
    const record = { userId: "u", userDisplayName: "Ada", servicePrincipalId: "s", servicePrincipalName: "Backup" };
    expect(columns(record, 2)).toMatchObject({ principalKey: "u", principalName: "Ada" });
    expect(columns(record, 3)).toMatchObject({ principalKey: "s", principalName: "Backup", principalUpn: null });
    expect(columns(record, 4)).toMatchObject({ principalKey: "s", principalName: "Backup", principalUpn: null });
  });

  it.each([
    [{ userId: " u " }, "u"],
    [{ userId: "", userPrincipalName: "Ada@Acorn.example", userDisplayName: "Ada" }, "~ada@acorn.example"],
    [{ userId: null, userDisplayName: "Ada Berg" }, "~ada berg"],
    [{}, ""],
  ])("makes the key of %j", (record, key) => {
    expect(columns(record).principalKey).toBe(key);
  });

  it.each([
    [{ status: { errorCode: 0 } }, 0, 1],
    [{ status: { errorCode: 50126 } }, 50126, 2],
    [{ status: { errorCode: 50140 } }, 50140, 3],
    [{ status: { errorCode: -0 } }, 0, 1],
    [{ status: {} }, 0, 1],
    [{}, 0, 1],
    [{ status: { errorCode: "n/a" } }, -1, 2],
    [{ envelope: { resultType: "Failure" } }, -1, 2],
    [{ status: { errorCode: 0 }, envelope: { resultType: "Failure" } }, 0, 1],
    [{ status: { errorCode: 1.5 } }, -1, 2],
    [{ status: { errorCode: 99_999_999_999 } }, -1, 2],
  ])("reads the outcome of %j", (record, errorCode, status) => {
    expect(columns(record as JsonObject)).toMatchObject({ errorCode, status });
  });

  it.each([
    ["singleFactorAuthentication", "single"],
    ["MultifactorAuthentication", "multi"],
    ["somethingElse", "somethingElse"],
    ["", null],
  ])("reads the authentication requirement %j as %j", (authenticationRequirement, expected) => {
    expect(columns({ authenticationRequirement }).authenticationRequirement).toBe(expected);
  });

  it("trims texts, cuts them at 512 characters without cutting one in two, and ignores what is no text", () => {
    expect(columns({ userAgent: `  ${"a".repeat(600)}` }).userAgent).toBe("a".repeat(512));
    expect(columns({ userAgent: `${"a".repeat(511)}😀` }).userAgent).toBe("a".repeat(511));
    expect(columns({ appDisplayName: "a".repeat(600) }).applicationKey).toHaveLength(512);
    expect(columns({ userAgent: { a: 1 }, location: "Oslo", deviceDetail: [1] })).toMatchObject({
      userAgent: null,
      city: null,
    });
  });

  it("falls back to the aggregated risk level", () => {
    expect(columns({ riskLevelDuringSignIn: "", riskLevelAggregated: "low" }).riskLevel).toBe("low");
  });
});

describe("readAddress", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1", "192.0.2.1"],
    [" 192.0.2.1 ", "192.0.2.1", "192.0.2.1"],
    ["192.0.2.1:50123", "192.0.2.1", "192.0.2.1"],
    ["[2001:DB8::1]:443", "2001:db8::1", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1", "2001:db8::1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1", "2001:db8::1"],
    ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1", "2001:db8:0:1::1"],
    ["::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:0201", "192.0.2.1", "192.0.2.1"],
    ["fe80::1%eth0", "fe80::1", "fe80::1"],
    ["0.0.0.0", "0.0.0.0", "0.0.0.0"],
    ["77777777-7777-7777-7777-777777777777", null, "77777777-7777-7777-7777-777777777777"],
    ["192.0.2.256", null, "192.0.2.256"],
    ["192.0.2.1.", null, "192.0.2.1."],
    ["010.0.0.1", null, "010.0.0.1"],
    ["192.0.2.0/24", null, "192.0.2.0/24"],
    ["1", null, "1"],
    ["0x7f.1", null, "0x7f.1"],
    ["localhost", null, "localhost"],
  ])("reads %j as %j, shown as %j", (written, ip, text) => {
    expect(readAddress(written)).toEqual({ ip, text });
  });
});

describe("groupKeyOf", () => {
  const base = columns({
    ...{ userId: "u", appId: "a", resourceId: "r", ipAddress: "192.0.2.1", status: { errorCode: 0 } },
  });
  const other = { principalKey: "u2", applicationKey: "a2", resourceKey: "r2", ipText: "192.0.2.2", errorCode: 1 };

  it.each([
    [1, ["principalKey", "applicationKey", "ipText", "errorCode"]],
    [2, ["principalKey", "applicationKey", "resourceKey", "ipText", "errorCode"]],
    [3, ["principalKey", "resourceKey", "ipText", "errorCode"]],
    [4, ["principalKey", "resourceKey", "ipText", "errorCode"]],
  ] as const)("depends in category %d on %j and nothing else", (category, parts) => {
    const key = groupKeyOf(category, base);
    expect(key).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    for (const [name, value] of Object.entries(other)) {
      const isPart = (parts as readonly string[]).includes(name);
      expect(groupKeyOf(category, { ...base, [name]: value }) !== key, name).toBe(isPart);
    }
    const renamed = { ...base, principalName: "new", city: "Oslo", clientApp: "x", correlationId: "c", status: 3 };
    expect(groupKeyOf(category, renamed)).toBe(key);
  });

  it("is another in each category", () => {
    expect(new Set(([1, 2, 3, 4] as const).map((category) => groupKeyOf(category, base))).size).toBe(4);
  });

  it("stays what it was: keys are stored", () => {
    expect(groupKeyOf(2, base)).toBe("f45cf0dd-b097-f3e5-5fba-ebb1ae4570b7");
  });
});

describe("splitRecord and restoreRecord", () => {
  /** As the two halves come back from the database: JSON, with columns of text and numbers. */
  function roundTrip(whole: NormalisedSignIn): JsonObject {
    const { columns: stored, rest } = splitRecord(whole);
    return restoreRecord(JSON.parse(JSON.stringify(stored)), JSON.parse(rest), whole.category);
  }

  const leaf = fc.oneof(
    fc.constantFrom(
      null,
      "",
      " ",
      " a ",
      "a",
      "A@B",
      "~a",
      0,
      -1,
      50126,
      "singleFactorAuthentication",
      "192.0.2.1:1",
      "::1",
    ),
    fc.string(),
    fc.string({ minLength: 510, maxLength: 515 }),
    fc.boolean(),
  );
  const inner = fc.oneof(
    fc.dictionary(
      fc.constantFrom(
        "errorCode",
        "city",
        "state",
        "countryOrRegion",
        "deviceId",
        "browser",
        "operatingSystem",
        "other",
        "__proto__",
      ),
      leaf,
      { maxKeys: 4 },
    ),
    leaf,
    fc.array(leaf, { maxLength: 2 }),
  );
  const knownNames = fc.constantFrom(
    ...["userId", "userDisplayName", "userPrincipalName", "userType", "servicePrincipalId", "servicePrincipalName"],
    ...["appId", "appDisplayName", "resourceId", "resourceDisplayName", "correlationId", "ipAddress", "clientAppUsed"],
    ...["userAgent", "conditionalAccessStatus", "authenticationRequirement", "riskLevelDuringSignIn", "riskState"],
    ...["riskLevelAggregated", "status", "location", "deviceDetail", "envelope", "~absent", "~whole", "__proto__"],
  );
  const arbitraryRecords = fc.dictionary(
    fc.oneof({ weight: 9, arbitrary: knownNames }, fc.string()),
    fc.oneof(leaf, inner),
    {
      maxKeys: 30,
    },
  ) as fc.Arbitrary<JsonObject>;

  it("give back any record exactly as it was", () => {
    fc.assert(
      fc.property(arbitraryRecords, fc.constantFrom<CategoryCode>(1, 2, 3, 4), (record, category) => {
        const plain = JSON.parse(JSON.stringify(record)) as JsonObject;
        expect(roundTrip(event(plain, category))).toEqual(plain);
        expect(Object.keys(roundTrip(event(plain, category))).sort()).toEqual(Object.keys(plain).sort());
      }),
      { numRuns: 2000 },
    );
  });

  it("give back every real record, whose rest is then without what the columns hold", async () => {
    for (const whole of await understoodFile("msticpy/aad_logons.ndjson.gz")) {
      expect(roundTrip(whole)).toEqual(JSON.parse(JSON.stringify(whole.record)));
      const rest = JSON.parse(splitRecord(whole).rest);
      for (const name of ["userId", "userDisplayName", "appId", "ipAddress", "correlationId", "userAgent"]) {
        expect(rest).not.toHaveProperty(name);
      }
      expect(rest.location).toEqual({ geoCoordinates: expect.anything() });
      expect(rest).not.toHaveProperty("status.errorCode");
    }
  });

  it("leave out an object of which nothing remains, and keep one that was empty", () => {
    const { rest } = splitRecord(event({ status: { errorCode: 50126 }, deviceDetail: {}, location: { city: "Oslo" } }));
    expect(JSON.parse(rest)).toEqual({ deviceDetail: {} });
  });

  it("remember which properties were not there", () => {
    const bare = event({ envelope: { time: "x" } });
    expect(JSON.parse(splitRecord(bare).rest)).toEqual({ envelope: { time: "x" }, "~absent": ["status.errorCode"] });
    expect(roundTrip(bare)).toEqual(bare.record);
  });
});
