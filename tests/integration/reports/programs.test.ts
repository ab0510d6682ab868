import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TooManyRequestsError } from "@/lib/model/errors";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { paceReports } from "@/lib/services/reports/pace-reports";
import { graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";
import { type Answer, ask, type Program, recordsOf, startProgram } from "./door";
import { DAY, knownTenant, storeKnown } from "./known-sign-ins";

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

describe("a program's verdict", () => {
  const CONFIRM = "/beta/auditLogs/signIns/confirm";

  it("marks all of the sign-ins or none, on record", async () => {
    const here = await knownTenant(site);
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
    const free = await startProgram(
      await knownTenant(site, "free"),
      "AuditLog.Read.All",
      "IdentityRiskEvent.ReadWrite.All",
    );
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
    const free = await startProgram(await knownTenant(site, "free"), "AuditLog.Read.All");
    for (const each of [address, `${address}/ada-1`]) {
      const refused = await free.get(each);
      expect(code(refused)).toBe("403 Authentication_RequestFromNonPremiumTenantOrB2CTenant");
      expect((refused.body.error as JsonObject).message).toBe(
        "Neither tenant is B2C or tenant doesn't have premium license",
      );
    }
  });

  it("hides policies without their permission and risk without its license, from records and from filters", async () => {
    const reader = await startProgram(await knownTenant(site, "premium_p1"), "AuditLog.Read.All");
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
    const here = await knownTenant(site);
    const reader = await startProgram(here, "AuditLog.Read.All");
    for (let time = 0; time < 3; time++) expect((await reader.get("/beta/auditLogs/signIns")).status).toBe(200);
    const rows = await site.owner`select activity, actor_kind from audit_events
      where tenant_id = ${here.tenantId} and activity = 'Read sign-ins through the reporting API'`;
    expect(rows.every(({ actor_kind }) => actor_kind === "client")).toBe(true);
    // An hour may have begun in between.
    expect([1, 2]).toContain(rows.length);
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
