import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as schemas from "@/lib/api-docs/schemas";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, openTestSite, type TestSite } from "../auth/site";
import { type Answer, ask, type Program, startProgram } from "./door";
import { storeKnown } from "./known-sign-ins";

let site: TestSite;
let tenant: TestTenant;
let program: Program;

beforeAll(async () => {
  process.env.REPORT_RATE_LIMIT = "1000/3600s";
  site = await openTestSite();
  tenant = await site.createTenant();
  await storeKnown(tenant.scope);
  program = await startProgram(tenant, "AuditLog.Read.All", "IdentityRiskEvent.ReadWrite.All");
});
afterAll(() => site.close());

interface Single {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: JsonObject;
}

/** The answers of a batch by the ids of its requests. */
function singles({ status, body }: Answer): Record<string, Single> {
  expect(status).toBe(200);
  const { responses } = schemas.batchAnswer.parse(body);
  return Object.fromEntries(responses.map((each) => [each.id, each as Single]));
}

const send = async (requests: unknown[], version = "beta") =>
  singles(await program.post(`/${version}/$batch`, { requests }));

const get = (id: string, url: string, more: object = {}) => ({ id, method: "GET", url, ...more });
const idsIn = (single: Single | undefined) => (single?.body?.value as JsonObject[] | undefined)?.map(({ id }) => id);
const messageIn = (single: Single | undefined) => (single?.body?.error as JsonObject | undefined)?.message;

describe("a batch", () => {
  it("answers each request as it would have been answered by itself", async () => {
    const filter = "$filter=signInEventTypes/any(t: t eq 'servicePrincipal')";
    const answers = await send([
      get("list", "/auditLogs/signIns?$top=1&$select=id"),
      get("bare", `auditLogs/signIns?${filter}&$select=id`),
      get("single", "/auditLogs/signIns('ada-1')?$select=id", { headers: { "client-request-id": "mine" } }),
      get("whole", `${APP_URL}/v1.0/auditLogs/directoryAudits?$top=1&$select=id`),
      get("wrong", "/auditLogs/signIns?$filter=nobody eq 1"),
      get("missing", "/auditLogs/signIns/nobody"),
      get("elsewhere", "/users"),
    ]);
    const statuses = Object.fromEntries(Object.values(answers).map(({ id, status }) => [id, status]));
    expect(statuses).toEqual({
      ...{ list: 200, bare: 200, single: 200, whole: 200, wrong: 400, missing: 404, elsewhere: 404 },
    });
    expect(idsIn(answers.list)).toEqual(["bo-1"]);
    expect(idsIn(answers.bare)).toEqual(["job-1"]);
    expect(answers.single).toMatchObject({ headers: { "Client-Request-Id": "mine" }, body: { id: "ada-1" } });
    expect(answers.whole?.body?.["@odata.context"]).toBe(`${APP_URL}/v1.0/$metadata#auditLogs/directoryAudits(id)`);
    expect(messageIn(answers.wrong)).toContain("at position 0");
    const alone = await program.get("/beta/auditLogs/signIns?$top=1&$select=id");
    expect({ ...answers.list?.body, "@odata.nextLink": null }).toEqual({ ...alone.body, "@odata.nextLink": null });
    const onwards = await send([get("next", String(answers.list?.body?.["@odata.nextLink"]))]);
    expect(idsIn(onwards.next)).toEqual(["ada-2"]);
  });

  it("runs a request behind those that it depends on, and not at all where one of them failed", async () => {
    const judge = { method: "POST", headers: { "Content-Type": "application/json" } };
    const confirm = (id: string, requestIds: string[], dependsOn: string[] = []) => ({
      ...{ ...judge, id, url: "/auditLogs/signIns/confirmSafe", body: { requestIds }, dependsOn },
    });
    const answers = await send([
      get("after", "/auditLogs/signIns?$top=1", { dependsOn: ["JUDGED"] }),
      confirm("judged", ["ada-1"]),
      confirm("failing", ["nobody"], ["judged"]),
      confirm("never", ["ada-2"], ["failing"]),
      get("nor this", "/auditLogs/signIns", { dependsOn: ["never", "judged"] }),
    ]);
    expect(Object.values(answers).map(({ id, status }) => `${id} ${status}`)).toEqual([
      ...["judged 204", "after 200", "failing 404", "never 424", "nor this 424"],
    ]);
    expect(answers.judged).not.toHaveProperty("body");
    expect(answers.never?.body?.error).toMatchObject({ code: "FailedDependency" });
    const marks = await site.owner`select id, verdict from sign_in_marks where tenant_id = ${tenant.tenantId}`;
    expect([...marks]).toEqual([{ id: "ada-1", verdict: "safe" }]);
  });

  it.each([
    ["no method", { url: "/auditLogs/signIns" }, "needs a method"],
    ["a method that is none", { method: "GET /", url: "/auditLogs/signIns" }, "needs a method"],
    ["no url", { method: "GET" }, "needs a url"],
    ["another server", { method: "GET", url: "https://elsewhere.example/v1.0/auditLogs/signIns" }, "must be relative"],
    ["another server in disguise", { method: "GET", url: "//elsewhere.example/v1.0/x" }, "must be relative"],
    ["a way out of the API", { method: "GET", url: "/beta/../acorn/users" }, "cannot be part of a batch"],
    ["a batch", { method: "POST", url: "/$batch", body: {} }, "cannot be part of a batch"],
    ["a body without a type", { method: "POST", url: "/auditLogs/signIns/confirmSafe", body: {} }, "Content-Type"],
    [
      "a body where none can be",
      { method: "GET", url: "/x", headers: { "content-type": "a" }, body: {} },
      "not possible",
    ],
    ["headers that are none", { method: "GET", url: "/x", headers: ["a"] }, "no object of names and values"],
    ["an impossible header", { method: "GET", url: "/x", headers: { Prefer: "a\nb" } }, "impossible value"],
  ])("answers %s inside", async (_, request, problem) => {
    const answers = await send([{ id: "1", ...request }, get("2", "/auditLogs/signIns?$top=1")]);
    expect(answers["1"]?.status).toBe(400);
    expect(messageIn(answers["1"])).toContain(problem);
    expect(answers["2"]?.status).toBe(200);
  });

  it.each([
    ["nothing", {}, "at 'requests'"],
    ["no requests", { requests: [] }, "at 'requests'"],
    ["too many", { requests: Array.from({ length: 21 }, (_, id) => get(`${id}`, "/x")) }, "more than 20 requests"],
    ["no id", { requests: [get("1", "/x"), { method: "GET", url: "/x" }] }, "at 'requests[1].id'"],
    ["one id twice", { requests: [get("a", "/x"), get("A", "/x")] }, "have the id 'A'"],
    ["a stranger to depend on", { requests: [get("a", "/x", { dependsOn: ["b"] })] }, "'b', which is not in the batch"],
    [
      "a circle",
      { requests: [get("a", "/x", { dependsOn: ["b"] }), get("b", "/x", { dependsOn: ["a"] })] },
      "'a' depends on itself",
    ],
  ])("with %s is refused as a whole", async (_, body, problem) => {
    const { status, body: answer } = await program.post("/v1.0/$batch", body);
    expect({ status, message: (answer.error as JsonObject).message }).toEqual({
      ...{ status: 400, message: expect.stringContaining(problem) },
    });
  });

  it("asks who it is before anything else, whatever its requests say", async () => {
    const body = JSON.stringify({
      requests: [get("1", "/auditLogs/signIns", { headers: { Authorization: "Bearer x" } })],
    });
    expect((await ask("/beta/$batch", { method: "POST", body })).status).toBe(401);
    expect((await program.get("/beta/$batch")).status).toBe(405);
    const same = await send([get("1", "/auditLogs/signIns?$top=1", { headers: { Authorization: "Bearer x" } })]);
    expect(same["1"]?.status).toBe(200);
  });

  it("authorises each request: of another tenant nothing is found, without right or license nothing is given", async () => {
    const free = await site.createTenant("free");
    const requests = [get("1", "/auditLogs/signIns/ada-1"), get("2", "/auditLogs/signIns")];
    const asked = async (who: Program) =>
      Object.values(singles(await who.post("/beta/$batch", { requests }))).map(({ status }) => status);
    expect(await asked(await startProgram(await site.createTenant(), "AuditLog.Read.All"))).toEqual([404, 200]);
    expect(await asked(await startProgram(tenant, "SignInEvents.Write"))).toEqual([403, 403]);
    expect(await asked(await startProgram(free, "AuditLog.Read.All"))).toEqual([403, 403]);
  });

  it("has its requests counted one by one, and those beyond the limit told when to come again", async () => {
    const here = await site.createTenant();
    const poller = await startProgram(here, "AuditLog.Read.All");
    const requests = ["1", "2", "3"].map((id) => get(id, "/auditLogs/signIns?$top=1"));
    const counted = async () =>
      (await site.owner`select requests from report_windows where tenant_id = ${here.tenantId}`)[0]?.requests;
    await poller.post("/v1.0/$batch", { requests });
    expect(await counted()).toBe(3);
    await poller.post("/v1.0/$batch", { requests: [] });
    expect(await counted()).toBe(4);
    await site.owner`update report_windows set requests = 999 where tenant_id = ${here.tenantId}`;
    const answers = Object.values(singles(await poller.post("/v1.0/$batch", { requests })));
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 429]);
    expect(Number(answers[1]?.headers["Retry-After"])).toBeGreaterThan(3000);
  });
});
