import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TooManyRequestsError, TooSlowError } from "@/lib/model/errors";
import type { License } from "@/lib/model/licenses";
import { SIGN_IN_SHAPES } from "@/lib/model/reports/sign-in-shape";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { listSignInReport } from "@/lib/services/reports/list-sign-in-report";
import { paceReports } from "@/lib/services/reports/pace-reports";
import { graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, openTestSite, type TestSite } from "../auth/site";
import { type Answer, ask, idsOf, type Program, recordsOf, startProgram } from "./door";
import { DAY, KNOWN, storeKnown } from "./known-sign-ins";

let site: TestSite;
let tenant: TestTenant;
let program: Program;

beforeAll(async () => {
  process.env.REPORT_RATE_LIMIT = "100000/1s";
  site = await openTestSite();
  tenant = await site.createTenant();
  await storeKnown(tenant.scope);
  program = await startProgram(tenant, "AuditLog.Read.All", "Policy.Read.All");
});
afterAll(() => site.close());

async function filled(license?: License): Promise<TestTenant> {
  const made = await site.createTenant(license);
  await storeKnown(made.scope);
  return made;
}

/** Follows the links to their end. */
async function walk(from: Program, address: string, onPage = async (_: Answer) => {}): Promise<Answer[]> {
  const pages: Answer[] = [];
  for (let next: string | undefined = address; next; ) {
    const page = await from.get(next);
    expect(page.status).toBe(200);
    pages.push(page);
    await onPage(page);
    next = page.body["@odata.nextLink"] as string | undefined;
  }
  return pages;
}

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
    const other = await startProgram(await filled(), "AuditLog.Read.All");
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
    const here = await filled();
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

describe("a program's verdict", () => {
  const CONFIRM = "/beta/auditLogs/signIns/confirm";

  it("marks all of the sign-ins or none, on record", async () => {
    const here = await filled();
    const judge = await startProgram(here, "AuditLog.Read.All", "IdentityRiskEvent.ReadWrite.All");
    const missing = await judge.post(`${CONFIRM}Compromised`, { requestIds: ["ada-1", "nobody"] });
    expect(missing.status).toBe(404);
    expect((missing.body.error as JsonObject).message).toContain("'nobody'");
    expect((await judge.post(`${CONFIRM}Compromised`, { requestIds: ["ada-1", "job-1"] })).status).toBe(204);
    expect((await judge.post(`${CONFIRM}Safe`, { requestIds: ["job-1"] })).status).toBe(204);
    const marks =
      await site.owner`select id, verdict from sign_in_marks where tenant_id = ${here.tenantId} order by id`;
    expect([...marks]).toEqual([
      { id: "ada-1", verdict: "compromised" },
      { id: "job-1", verdict: "safe" },
    ]);
    const audit = await site.owner`select activity from audit_events
      where tenant_id = ${here.tenantId} and activity like 'Mark%' and actor_kind = 'client'`;
    expect(audit).toHaveLength(3);
  });

  it("needs the permission to judge beside that to read, a license, and ids of the tenant's own", async () => {
    const reader = await startProgram(tenant, "AuditLog.Read.All");
    const blind = await startProgram(tenant, "IdentityRiskEvent.ReadWrite.All");
    const free = await startProgram(await filled("free"), "AuditLog.Read.All", "IdentityRiskEvent.ReadWrite.All");
    const stranger = await startProgram(
      await site.createTenant(),
      ...(["AuditLog.Read.All", "IdentityRiskEvent.ReadWrite.All"] as const),
    );
    const statuses = [reader, blind, free, stranger].map((who) =>
      who.post(`${CONFIRM}Safe`, { requestIds: ["ada-1"] }),
    );
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([403, 403, 403, 404]);
    for (const body of [{}, { requestIds: [] }, { requestIds: [7] }, []]) {
      const judge = await startProgram(tenant, "AuditLog.Read.All", "IdentityRiskEvent.ReadWrite.All");
      expect((await judge.post(`${CONFIRM}Safe`, body)).status).toBe(400);
    }
  });
});

describe("the reporting API", () => {
  it("refuses who has no token, no permission or no license, by the codes that programs know", async () => {
    const code = ({ status, body }: Answer) => `${status} ${(body.error as JsonObject).code}`;
    const address = "/beta/auditLogs/signIns";
    expect(code(await ask(address))).toBe("401 InvalidAuthenticationToken");
    expect(code(await ask(address, { headers: { authorization: "Bearer x" } }))).toBe("401 InvalidAuthenticationToken");
    const sender = await startProgram(tenant, "SignInEvents.Write");
    const denied = await sender.get(address);
    expect(code(denied)).toBe("403 Authorization_RequestDenied");
    expect((denied.body.error as JsonObject).message).toContain("AuditLog.Read.All");
    const free = await startProgram(await filled("free"), "AuditLog.Read.All");
    for (const each of [address, `${address}/ada-1`]) {
      const refused = await free.get(each);
      expect(code(refused)).toBe("403 Authentication_RequestFromNonPremiumTenantOrB2CTenant");
      expect((refused.body.error as JsonObject).message).toBe(
        "Neither tenant is B2C or tenant doesn't have premium license",
      );
    }
  });

  it("hides policies without their permission and risk without its license, from records and from filters", async () => {
    const reader = await startProgram(await filled("premium_p1"), "AuditLog.Read.All");
    const [, , ada] = recordsOf(await reader.get("/beta/auditLogs/signIns"));
    expect(ada).toMatchObject({
      ...{ riskLevelAggregated: "hidden", riskState: "hidden", riskEventTypes_v2: ["hidden"] },
      ...{ appliedConditionalAccessPolicies: [], conditionalAccessAudiences: null, conditionalAccessStatus: "failure" },
    });
    const [bo] = recordsOf(await reader.get("/beta/auditLogs/signIns?$top=1&$select=riskDetail,riskState"));
    expect(bo).toEqual({ riskDetail: "hidden", riskState: "hidden" });
    for (const filter of ["riskState eq 'atRisk'", "conditionalAccessAudiences eq 'audience-mail'"]) {
      const { status, body } = await reader.get(`/beta/auditLogs/signIns?$filter=${filter} or id eq 'x'`);
      expect({ status, message: (body.error as JsonObject).message }).toEqual({
        status: 400,
        message: expect.stringContaining("is hidden"),
      });
    }
  });

  it.each(["a/b?c", "/", "a%2Fb", "100%", "#1 + 2"])("gives a single record by the id %s", async (id) => {
    const here = await site.createTenant();
    await storeKnown(here.scope, [graphSignIn({ id, createdDateTime: `${DAY}T12:00:00Z` })]);
    const reader = await startProgram(here, "AuditLog.Read.All");
    for (const named of [`/${encodeURIComponent(id)}`, `('${encodeURIComponent(id)}')`]) {
      const address = `/v1.0/auditLogs/signIns${named}?$select=id`;
      expect((await reader.get(address)).body.id).toBe(id);
      const batch = await reader.post("/v1.0/$batch", { requests: [{ id: "1", method: "GET", url: address }] });
      expect(batch.body.responses).toMatchObject([{ status: 200, body: { id } }]);
    }
  });

  it("knows no other address and method", async () => {
    for (const address of [
      "/beta",
      "/v1.0/",
      "/beta/users",
      "/v1.0/auditLogs",
      "/v1.0/auditLogs/signIns/a/b",
      "/beta/auditLogs/%2e%2e",
    ]) {
      expect(await program.get(address)).toMatchObject({ status: 404, body: { error: { code: "ResourceNotFound" } } });
    }
    const { status, headers } = await program.post("/beta/auditLogs/signIns", {});
    expect({ status, allow: headers.get("allow") }).toEqual({ status: 405, allow: "GET, HEAD, OPTIONS" });
  });

  it.each([
    ["/v1.0/auditLogs/signIns", 204, "GET, HEAD, OPTIONS"],
    ["/v1.0/auditLogs/signIns/confirmSafe", 204, "GET, HEAD, POST, OPTIONS"],
    ["/beta/$batch", 204, "POST, OPTIONS"],
    ["/v1.0/auditLogs", 404, null],
  ])("tells by which methods %s can be asked", async (address, status, allow) => {
    const answer = await ask(address, { method: "OPTIONS" });
    expect({ status: answer.status, allow: answer.headers.get("allow") }).toEqual({ status, allow });
  });

  it("is on record in the audit log, once per program and hour", async () => {
    const rows = await site.owner`select activity, actor_kind from audit_events
      where tenant_id = ${tenant.tenantId} and activity = 'Read sign-ins through the reporting API'`;
    expect(rows.every(({ actor_kind }) => actor_kind === "client")).toBe(true);
    expect(rows.length).toBeLessThanOrEqual(2);
    expect(rows.length).toBeGreaterThan(0);
  });

  it("lets a program in so often, tells it honestly when again, and nobody else feels it", async () => {
    const now = new Date();
    const at = (ms: number) => new Date(now.getTime() + ms);
    const limit = { requests: 5, seconds: 10 };
    const client = (id: string, of = tenant) =>
      Object.assign({ ...of.scope }, { actor: { kind: "client", id, name: "Poller" } as const });
    const poller = client(randomUUID());
    const twenty = await Promise.allSettled(Array.from({ length: 20 }, () => paceReports(poller, now, limit)));
    expect(twenty.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const refused = twenty.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(refused.every((error) => error instanceof TooManyRequestsError && error.retryAfterSeconds === 10)).toBe(
      true,
    );
    await paceReports(client(randomUUID()), now, limit);
    await expect(paceReports(poller, at(9_500), limit)).rejects.toMatchObject({ retryAfterSeconds: 1 });
    await paceReports(poller, at(10_000), limit);
  });
});
