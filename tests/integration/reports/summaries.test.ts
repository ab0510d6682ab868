import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SUMMARY_FILTERS } from "@/lib/model/reports/sign-in-fields";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";
import { type Program, recordsOf, startProgram } from "./door";
import { DAY, storeKnown } from "./known-sign-ins";

let site: TestSite;
let tenant: TestTenant;
let program: Program;

const JOB = {
  ...{
    signInEventTypes: ["servicePrincipal"],
    servicePrincipalId: "sp-backup",
    servicePrincipalName: "Nightly backup",
  },
  ...{ ipAddress: "198.51.100.7", resourceId: "resource-mail", status: { errorCode: 0 }, appId: "app-backup" },
};

beforeAll(async () => {
  process.env.REPORT_RATE_LIMIT = "100000/1s";
  site = await openTestSite();
  tenant = await site.createTenant();
  program = await startProgram(tenant, "AuditLog.Read.All");
  const silent = (id: string, time: string, more: JsonObject = {}) =>
    graphSignIn({ id, createdDateTime: `${DAY}T${time}Z`, signInEventTypes: ["nonInteractiveUser"], ...more });
  await storeKnown(tenant.scope, [
    ...["00:10:00", "00:50:00", "01:10:00", "07:00:00"].map((time) => silent(`ada ${time}`, time)),
    silent("bo", "02:00:00", {
      ...{ userId: "user-bo", userPrincipalName: "bo@acorn.example", ipAddress: "203.0.113.9", appId: "app-2" },
      ...{ appDisplayName: "Payroll", status: { errorCode: 50126, failureReason: "Wrong" }, resourceId: "r-2" },
      ...{ resourceDisplayName: "Ledger", conditionalAccessStatus: "failure", agent: { agentType: "agentic" } },
    }),
    ...["00:10:00", "00:20:00"].map((time) => ({ ...JOB, id: `job ${time}`, createdDateTime: `${DAY}T${time}Z` })),
    {
      ...{ id: "vm", createdDateTime: `${DAY}T03:00:00Z`, signInEventTypes: ["managedIdentity"] },
      ...{ servicePrincipalId: "mi-vm", servicePrincipalName: "Machine", resourceId: "resource-mail" },
      ...{ managedServiceIdentity: { msiType: "systemAssigned" }, status: { errorCode: 0 } },
    },
  ]);
});
afterAll(() => site.close());

function address(log: string, window: string, query = ""): string {
  return `/beta/auditLogs/getSummarized${log}SignIns(aggregationWindow='${window}')${query}`;
}

async function counts(log: string, window: string, query = ""): Promise<unknown[]> {
  const answer = await program.get(address(log, window, query));
  expect(answer.status).toBe(200);
  return recordsOf(answer).map(({ userPrincipalName, servicePrincipalId, signInCount }) => [
    userPrincipalName ?? servicePrincipalId,
    signInCount,
  ]);
}

describe("summaries of sign-ins", () => {
  it("count what is identical but for time, in windows of one hour, six hours and a day", async () => {
    const [ada, bo] = ["ada@acorn.example", "bo@acorn.example"];
    expect(await counts("NonInteractive", "d1")).toEqual([
      [ada, 4],
      [bo, 1],
    ]);
    expect(await counts("NonInteractive", "h6")).toEqual([
      [ada, 1],
      [bo, 1],
      [ada, 3],
    ]);
    expect(await counts("NonInteractive", "h1")).toEqual([
      [ada, 1],
      [bo, 1],
      [ada, 1],
      [ada, 2],
    ]);
    expect(await counts("ServicePrincipal", "d1")).toEqual([["sp-backup", 2]]);
    expect(await counts("MSI", "d1")).toEqual([["mi-vm", 1]]);
  });

  it("have every property, and lead from page to page", async () => {
    const first = await program.get(address("NonInteractive", "h6", "?$top=1"));
    const second = await program.get(String(first.body["@odata.nextLink"]));
    const third = await program.get(String(second.body["@odata.nextLink"]));
    expect(third.body).not.toHaveProperty("@odata.nextLink");
    expect(recordsOf(second)[0]).toMatchObject({
      ...{ signInCount: 1, aggregationDateTime: `${DAY}T00:00:00Z`, firstSignInDateTime: `${DAY}T02:00:00Z` },
      ...{ appId: "app-2", tenantId: tenant.tenantId, status: { errorCode: 50126, failureReason: "Wrong" } },
      ...{ servicePrincipalName: null, managedServiceIdentity: null, agent: { agentType: "agentic" } },
    });
    const [oldest] = recordsOf(third);
    expect(oldest).toMatchObject({ signInCount: 3, firstSignInDateTime: `${DAY}T00:10:00Z` });
    expect(await counts("NonInteractive", "h6", `?$filter=id eq '${oldest?.id}'`)).toEqual([["ada@acorn.example", 3]]);
  });

  const BO = [["bo@acorn.example", 1]];
  it.each([
    ["NonInteractive", "userPrincipalName eq 'bo@acorn.example'", BO],
    ["NonInteractive", "appId eq 'app-2'", BO],
    ["NonInteractive", "appDisplayName eq 'Payroll'", BO],
    ["NonInteractive", "ipAddress eq '203.0.113.9'", BO],
    ["NonInteractive", "startsWith(ipAddress,'203.')", BO],
    ["NonInteractive", "conditionalAccessStatus eq 'failure'", BO],
    ["NonInteractive", "resourceDisplayName eq 'Ledger'", BO],
    ["NonInteractive", "resourceId eq 'r-2'", BO],
    ["NonInteractive", "status/errorCode eq 50126", BO],
    ["NonInteractive", "agent/agentType eq 'agentic'", BO],
    ["NonInteractive", "appId eq 'app-2' or appId eq 'nothing'", BO],
    ["NonInteractive", "tenantId eq '00000000-0000-4000-8000-000000000000'", []],
    ["NonInteractive", "id eq 'd1.nonsense'", []],
    ["ServicePrincipal", "servicePrincipalId eq 'sp-backup'", [["sp-backup", 2]]],
    ["ServicePrincipal", "servicePrincipalName eq 'Nightly backup'", [["sp-backup", 2]]],
    ["ServicePrincipal", "startsWith(servicePrincipalName,'night')", [["sp-backup", 2]]],
    ["MSI", "managedServiceIdentity/msiType eq 'systemAssigned'", [["mi-vm", 1]]],
    ["MSI", "managedServiceIdentity/msiType eq 'userAssigned'", []],
  ])("of %s are found by %s", async (log, filter, found) => {
    expect(await counts(log, "d1", `?$filter=${filter}`)).toEqual(found);
  });

  it("refuse windows and options that there are not, and readers without permission or license", async () => {
    expect(SUMMARY_FILTERS).toHaveLength(14);
    for (const wrong of [
      address("MSI", "h2"),
      address("MSI", "d1", "?$count=true"),
      address("MSI", "d1", "?$filter=x eq 1"),
    ]) {
      expect((await program.get(wrong)).status).toBe(400);
    }
    expect((await program.get("/v1.0/auditLogs/getSummarizedMSISignIns(aggregationWindow='d1')")).status).toBe(404);
    const sender = await startProgram(tenant, "SignInEvents.Write");
    const free = await startProgram(await site.createTenant("free"), "AuditLog.Read.All");
    const stranger = await startProgram(await site.createTenant(), "AuditLog.Read.All");
    expect((await sender.get(address("MSI", "d1"))).status).toBe(403);
    expect((await free.get(address("MSI", "d1"))).status).toBe(403);
    expect((await stranger.get(address("MSI", "d1"))).body.value).toEqual([]);
  });
});
