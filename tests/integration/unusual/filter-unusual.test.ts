import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { setAnswer } from "@/db/queries/marks";
import { signInFindings } from "@/db/schema";
import { columnText } from "@/lib/model/column-text";
import { ForbiddenError, LicenseRequiredError, NotFoundError } from "@/lib/model/errors";
import { type LogQuery, parseLogQuery } from "@/lib/model/log-query";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { getOverview } from "@/lib/services/overview/get-overview";
import { breakDownLog } from "@/lib/services/sign-ins/break-down-log";
import { countLog, countSignIns } from "@/lib/services/sign-ins/count-log";
import { getSignIn } from "@/lib/services/sign-ins/get-sign-in";
import { listGroupMembers } from "@/lib/services/sign-ins/list-group-members";
import { listGroups } from "@/lib/services/sign-ins/list-groups";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { judgeTenant } from "@/lib/services/unusual/judge-sign-ins";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS).toISOString();
const place = (city: string, countryOrRegion: string, latitude: number, longitude: number): JsonObject => ({
  location: { city, countryOrRegion, geoCoordinates: { latitude, longitude } },
});
const OSLO = place("Oslo", "NO", 59.91, 10.75);
const RECIFE = { ...place("Recife", "BR", -8.05, -34.9), ipAddress: "203.0.113.7" };
const SILENT = { isInteractive: false, signInEventTypes: ["nonInteractiveUser"] };

/** However busy the machine is. */
const PATIENT = { now: NOW, budgetMs: 60_000 };

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  tenant = await createTestTenant(database.ownerUrl);
  const records = [
    ...Array.from({ length: 12 }, (_, day) =>
      graphSignIn({ ...OSLO, id: `usual-${day}`, createdDateTime: ago((day + 2) * 24) }),
    ),
    graphSignIn({ ...OSLO, id: "home", createdDateTime: ago(20) }),
    graphSignIn({ ...RECIFE, id: "far", createdDateTime: ago(18) }),
    graphSignIn({ ...SILENT, ...place("Tokyo", "JP", 35.68, 139.69), id: "silent", createdDateTime: ago(1) }),
    ...Array.from({ length: 12 }, (_, index) =>
      graphSignIn({
        ...{ ...OSLO, id: `wrong-${index}`, status: { errorCode: 50126 } },
        createdDateTime: new Date(NOW.getTime() - 50 * HOUR_MS - index * 20_000).toISOString(),
      }),
    ),
    graphSignIn({ ...OSLO, id: "guessed", createdDateTime: ago(49.9) }),
    graphSignIn({
      ...{ ...OSLO, id: "phone", createdDateTime: ago(30) },
      deviceDetail: { operatingSystem: "iOS 18", browser: "Mobile Safari" },
    }),
  ];
  await ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
  await judgeTenant(tenant.scope, { now: NOW });
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

function queryOf(search: string, slug: "interactive" | "non-interactive" = "interactive"): LogQuery {
  const parsed = parseLogQuery(slug, new URLSearchParams(`range=1m&${search}`), { now: NOW, zone: "UTC" });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.query;
}

async function idsOf(search: string, { scope } = tenant): Promise<string[]> {
  const { items } = await listSignIns(scope, queryOf(search), PATIENT);
  return items.map(({ id }) => id);
}

const USUAL = Array.from({ length: 12 }, (_, day) => `usual-${day}`);
const WRONG = Array.from({ length: 12 }, (_, index) => `wrong-${index}`);

describe("the filter by what is unusual", () => {
  it.each([
    ["unusual=any", ["far", "phone", "guessed"]],
    ["unusual=country", ["far"]],
    ["unusual=device", ["phone"]],
    ["unusual=travel", ["far"]],
    ["unusual=burst", ["guessed"]],
    ["unusual=device&unusual=burst", ["phone", "guessed"]],
    ["unusual=any&country=BR", ["far"]],
    ["unusual=any&status=failure", []],
    ["unusual=!country&unusual=!device&status=success", ["home", "guessed", ...USUAL]],
    ["unusual=!any", ["home", "usual-0", ...WRONG, ...USUAL.slice(1)]],
  ])("%s finds %j", async (search, ids) => {
    expect((await idsOf(search)).sort()).toEqual([...ids].sort());
    expect((await countSignIns(tenant.scope, queryOf(search), PATIENT)).n).toBe(ids.length);
  });

  it("works in the grouped log, on its members, and where matches are broken down", async () => {
    const query = queryOf("unusual=country", "non-interactive");
    const page = await listGroups(tenant.scope, query, PATIENT);
    expect(page.groups.map(({ count, latest }) => [count, latest.id, latest.unusual[0]])).toEqual([
      [1, "silent", { kind: "country" }],
    ]);
    const { items } = await listGroupMembers(tenant.scope, query, { group: page.groups[0]?.id ?? "" }, { now: NOW });
    expect(items.map(({ id }) => id)).toEqual(["silent"]);
    expect((await listGroups(tenant.scope, queryOf("unusual=burst", "non-interactive"), PATIENT)).groups).toEqual([]);
    const broken = await breakDownLog(tenant.scope, queryOf("unusual=any&by=city"), PATIENT);
    expect(broken?.rows.map(({ key, n }) => [key, n])).toEqual([
      ["Oslo", 2],
      ["Recife", 1],
    ]);
  });

  it("counts few marks exactly, in the grouped log too, however little time there is", async () => {
    const hasty = { now: NOW, budgetMs: 0, zone: "UTC" };
    const single = await countLog(tenant.scope, queryOf("unusual=any"), hasty);
    expect(single).toMatchObject({ signIns: { n: 3, complete: true }, countedBackTo: null });
    const grouped = await countLog(tenant.scope, queryOf("unusual=any", "non-interactive"), hasty);
    expect(grouped).toMatchObject({ signIns: { n: 1, complete: true }, groups: { n: 1, complete: true } });
  });

  it.each([
    [
      "interactive",
      "unusual=sometimes",
      "Unusual “sometimes” is not known; allowed: any, country, device, travel, burst.",
    ],
    ["service-principal", "unusual=any", "The filter “unusual” does not apply to the service principal log."],
    ["managed-identity", "unusual=any", "The filter “unusual” does not apply to the managed identity log."],
  ] as const)("in the %s log refuses %s with a sentence", (slug, search, message) => {
    const parsed = parseLogQuery(slug, new URLSearchParams(search), { now: NOW, zone: "UTC" });
    expect(parsed.ok ? {} : parsed.problems).toEqual({ unusual: message });
  });

  it("finds its page where there are many marks, of which few are on sign-ins that are left, or all on one day", async () => {
    const many = await createTestTenant(database.ownerUrl);
    const records = Array.from({ length: 40 }, (_, hour) =>
      graphSignIn({ id: `r${hour}`, createdDateTime: ago(hour * 12) }),
    );
    await ingestRecords(many.scope, asRecords(records), { source: "test", now: NOW });
    const mark = (id: string, createdAt: Date, kinds: number) => ({
      ...{ tenantId: many.tenantId, category: 1, createdAt, id, kinds },
      reasons: [{ kind: "country" } as const],
    });
    const gone = Array.from({ length: 2_600 }, (_, n) => mark(`gone-${n}`, new Date(+NOW - n * 7000), n % 2 ? 1 : 3));
    await inTenant(appDatabase().db, many.scope, async ({ tx }) => {
      await tx.insert(signInFindings).values(gone);
      await tx.insert(signInFindings).values([3, 17, 30].map((n) => mark(`r${n}`, new Date(ago(n * 12)), 2)));
    });
    expect(await idsOf("unusual=device", many)).toEqual(["r3", "r17", "r30"]);
    expect(await idsOf("unusual=any", many)).toEqual(["r3", "r17", "r30"]);
    expect((await listGroups(many.scope, queryOf("unusual=any"), PATIENT)).groups.length).toBe(3);
    expect(await countSignIns(many.scope, queryOf("unusual=any"), PATIENT)).toEqual({ n: 3, complete: true });
  });
});

describe("the mark", () => {
  it("stands in the list, in words and in whole sentences, and in the details", async () => {
    const { items } = await listSignIns(tenant.scope, queryOf(""), PATIENT);
    const told = new Map(items.map((item) => [item.id, columnText("unusual", item, "UTC")]));
    expect(told.get("home")).toEqual({ text: "No" });
    expect(told.get("far")).toEqual({
      text: "New country, Impossible travel",
      aside:
        "From a country that this user had not signed in from before: Brazil.\n8 556 km from Oslo, 2 hours later: too far to travel.",
    });
    expect(told.get("guessed")).toEqual({
      ...{ text: "After 12 failures", aside: "A success after 12 failures within 10 minutes." },
    });
    const detail = await getSignIn(tenant.scope, { category: "interactive", id: "phone" }, { now: NOW });
    expect(detail.unusual).toEqual([{ kind: "device" }]);
  });
});

describe("the overview", () => {
  it("counts what its user denied and what is unusual, as the logs find them, which tell the user's answer", async () => {
    const far = { category: 1, createdAt: new Date(ago(18)), id: "far" };
    await inTenant(appDatabase().db, tenant.scope, (open) => setAnswer(open, far, { word: "notMe", at: NOW }));
    const { noticed } = await getOverview(tenant.scope, "1m", { zone: "UTC", now: NOW });
    expect(noticed.map(({ key, total, byLog }) => [key, total, byLog])).toEqual([
      ["denied", 1, { interactive: 1 }],
      ["unusual", 4, { interactive: 3, "non-interactive": 1 }],
    ]);
    const { items } = await listSignIns(tenant.scope, queryOf("reported=notMe"), { now: NOW });
    expect(items.map((item) => [item.id, columnText("reported", item, "UTC")])).toEqual([
      ["far", { text: "Denied by the user" }],
    ]);
  });
});

describe("the gates", () => {
  it("show another tenant nothing, and refuse who may not read the logs and who has no license for them", async () => {
    const other = await createTestTenant(database.ownerUrl);
    expect(await idsOf("unusual=any", other)).toEqual([]);
    await expect(getSignIn(other.scope, { category: "interactive", id: "far" }, { now: NOW })).rejects.toThrow(
      NotFoundError,
    );
    const query = queryOf("unusual=any");
    await expect(listSignIns(tenant.asRoles(), query, { now: NOW })).rejects.toThrow(ForbiddenError);
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(listSignIns(free.scope, query, { now: NOW })).rejects.toThrow(LicenseRequiredError);
  });

  it("end where the license does", async () => {
    const later = new Date(NOW.getTime() + 30 * DAY_MS);
    const { items } = await listSignIns(tenant.scope, queryOf("unusual=any"), { now: later });
    expect(items).toEqual([]);
  });
});
