import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidInputError } from "@/lib/model/errors";
import {
  AUDIT_FILTERS,
  AUDIT_SHAPE,
  PROVISIONING_FILTERS,
  PROVISIONING_SHAPE,
} from "@/lib/model/reports/activity-fields";
import type { ReportProperty } from "@/lib/model/reports/conditions";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { DIRECTORY_AUDITS, PROVISIONING } from "@/lib/services/reports/activity-reports";
import { listActivityReport } from "@/lib/services/reports/list-activity-report";
import { joined, oddText, ownValues } from "@/tests/helpers/own-values";
import { randomFilter } from "@/tests/helpers/random-filter";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, openTestSite, type TestSite } from "../auth/site";
import { idsOf, type Program, recordsOf, startProgram } from "./door";
import { DAY, storeKnown } from "./known-sign-ins";

const AUDITS: readonly JsonObject[] = [
  {
    ...{ id: "audit-1", activityDateTime: `${DAY}T10:00:00Z`, activityDisplayName: "Add member to role" },
    ...{
      category: "RoleManagement",
      correlationId: "corr-1",
      loggedByService: "Core Directory",
      operationType: "Assign",
    },
    ...{ result: "success", resultReason: "", additionalDetails: [{ key: "User-Agent", value: "x" }] },
    initiatedBy: { user: { id: "user-1", displayName: "Ada Berg", userPrincipalName: "ada@acorn.example" }, app: null },
    targetResources: [
      { id: "target-1", displayName: "Bo", type: "User", modifiedProperties: [] },
      { id: "target-2", displayName: "Readers", type: "Role" },
    ],
    "a sender's own": 7,
  },
  {
    ...{ id: "audit-2", activityDateTime: `${DAY}T11:00:00Z`, activityDisplayName: "Update application" },
    ...{ category: "ApplicationManagement", loggedByService: "Provisioner", result: "failure" },
    initiatedBy: { user: null, app: { appId: "app-1", displayName: "Nightly" } },
  },
];

const PROVISIONED: readonly JsonObject[] = [
  {
    ...{ id: "prov-1", activityDateTime: `${DAY}T10:00:00Z`, jobId: "job-1", cycleId: "cycle-1", changeId: "change-1" },
    ...{ provisioningAction: "create", provisioningStatusInfo: { status: "success" }, durationInMilliseconds: 12 },
    sourceIdentity: { id: "source-1", displayName: "Ada Berg", identityType: "User" },
    targetIdentity: { id: "identity-1", displayName: "ada", identityType: "User" },
    sourceSystem: { id: "system-1", displayName: "Directory" },
    targetSystem: { id: "system-2", displayName: "Payroll" },
  },
  {
    ...{ id: "prov-2", activityDateTime: `${DAY}T11:00:00Z`, jobId: "job-2", provisioningAction: "update" },
    provisioningStatusInfo: { status: "failure" },
  },
];

function oddAudit(
  id: string,
  [one = "", two = "", three = "", four = "", five = ""]: string[],
  byUser: boolean,
): JsonObject {
  const user = { id: one, displayName: two, userPrincipalName: three };
  return {
    ...{ id, activityDateTime: `${DAY}T10:00:00Z`, activityDisplayName: one, category: two, correlationId: three },
    ...{ loggedByService: four, result: five },
    initiatedBy: byUser ? { user, app: null } : { user: null, app: { appId: four, displayName: five } },
    targetResources: [
      { id: one, displayName: two },
      { id: three, displayName: four },
    ],
  };
}

function oddProvisioning(id: string, [one = "", two = "", three = "", four = "", five = ""]: string[]): JsonObject {
  return {
    ...{ id, activityDateTime: `${DAY}T10:00:00Z`, jobId: one, cycleId: two, changeId: three },
    ...{ provisioningAction: four, provisioningStatusInfo: { status: five } },
    sourceIdentity: { id: one, displayName: two },
    targetIdentity: { id: three, displayName: four },
    sourceSystem: { id: five, displayName: one },
    targetSystem: { id: two, displayName: three },
  };
}

let site: TestSite;
let tenant: TestTenant;
let program: Program;

beforeAll(async () => {
  process.env.REPORT_RATE_LIMIT = "100000/1s";
  site = await openTestSite();
  tenant = await site.createTenant();
  program = await startProgram(tenant, "AuditLog.Read.All");
  const other = await site.createTenant();
  const foreign = [...AUDITS, ...PROVISIONED].map((record) => ({ ...record, id: `foreign ${record.id}` }));
  await storeKnown(tenant.scope, [...AUDITS, ...PROVISIONED]);
  await storeKnown(other.scope, foreign);
});
afterAll(() => site.close());

const ADA = ["audit-1"];
const AUDIT_ROWS: readonly (readonly [filter: string, ids: readonly string[]])[] = [
  ["id eq 'audit-1'", ADA],
  [`activityDateTime eq ${DAY}T10:00:00Z`, ADA],
  [`activityDateTime ge ${DAY}T10:30:00Z and activityDateTime le ${DAY}T11:00:00Z`, ["audit-2"]],
  ["activityDisplayName eq 'add member to role'", ADA],
  ["startsWith(activityDisplayName,'Add mem')", ADA],
  ["category eq 'RoleManagement'", ADA],
  ["correlationId eq 'corr-1'", ADA],
  ["loggedByService eq 'Core Directory'", ADA],
  ["result eq 'failure'", ["audit-2"]],
  ["initiatedBy/user/id eq 'user-1'", ADA],
  ["initiatedBy/user/displayName eq 'Ada Berg'", ADA],
  ["initiatedBy/user/userPrincipalName eq 'ada@acorn.example'", ADA],
  ["startsWith(initiatedBy/user/userPrincipalName,'ADA@')", ADA],
  ["initiatedBy/app/appId eq 'app-1'", ["audit-2"]],
  ["initiatedBy/app/displayName eq 'Nightly'", ["audit-2"]],
  ["targetResources/any(t: t/id eq 'target-2')", ADA],
  ["targetResources/any(t: t/displayName eq 'Readers')", ADA],
  ["targetResources/any(t: startsWith(t/displayName,'Read'))", ADA],
  ["targetResources/any(t: t/displayName eq 'target-2')", []],
  ["targetResources/any(t: t/id eq 'x' or t/id eq 'target-1') or result eq 'failure'", ["audit-2", "audit-1"]],
];
const FIRST = ["prov-1"];
const PROVISIONING_ROWS: typeof AUDIT_ROWS = [
  ["id eq 'prov-1'", FIRST],
  [`activityDateTime eq ${DAY}T11:00:00Z`, ["prov-2"]],
  [`activityDateTime ge ${DAY}T10:30:00Z`, ["prov-2"]],
  [`activityDateTime le ${DAY}T10:30:00Z`, FIRST],
  ["tenantId eq '00000000-0000-4000-8000-000000000000'", []],
  ["jobId eq 'job-1'", FIRST],
  ["cycleId eq 'cycle-1'", FIRST],
  ["changeId eq 'change-1'", FIRST],
  ["provisioningAction eq 'Create'", FIRST],
  ["provisioningStatusInfo/status eq 'failure'", ["prov-2"]],
  ["sourceIdentity/id eq 'source-1'", FIRST],
  ["sourceIdentity/displayName eq 'Ada Berg'", FIRST],
  ["startsWith(sourceIdentity/displayName,'ada')", FIRST],
  ["targetIdentity/id eq 'identity-1'", FIRST],
  ["targetIdentity/displayName eq 'ada'", FIRST],
  ["startsWith(targetIdentity/displayName,'ad')", FIRST],
  ["sourceSystem/id eq 'system-1'", FIRST],
  ["sourceSystem/displayName eq 'Directory'", FIRST],
  ["startsWith(sourceSystem/displayName,'Dir')", FIRST],
  ["targetSystem/id eq 'system-2'", FIRST],
  ["targetSystem/displayName eq 'Payroll'", FIRST],
  ["startsWith(targetSystem/displayName,'Pay')", FIRST],
];

/** What the program itself left on record is of today. */
const OF_THE_DAY = `activityDateTime le ${DAY}T23:59:59Z`;

describe("the reports of audits and provisioning", () => {
  it.each(AUDIT_ROWS)("find audits by %s", async (filter, ids) => {
    expect(idsOf(await program.get(`/v1.0/auditLogs/directoryAudits?$filter=(${filter}) and ${OF_THE_DAY}`))).toEqual(
      ids,
    );
  });

  it.each(PROVISIONING_ROWS)("find provisioning records by %s", async (filter, ids) => {
    expect(idsOf(await program.get(`/beta/auditLogs/provisioning?$filter=${filter}`))).toEqual(ids);
  });

  it.each([
    ["audits", AUDIT_FILTERS as readonly ReportProperty[], AUDIT_ROWS],
    ["provisioning", PROVISIONING_FILTERS as readonly ReportProperty[], PROVISIONING_ROWS],
  ])("have a row above for every property and operator of %s", (_, properties, rows) => {
    const written = rows.map(([filter]) => filter.toLowerCase().replaceAll("any(t: ", "").replaceAll("t/", ""));
    const missing = properties.flatMap(({ path, operators }) =>
      operators.filter((operator) => {
        const name = path.toLowerCase().replace("targetresources/", "");
        return !written.some((row) =>
          operator === "startsWith"
            ? row.includes("startswith(") && row.includes(`${name},`)
            : row.includes(`${name} ${operator} `) || row.includes(`${name}/${operator} `),
        );
      }),
    );
    expect(missing).toEqual([]);
  });

  it("give every property, newest first, Signbook's own audits among them", async () => {
    const { body } = await program.get("/v1.0/auditLogs/directoryAudits?$top=1");
    expect(body.value).toMatchObject([
      { loggedByService: "Signbook", initiatedBy: { app: { displayName: "Reader" } } },
    ]);
    const audits = recordsOf(await program.get(`/v1.0/auditLogs/directoryAudits?$filter=${OF_THE_DAY}`));
    expect(Object.keys(audits[0] ?? {})).toEqual(expect.arrayContaining(Object.keys(AUDIT_SHAPE)));
    expect(audits[0]).toMatchObject({ id: "audit-2", targetResources: [], correlationId: null });
    expect(audits[1]).toMatchObject({ operationType: "Assign", "a sender's own": 7 });
    const answer = await program.get("/v1.0/auditLogs/provisioning?$orderby=activityDateTime asc");
    expect(answer.body["@odata.context"]).toBe(`${APP_URL}/v1.0/$metadata#auditLogs/provisioning`);
    const [first, second] = recordsOf(answer);
    expect(first).toMatchObject({ id: "prov-1", tenantId: tenant.tenantId, durationInMilliseconds: 12 });
    expect(Object.keys(second ?? {})).toEqual(expect.arrayContaining(Object.keys(PROVISIONING_SHAPE)));
  });

  it("page, select and count, and give single records", async () => {
    const query = `$top=1&$count=true&$select=id&$filter=${OF_THE_DAY}`;
    const first = await program.get(`/beta/auditLogs/directoryAudits?${query}`);
    expect(first.body).toMatchObject({ "@odata.count": 2, value: [{ id: "audit-2" }] });
    const second = await program.get(String(first.body["@odata.nextLink"]));
    expect(second.body).toMatchObject({ "@odata.count": 2, value: [{ id: "audit-1" }] });
    expect(second.body).not.toHaveProperty("@odata.nextLink");
    expect((await program.get("/v1.0/auditLogs/directoryAudits/audit-1?$select=result")).body.result).toBe("success");
    expect((await program.get("/v1.0/auditLogs/provisioning('prov-1')")).body.jobId).toBe("job-1");
    expect((await program.get("/v1.0/auditLogs/provisioning/foreign prov-1")).status).toBe(404);
    expect((await program.get("/v1.0/auditLogs/directoryAudits?$orderby=receivedDateTime asc")).status).toBe(400);
  });

  it("need the permission, and provisioning a premium license", async () => {
    const sender = await startProgram(tenant, "SignInEvents.Write");
    const free = await startProgram(await site.createTenant("free"), "AuditLog.Read.All");
    const statuses = async (who: Program, address: string) => [
      (await who.get(address)).status,
      (await who.get(`${address}/audit-1`)).status,
    ];
    expect(await statuses(sender, "/v1.0/auditLogs/directoryAudits")).toEqual([403, 403]);
    expect(await statuses(sender, "/v1.0/auditLogs/provisioning")).toEqual([403, 403]);
    expect(await statuses(free, "/v1.0/auditLogs/directoryAudits")).toEqual([200, 404]);
    expect(await statuses(free, "/v1.0/auditLogs/provisioning")).toEqual([403, 403]);
  });

  it("find each record by every value that they give of it", { timeout: 120_000 }, async () => {
    const { scope } = await site.createTenant();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(oddText, { minLength: 5, maxLength: 5 }), fc.boolean(), async (texts, byUser) => {
        const id = `odd-${++count}`;
        await storeKnown(scope, [oddAudit(id, texts, byUser), oddProvisioning(`${id}-p`, texts)]);
        for (const [report, properties, own] of [
          [DIRECTORY_AUDITS, AUDIT_FILTERS, id],
          [PROVISIONING, PROVISIONING_FILTERS, `${id}-p`],
        ] as const) {
          const ask = async ($filter: string) => {
            const asked = { version: "beta", params: new URLSearchParams({ $filter }) } as const;
            const { records } = await listActivityReport(scope, report as typeof DIRECTORY_AUDITS, asked);
            return records.map((record): JsonObject => JSON.parse(record));
          };
          const [record = {}] = await ask(`id eq '${own}'`);
          const values = ownValues(properties, record);
          expect(values.length).toBeGreaterThan(10);
          for (const filter of joined(values)) {
            const found = (await ask(filter)).map((each) => each.id);
            expect(found, filter).toContain(own);
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it("give rows of the tenant or a refusal, whatever is asked", { timeout: 120_000 }, async () => {
    for (const [report, properties] of [
      [DIRECTORY_AUDITS, AUDIT_FILTERS],
      [PROVISIONING, PROVISIONING_FILTERS],
    ] as const) {
      await fc.assert(
        fc.asyncProperty(randomFilter(properties, DAY), async ($filter) => {
          const asked = { version: "beta", params: new URLSearchParams({ $filter, $select: "id" }) } as const;
          try {
            const { records } = await listActivityReport(tenant.scope, report as typeof DIRECTORY_AUDITS, asked);
            for (const record of records) expect(JSON.parse(record).id).not.toContain("foreign");
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidInputError);
          }
        }),
        { numRuns: 100 },
      );
    }
  });
});
