import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TooSlowError } from "@/lib/model/errors";
import { SIGN_IN_SHAPES } from "@/lib/model/reports/sign-in-shape";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { listSignInReport } from "@/lib/services/reports/list-sign-in-report";
import { graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, openTestSite, type TestSite } from "../auth/site";
import { type Answer, idsOf, type Program, recordsOf, startProgram, walk } from "./door";
import { DAY, KNOWN, knownTenant, storeKnown } from "./known-sign-ins";

let site: TestSite;
let tenant: TestTenant;
let program: Program;

beforeAll(async () => {
  process.env.REPORT_RATE_LIMIT = "100000/1s";
  site = await openTestSite();
  tenant = await knownTenant(site);
  program = await startProgram(tenant, "AuditLog.Read.All", "Policy.Read.All");
});
afterAll(() => site.close());

function many(count: number, of = "many"): JsonObject[] {
  return Array.from({ length: count }, (_, index) =>
    // Several of one second, and of one millisecond.
    graphSignIn({ id: `${of}-${index}`, createdDateTime: `${DAY}T20:00:${String(index % 7).padStart(2, "0")}Z` }),
  );
}

describe("the list of sign-ins", () => {
  it("gives interactive sign-ins, newest first, in Graph's frame", async () => {
    const answer = await program.get("/v1.0/auditLogs/signIns", { "client-request-id": "my-request" });
    expect(answer.status).toBe(200);
    expect(idsOf(answer)).toEqual(["bo-1", "ada-2", "ada-1"]);
    expect(answer.body["@odata.context"]).toBe(`${APP_URL}/v1.0/$metadata#auditLogs/signIns`);
    expect(answer.body).not.toHaveProperty("@odata.nextLink");
    expect(answer.headers.get("client-request-id")).toBe("my-request");
    expect(answer.headers.get("content-type")).toContain("application/json;odata.metadata=minimal");
    expect(idsOf(await program.get("/beta/auditlogs/signins"))).toEqual(["bo-1", "ada-2", "ada-1"]);
  });

  it.each(["v1.0", "beta"] as const)("gives every property of %s, with nulls and empty lists", async (version) => {
    const [bo, , ada] = recordsOf(await program.get(`/${version}/auditLogs/signIns`));
    const names = Object.keys(SIGN_IN_SHAPES[version]);
    expect(Object.keys(bo ?? {})).toEqual(names);
    expect(bo).toMatchObject({
      ...{ riskDetail: null, riskEventTypes_v2: [], appliedConditionalAccessPolicies: [], isInteractive: true },
      status: { errorCode: 0, failureReason: null, additionalDetails: null },
      location: { countryOrRegion: "SE", geoCoordinates: { latitude: null } },
      deviceDetail: { browser: "Chrome 130", isCompliant: null },
    });
    expect(ada).toMatchObject({ createdDateTime: `${DAY}T10:00:00.250Z`, "a sender's own": { kept: true } });
    expect(ada).not.toHaveProperty(version === "v1.0" ? "userAgent" : "nothing");
  });

  it("keeps members of enumerations that came later to those who ask for them", async () => {
    const address = "/beta/auditLogs/signIns?$filter=id eq 'ada-1'";
    const [plain] = recordsOf(await program.get(address));
    expect(plain).toMatchObject({
      ...{ incomingTokenType: "unknownFutureValue", authenticationProtocol: "deviceCode" },
      appliedConditionalAccessPolicies: [{ id: "p1", result: "unknownFutureValue" }],
    });
    const asked = await program.get(address, { prefer: "include-unknown-enum-members" });
    expect(recordsOf(asked)[0]).toMatchObject({
      incomingTokenType: "refreshToken",
      appliedConditionalAccessPolicies: [{ id: "p1", result: "reportOnlySuccess" }],
    });
    expect(asked.headers.get("preference-applied")).toBe("include-unknown-enum-members");
  });

  it("selects, counts, and goes the other way", async () => {
    const answer = await program.get(
      "/beta/auditLogs/signIns?$select=userId,ID&$count=true&$top=2&$orderby=createdDateTime asc",
    );
    expect(recordsOf(answer)).toEqual([
      { userId: "user-ada", id: "ada-1" },
      { userId: "user-ada", id: "ada-2" },
    ]);
    expect(answer.body["@odata.count"]).toBe(3);
    expect(answer.body["@odata.context"]).toBe(`${APP_URL}/beta/$metadata#auditLogs/signIns(userId,id)`);
    const next = await program.get(String(answer.body["@odata.nextLink"]));
    expect({ ids: idsOf(next), count: next.body["@odata.count"] }).toEqual({ ids: ["bo-1"], count: 3 });
  });

  it.each([
    ["$top=0", "from 1 to 1000"],
    ["$top=1001", "from 1 to 1000"],
    ["$top=ten", "from 1 to 1000"],
    ["$skip=5", "'$skip' is not supported"],
    ["$expand=x", "'$expand' is not supported"],
    ["$format=xml", "'$format' is not supported"],
    ["$search=x", "'$search' is not supported"],
    ["fitler=x", "'fitler' is not supported"],
    ["$top=1&$top=2", "given twice"],
    ["$orderby=userId", "allowed: createdDateTime desc"],
    ["$orderby=createdDateTime sideways", "allowed: createdDateTime desc"],
    ["$select=nobody", "Could not find a property named 'nobody'"],
    ["$count=maybe", "true or false"],
    ["$filter=nobody eq 1", "at position 0"],
    ["$skiptoken=made.up", "Invalid Skip Token"],
    ["$skiptoken=", "Invalid Skip Token"],
  ])("refuses %s with Graph's error", async (query, problem) => {
    const { status, body } = await program.get(`/beta/auditLogs/signIns?${query}`, { "client-request-id": "c-1" });
    expect(status).toBe(400);
    const error = body.error as JsonObject;
    expect(error.code).toBe("BadRequest");
    expect(error.message).toContain(problem);
    expect(error.innerError).toMatchObject({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
      "client-request-id": "c-1",
    });
  });

  it("gives each record that was there once, whatever arrives meanwhile", async () => {
    const here = await site.createTenant();
    await storeKnown(here.scope, many(120));
    const reader = await startProgram(here, "AuditLog.Read.All");
    let round = 0;
    for (const order of ["desc", "asc"]) {
      const before = (await walk(reader, "/beta/auditLogs/signIns")).flatMap(idsOf);
      const pages = await walk(
        reader,
        `/beta/auditLogs/signIns?$top=17&$orderby=createdDateTime ${order}`,
        async () => {
          await storeKnown(here.scope, many(3, `late-${++round}`));
        },
      );
      const ids = pages.flatMap(idsOf);
      expect(new Set(ids).size).toBe(ids.length);
      expect(before.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });

  it("keeps records of one id in several logs apart", async () => {
    const here = await site.createTenant();
    const twins = ["interactiveUser", "nonInteractiveUser"].flatMap((type) =>
      many(9).map((record) => ({ ...record, signInEventTypes: [type], isInteractive: type === "interactiveUser" })),
    );
    await storeKnown(here.scope, twins);
    const reader = await startProgram(here, "AuditLog.Read.All");
    const both = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')";
    for (const order of ["asc", "desc"]) {
      const pages = await walk(
        reader,
        `/beta/auditLogs/signIns?$top=1&$filter=${both}&$orderby=createdDateTime ${order}`,
      );
      const seen = pages.flatMap(recordsOf).map(({ id, isInteractive }) => `${id} ${isInteractive}`);
      expect(new Set(seen).size).toBe(18);
      expect(seen).toHaveLength(18);
    }
    const single = await reader.get("/beta/auditLogs/signIns/many-3");
    expect(single.body).toMatchObject({ id: "many-3", isInteractive: true });
  });

  it("has links that stay with their tenant and question, and carry both", async () => {
    const first = await program.get("/beta/auditLogs/signIns?$top=1&$filter=userId eq 'user-ada'&$select=id");
    const link = String(first.body["@odata.nextLink"]);
    expect(link.startsWith(`${APP_URL}/beta/auditLogs/signIns?$top=1&$filter=userId`)).toBe(true);
    expect(idsOf(await program.get(link))).toEqual(["ada-1"]);
    expect(idsOf(await program.get(link.replace("$top=1", "$top=7")))).toEqual(["ada-1"]);
    const other = await startProgram(await knownTenant(site), "AuditLog.Read.All");
    for (const [who, address] of [
      [other, link],
      [program, link.replace("user-ada", "user-bo")],
      [program, link.replace("/beta/", "/v1.0/")],
      [program, `${link}x`],
    ] as const) {
      expect((await who.get(address)).body.error).toMatchObject({ code: "BadRequest" });
    }
  });

  it("leads on where it ran out of time, and says so where it knows nothing yet", async () => {
    const params = new URLSearchParams({ $filter: "tokenIssuerName eq 'issuer.example'" });
    const asked = { version: "beta", params } as const;
    await expect(listSignInReport(tenant.scope, { ...asked, budgetMs: -1 })).rejects.toThrow(TooSlowError);
  });
});

describe("the list in order of arrival", () => {
  const ARRIVAL = "/beta/auditLogs/signIns?$orderby=receivedDateTime asc";

  it("misses nothing that comes late, and leads on to what will come", async () => {
    const here = await site.createTenant();
    const reader = await startProgram(here, "AuditLog.Read.All");
    await storeKnown(here.scope, many(5, "first"));
    await storeKnown(here.scope, many(5, "second"));
    const pages = await walk(reader, `${ARRIVAL}&$top=3`);
    expect(pages.map((page) => recordsOf(page).length)).toEqual([3, 3, 3, 1]);
    expect(
      pages
        .flatMap(idsOf)
        .slice(0, 5)
        .every((id) => id.startsWith("first")),
    ).toBe(true);
    expect(recordsOf(pages[0] as Answer)[0]?.receivedDateTime).toMatch(/^20\d\d-.*Z$/);
    const later = String(pages.at(-1)?.body["@odata.deltaLink"]);
    const nothing = await reader.get(later);
    expect(nothing.body.value).toEqual([]);
    // Older than everything that was read.
    await storeKnown(here.scope, [graphSignIn({ id: "late", createdDateTime: `${DAY}T00:00:00Z` })]);
    const found = await reader.get(String(nothing.body["@odata.deltaLink"]));
    expect(idsOf(found)).toEqual(["late"]);
    expect(idsOf(await reader.get(String(found.body["@odata.deltaLink"])))).toEqual([]);
  });

  it("gives a record again that changed, and only the logs and records that were asked for", async () => {
    const here = await knownTenant(site);
    const reader = await startProgram(here, "AuditLog.Read.All");
    const silent = `${ARRIVAL}&$filter=signInEventTypes/any(t: t eq 'nonInteractiveUser')`;
    const [page] = await walk(reader, silent);
    expect(idsOf(page as Answer)).toEqual(["silent-1"]);
    const changed = KNOWN.filter(({ id }) => id === "silent-1").map((record) => ({ ...record, userType: "guest" }));
    const { ingestRecords } = await import("@/lib/services/ingest/ingest-records");
    const { asRecords } = await import("@/tests/helpers/events");
    expect((await ingestRecords(here.scope, asRecords(changed), { source: "test" })).updated).toBe(1);
    const again = await reader.get(String(page?.body["@odata.deltaLink"]));
    expect(recordsOf(again)).toMatchObject([{ id: "silent-1", userType: "guest" }]);
  });
});

describe("a single sign-in", () => {
  it("is found by its id in its version's logs, also in the notation with parentheses", async () => {
    const { body } = await program.get("/v1.0/auditLogs/signIns/ada-1");
    expect(body).toMatchObject({
      "@odata.context": `${APP_URL}/v1.0/$metadata#auditLogs/signIns/$entity`,
      id: "ada-1",
    });
    expect((await program.get("/beta/auditLogs/signIns('job-1')?$select=id")).body).toMatchObject({ id: "job-1" });
    expect((await program.get("/v1.0/auditLogs/signIns/job-1")).status).toBe(404);
    expect((await program.get("/beta/auditLogs/signIns/ada-1?$top=1")).status).toBe(400);
  });

  it("of another tenant, or of none, is not found", async () => {
    const stranger = await startProgram(await site.createTenant(), "AuditLog.Read.All");
    for (const id of ["ada-1", "nobody"]) {
      const { status, body } = await stranger.get(`/beta/auditLogs/signIns/${id}`);
      expect({ status, error: body.error }).toMatchObject({ status: 404, error: { code: "ResourceNotFound" } });
    }
  });
});
