import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ForbiddenError, InvalidInputError, LicenseRequiredError } from "@/lib/model/errors";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { onlyHit } from "@/lib/model/search-result";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { searchAnything } from "@/lib/services/search/search-anything";
import { suggestThings } from "@/lib/services/search/suggest-things";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2);
const CORRELATION = "0d5f3c1e-0000-4000-8000-00000000c0de";
const [USER_GUID, APP_GUID] = ["4f7af13e-0000-4000-8000-00000000ab1e", "AB1E0000-0000-4000-8000-00000000F00D"];
const [LOUD, LOUD_CORRELATION] = ["FDE91A85-942D-4F2E-BB5F-9356A9480966", "FDE91A85-942D-4F2E-BB5F-00000000C0DE"];
const TWICE = "0d5f3c1e-0000-4000-8000-0000000000d2";

let database: TestDatabase;
let tenant: TestTenant;
let other: TestTenant;

const at = (minutesAgo: number) => new Date(NOW.getTime() - minutesAgo * 60_000).toISOString();

const RECORDS: JsonObject[] = [
  graphSignIn({ id: "r-1", createdDateTime: at(30), correlationId: CORRELATION }),
  graphSignIn({
    ...{ id: "r-2", createdDateTime: at(20), correlationId: CORRELATION },
    ...{ isInteractive: false, signInEventTypes: ["nonInteractiveUser"] },
  }),
  graphSignIn({
    ...{ id: "r-3", createdDateTime: at(25), correlationId: CORRELATION, signInEventTypes: ["servicePrincipal"] },
    ...{ userId: null, userPrincipalName: null, userDisplayName: null },
    ...{ servicePrincipalId: "sp-backup", servicePrincipalName: "Backup robot", ipAddress: "203.0.113.9" },
  }),
  graphSignIn({
    ...{ id: "r-4", createdDateTime: at(15), signInEventTypes: ["managedIdentity"] },
    ...{ userId: null, userPrincipalName: null, userDisplayName: null, managedServiceIdentity: { msiType: "system" } },
    ...{ servicePrincipalId: "mi-vault", servicePrincipalName: "Vault reader", resourceDisplayName: "Key vault" },
    ...{ resourceId: "res-vault" },
  }),
  graphSignIn({
    ...{ id: "r-5", createdDateTime: at(10), userId: "user-adam", userDisplayName: "Adam Office" },
    ...{ userPrincipalName: "adam@acorn.example", ipAddress: "2001:db8::7" },
  }),
  graphSignIn({
    ...{ id: LOUD, createdDateTime: at(12), correlationId: LOUD_CORRELATION, userId: USER_GUID },
    ...{ userDisplayName: "Guid Named", userPrincipalName: "named@acorn.example" },
    ...{ appId: APP_GUID, appDisplayName: "Shouting application" },
  }),
  graphSignIn({
    ...{ id: "r-failed", createdDateTime: at(14), status: { errorCode: 50126 } },
    appliedConditionalAccessPolicies: [
      { id: "policy-mfa", displayName: "Require a second factor", result: "success" },
      { displayName: "Block legacy clients", result: "notApplied" },
    ],
  }),
  graphSignIn({ id: TWICE, createdDateTime: at(9) }),
  graphSignIn({ id: TWICE, createdDateTime: at(8) }),
];

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
  other = await createTestTenant(database.ownerUrl);
  const { errors } = await ingestRecords(tenant.scope, asRecords(RECORDS), { source: "test", now: NOW });
  expect(errors).toEqual([]);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

const search = (text: string, scope: TenantScope = tenant.scope) => searchAnything(scope, text, { now: NOW });

async function only(text: string): Promise<string | null> {
  const hit = onlyHit(await search(text));
  if (hit === null) return null;
  if ("record" in hit) return `record ${hit.record.id}`;
  if ("policy" in hit) return `policy ${hit.policy.key}`;
  return "block" in hit ? `block ${hit.block}` : `${hit.thing.kind} ${hit.thing.key}`;
}

describe("a search that can mean only one", () => {
  it.each([
    ["r-1", "record r-1"],
    ["ada@acorn.example", "user user-ada"],
    ["ADA B", "user user-ada"],
    ["erg", "user user-ada"],
    ["user-ada", "user user-ada"],
    ["backup", "servicePrincipal sp-backup"],
    ["vault reader", "managedIdentity mi-vault"],
    ["res-vault", "resource res-vault"],
    ["203.0.113.9", "address 203.0.113.9"],
    ["203.0.113.", "address 203.0.113.9"],
    ["2001:0db8::7", "address 2001:db8::7"],
    ["2001:DB8:", "address 2001:db8::7"],
    ["R-1", "record r-1"],
    [LOUD, `record ${LOUD}`],
    [LOUD.toLowerCase(), `record ${LOUD}`],
    [LOUD.replaceAll("-", "").toLowerCase(), `record ${LOUD}`],
    ["USER-ADA", "user user-ada"],
    [USER_GUID.toUpperCase(), `user ${USER_GUID}`],
    [USER_GUID.replaceAll("-", ""), `user ${USER_GUID}`],
    [USER_GUID.toUpperCase().slice(0, 13), `user ${USER_GUID}`],
    [APP_GUID.toLowerCase(), `application ${APP_GUID}`],
    ["203.0.113.9:443", "address 203.0.113.9"],
    ["berg ada", "user user-ada"],
    ["second factor", "policy policy-mfa"],
    ["POLICY-MFA", "policy policy-mfa"],
    ["legacy clients", "policy ~Block legacy clients"],
    ["203.0.113.9/24", "block 203.0.113.0/24"],
  ])("finds %s", async (text, found) => {
    expect(await only(text)).toBe(found);
  });
});

describe("a search", () => {
  it("lists by kind what a part of a name can mean, what is called exactly so first", async () => {
    const { things } = await search("office");
    expect(things.map(({ kind, name, exact }) => [kind, name, exact])).toEqual([
      ["user", "Adam Office", false],
      ["application", "Office", true],
    ]);
    expect(await only("office")).toBe(null);
    expect((await search("ad")).things.map(({ name }) => name)).toEqual(["Ada Berg", "Adam Office", "Vault reader"]);
  });

  it("finds a part of a name however short it is, and tells of more than it lists", async () => {
    const crowd = await createTestTenant(database.ownerUrl);
    const user = (id: string, userDisplayName: string) =>
      graphSignIn({
        id,
        createdDateTime: at(5),
        userId: id,
        userDisplayName,
        userPrincipalName: `${id}@crowd.example`,
      });
    const records = [
      user("u-taro", "田中太郎"),
      ...Array.from({ length: 20 }, (_, n) => user(`u-b${n}`, `Zed ${n}`)),
      ...Array.from({ length: 20 }, (_, n) => user(`u-e${n}`, `Buzz ${n}`)),
    ];
    const { errors } = await ingestRecords(crowd.scope, asRecords(records), { source: "test", now: NOW });
    expect(errors).toEqual([]);
    expect((await search("太郎", crowd.scope)).things.map(({ key }) => key)).toEqual(["u-taro"]);
    expect(await search("z", crowd.scope)).toMatchObject({ things: { length: 25 }, moreThings: true });
    expect(await search("ze", crowd.scope)).toMatchObject({ things: { length: 20 }, moreThings: false });
  });

  it("shows everything with a correlation ID, of all logs, in the order of time", async () => {
    const { correlated, moreCorrelated } = await search(CORRELATION);
    expect(correlated.map(({ id, category }) => [id, category])).toEqual([
      ["r-1", "interactive"],
      ["r-3", "service-principal"],
      ["r-2", "non-interactive"],
    ]);
    expect(moreCorrelated).toBe(false);
  });

  it.each([CORRELATION.toUpperCase(), CORRELATION.replaceAll("-", ""), LOUD_CORRELATION.toLowerCase()])(
    "shows what belongs together whichever way its correlation ID is written: %s",
    async (text) => {
      const ids = (await search(text)).correlated.map(({ id }) => id);
      expect(ids).toEqual(text.toLowerCase().startsWith("fde9") ? [LOUD] : ["r-1", "r-3", "r-2"]);
    },
  );

  it("shows all records of a request ID that has several", async () => {
    const { records } = await search(TWICE);
    expect(records.map(({ createdAt }) => createdAt.toISOString())).toEqual([at(8), at(9)]);
    expect(await only(TWICE)).toBe(null);
  });

  it.each(["50126", "AADSTS50126", "error code: 50126"])("understands %s as an error code", async (text) => {
    const found = await search(text);
    expect(found.error).toMatchObject({ code: 50126, logs: [{ log: "interactive", n: 1 }] });
    expect(onlyHit(found)).toBe(null);
    expect((await search(text, other.scope)).error).toMatchObject({ code: 50126, logs: [] });
  });

  it("tells of a number that is no code it knows only where a sign-in has it, or where it is written as one", async () => {
    expect((await search("4711")).error).toBe(null);
    expect((await search("AADSTS4711")).error).toMatchObject({ code: 4711, logs: [] });
  });

  it("tells of policies only those who may see them, and of the own ones", async () => {
    expect((await search("second factor", tenant.asRoles("reports-reader"))).policies).toEqual([]);
    expect((await search("second factor", other.scope)).policies).toEqual([]);
  });

  it("says how far back it looked where nothing is found, and finds nothing that is older", async () => {
    const nothing = await search("nobody");
    expect(nothing).toMatchObject({ things: [], records: [], correlated: [] });
    expect(nothing.since.toISOString()).toBe(new Date(Math.floor(NOW.getTime() / DAY_MS - 30) * DAY_MS).toISOString());
    const later = await searchAnything(tenant.scope, "r-1", { now: new Date(NOW.getTime() + 32 * DAY_MS) });
    expect(later).toMatchObject({ records: [], things: [] });
    const gone = await searchAnything(tenant.scope, "ada b", { now: new Date(NOW.getTime() + 32 * DAY_MS) });
    expect(gone.things).toEqual([]);
  });

  it.each(["%", "_", "'; drop table sign_ins; --", "\\", "=ada", "*berg", "!ada", "none", "{}"])(
    "takes %s for a text like any other",
    async (text) => {
      expect(await search(text)).toMatchObject({ things: [], records: [], correlated: [] });
    },
  );

  it("refuses what is no block of addresses, and a text that is too long, by name", async () => {
    await expect(search("10.0.0.0/64")).rejects.toThrow(InvalidInputError);
    await expect(search("a".repeat(300))).rejects.toThrow(/at most 256/);
  });

  it("finds nothing of another tenant", async () => {
    for (const text of ["r-1", CORRELATION, "ada", "203.0.113.9", "user-ada", "office"]) {
      expect(await search(text, other.scope)).toMatchObject({ things: [], records: [], correlated: [] });
      expect(await suggestThings(other.scope, text, { now: NOW })).toEqual([]);
    }
  });

  it("is refused without the role, and without the license", async () => {
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    for (const ask of [searchAnything, suggestThings]) {
      await expect(ask(tenant.asRoles(), "ada")).rejects.toThrow(ForbiddenError);
      await expect(ask(free.scope, "ada")).rejects.toThrow(LicenseRequiredError);
      await expect(ask(tenant.asRoles("reports-reader"), "ada")).resolves.toBeDefined();
    }
  });
});

describe("suggestions", () => {
  const labels = async (text: string) =>
    (await suggestThings(tenant.scope, text, { now: NOW })).map(({ name }) => name);

  it("are of every kind, those that begin with the text first", async () => {
    expect(await labels("o")).toEqual(["Office"]);
    expect(await labels("va")).toEqual(["Vault reader"]);
    expect(await labels("vault")).toEqual(["Vault reader", "Key vault"]);
    expect(await labels("20")).toEqual(["203.0.113.9", "2001:db8::7"]);
    expect(await labels("")).toEqual([]);
  });
});
