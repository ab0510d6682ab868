import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import type { AuditFilters } from "@/lib/model/activity-query";
import { ForbiddenError, InvalidInputError, LicenseRequiredError, NotFoundError } from "@/lib/model/errors";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { getAudit } from "@/lib/services/activities/get-audit";
import { getProvisioning } from "@/lib/services/activities/get-provisioning";
import { listAudits } from "@/lib/services/activities/list-audits";
import { listProvisioning } from "@/lib/services/activities/list-provisioning";
import { recordAudit } from "@/lib/services/audit/record-audit";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";

/** Between two seconds, so that every time has its milliseconds. */
const NOW = new Date(Math.floor(Date.now() / 1000) * 1000 + 123);
let site: TestSite;
let tenant: TestTenant;
let other: TestTenant;
let free: TestTenant;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
  other = await site.createTenant();
  free = await site.createTenant("free");
});
afterAll(() => site.close());

let number = 0;
const ago = (ms: number) => new Date(NOW.getTime() - ms).toISOString();

function audit(fields: JsonObject = {}): JsonObject {
  return {
    ...{ id: `audit-${++number}`, activityDateTime: ago(HOUR_MS), category: "UserManagement", result: "success" },
    ...{ activityDisplayName: "Update user", loggedByService: "Core Directory", correlationId: "c-1" },
    initiatedBy: { user: { id: "ada", displayName: "Ada Berg", userPrincipalName: "ada@acorn.example" }, app: null },
    targetResources: [{ id: "u-1", displayName: "Ole Dahl", type: "User", modifiedProperties: [] }],
    additionalDetails: [],
    ...fields,
  };
}

function provisioning(fields: JsonObject = {}): JsonObject {
  return {
    ...{
      id: `prov-${++number}`,
      activityDateTime: ago(HOUR_MS),
      jobId: "job-1",
      cycleId: "cycle-1",
      changeId: "ch-1",
    },
    ...{ provisioningAction: "create", durationInMilliseconds: 5, provisioningSteps: [], modifiedProperties: [] },
    sourceSystem: { id: "s", displayName: "Directory", details: {} },
    targetSystem: { id: "t", displayName: "Teapot", details: {} },
    sourceIdentity: { id: "u-1", displayName: "Ole Dahl", identityType: "User", details: {} },
    targetIdentity: { id: "t-1", displayName: "ole", identityType: "User", details: {} },
    provisioningStatusInfo: { status: "success", errorInformation: null },
    ...fields,
  };
}

const ingest = (of: TestTenant, ...records: JsonObject[]) =>
  ingestRecords(of.scope, asRecords(records), { source: "test", now: NOW });

const range = { from: new Date(NOW.getTime() - 40 * DAY_MS), to: new Date(NOW.getTime() + DAY_MS) };
const ids = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);

describe("taking activities in", () => {
  it("stores audits and provisioning records beside sign-ins, and counts all of them together", async () => {
    const [one, two] = [audit(), provisioning()];
    const result = await ingest(tenant, one, graphSignIn({ id: "s-1" }), two, { nonsense: true });
    expect(result).toMatchObject({ accepted: 3, updated: 0, duplicates: 0, rejected: 1 });
    expect((await getAudit(tenant.scope, String(one.id))).record).toEqual(one);
    expect((await getProvisioning(tenant.scope, String(two.id))).record).toEqual(two);
  });

  it("counts what is sent again as duplicates, in the same body, in a later one and in two at once", async () => {
    const sent = [audit(), provisioning()];
    expect(await ingest(tenant, ...sent, ...sent)).toMatchObject({ accepted: 2, duplicates: 2 });
    expect(await ingest(tenant, ...sent)).toMatchObject({ accepted: 0, duplicates: 2 });
    const fresh = Array.from({ length: 300 }, () => [audit(), provisioning()]).flat();
    const results = await Promise.all([ingest(tenant, ...fresh), ingest(tenant, ...fresh.toReversed())]);
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(600);
    expect(results.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(600);
  });

  it("merges what comes with more detail, and an old copy sent again brings nothing back", async () => {
    const first = audit({ result: null, resultReason: "pending" });
    const later = { ...first, result: "failure", resultReason: "Denied", activityDateTime: ago(HOUR_MS) };
    await ingest(tenant, first);
    expect(await ingest(tenant, later)).toMatchObject({ accepted: 0, updated: 1, duplicates: 0 });
    expect(await ingest(tenant, first)).toMatchObject({ updated: 0, duplicates: 1 });
    const stored = await getAudit(tenant.scope, String(first.id));
    expect(stored).toMatchObject({ status: "failure", statusReason: "Denied", record: { result: "failure" } });
    const step = { name: "Import", provisioningStepType: "import", status: "success", description: "", details: {} };
    const [bare, full] = [provisioning(), { provisioningSteps: [step] }];
    await ingest(tenant, bare);
    expect(await ingest(tenant, { ...bare, ...full })).toMatchObject({ updated: 1 });
    expect((await getProvisioning(tenant.scope, String(bare.id))).record).toMatchObject(full);
  });

  it("keeps audits as long as the license keeps sign-ins, provisioning records for 30 days", async () => {
    const eightDays = { activityDateTime: ago(8 * DAY_MS) };
    const result = await ingest(free, audit(eightDays), provisioning(eightDays));
    expect(result).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 0, code: "older_than_retention" }] });
    const late = await ingest(tenant, provisioning({ activityDateTime: ago(32 * DAY_MS) }));
    expect(late.errors[0]?.message).toContain("provisioning records are kept 30 days");
  });

  it("refuses an audit that names another tenant of this installation", async () => {
    const record = { category: "AuditLogs", tenantId: other.tenantId, time: ago(0), properties: audit() };
    expect(await ingest(tenant, record)).toMatchObject({ accepted: 0, errors: [{ code: "other_tenant" }] });
  });
});

describe("the audit log", () => {
  let listed: TestTenant;
  beforeAll(async () => {
    listed = await site.createTenant();
    const minute = (n: number) => ({ activityDateTime: ago(n * 60_000) });
    await ingest(
      listed,
      audit({ ...minute(1), id: "a1" }),
      audit({ ...minute(2), id: "a2", category: "GroupManagement", activityDisplayName: "Add member to group" }),
      audit({ ...minute(3), id: "a3", result: "failure", loggedByService: "Terms of Use", correlationId: "c-3" }),
      audit({
        ...minute(4),
        id: "a4",
        targetResources: [{ id: "g", displayName: "Group" }, { displayName: "Zoë %_x" }],
      }),
      audit({ ...minute(5), id: "a5", initiatedBy: { app: { displayName: "Sync", appId: "app-7" } } }),
    );
    await inTenant(appDatabase().db, listed.scope, (inside) =>
      recordAudit(
        inside,
        listed.scope,
        {
          ...{ activity: "Create API client", category: "ApplicationManagement" },
          target: { type: "API client", id: "client-1", name: "Poller" },
          changes: [{ property: "Name", before: null, after: "Poller" }],
        },
        new Date(NOW.getTime() - 6 * 60_000),
      ),
    );
  });

  it("shows Signbook's own activities and received ones in one order, in one shape", async () => {
    const { items } = await listAudits(listed.scope, range, { now: NOW });
    expect(ids({ items }).slice(0, 5)).toEqual(["a1", "a2", "a3", "a4", "a5"]);
    expect(items[5]).toMatchObject({
      ...{ own: true, activity: "Create API client", service: "Signbook", status: "success" },
      record: {
        ...{ id: items[5]?.id, loggedByService: "Signbook", activityDisplayName: "Create API client" },
        initiatedBy: { user: null, app: { displayName: "test" } },
        targetResources: [
          { type: "API client", modifiedProperties: [{ displayName: "Name", oldValue: null, newValue: "Poller" }] },
        ],
      },
    });
    expect((await getAudit(listed.scope, items[5]!.id)).activity).toBe("Create API client");
  });

  it.each<[string, AuditFilters, string[]]>([
    ["service", { service: ["Terms of Use"] }, ["a3"]],
    ["category", { category: ["GroupManagement", "Policy"] }, ["a2"]],
    ["activity, by its beginning in any letter case", { activity: { text: "ADD MEM", how: "startsWith" } }, ["a2"]],
    ["status", { status: ["failure"] }, ["a3"]],
    ["any target", { target: { text: "zoë %", how: "startsWith" } }, ["a4"]],
    ["a target's whole name only", { target: { text: "zoë", how: "equals" } }, []],
    ["who did it, by name", { initiatedBy: { text: "sync", how: "equals" } }, ["a5"]],
    ["who did it, by id", { initiatedBy: { text: "app-", how: "startsWith" } }, ["a5"]],
    ["correlation id", { correlationId: "c-3" }, ["a3"]],
    ["id", { id: "a4" }, ["a4"]],
    ["several at once", { id: "a4", status: ["failure"] }, []],
    ["hostile text", { target: { text: "'; drop table audit_events; --", how: "startsWith" } }, []],
  ])("is filtered by %s", async (_, filters, expected) => {
    expect(ids(await listAudits(listed.scope, { ...range, filters }, { now: NOW }))).toEqual(expected);
  });

  it("pages forth and back, newest or oldest first, over records of one instant", async () => {
    const many = await site.createTenant();
    const sent = Array.from({ length: 25 }, (_, n) => audit({ id: `m${n}`, activityDateTime: ago(60_000 * (n % 3)) }));
    await ingest(many, ...sent);
    for (const order of ["newestFirst", "oldestFirst"] as const) {
      const seen: string[] = [];
      let page = await listAudits(many.scope, { ...range, order, size: 10 }, { now: NOW });
      expect(page.previous).toBeNull();
      const first = ids(page);
      for (;;) {
        seen.push(...ids(page));
        if (!page.next) break;
        const cursor = { token: page.next, direction: "next" as const };
        page = await listAudits(many.scope, { ...range, order, size: 10, cursor }, { now: NOW });
      }
      expect(new Set(seen).size).toBe(25);
      expect(seen).toHaveLength(25);
      for (let n = 0; n < 2; n++) {
        const cursor = { token: page.previous!, direction: "previous" as const };
        page = await listAudits(many.scope, { ...range, order, size: 10, cursor }, { now: NOW });
      }
      expect(ids(page)).toEqual(first);
      expect(page.previous).toBeNull();
    }
  });

  it("takes no cursor of another tenant, of other filters or made up", async () => {
    const { next } = await listAudits(listed.scope, { ...range, size: 1 }, { now: NOW });
    const cursor = { token: next!, direction: "next" as const };
    for (const [scope, query] of [
      [other.scope, { ...range, cursor }],
      [listed.scope, { ...range, cursor, filters: { status: ["failure"] } }],
      [listed.scope, { ...range, cursor: { ...cursor, token: "x.y" } }],
    ] as const) {
      await expect(listAudits(scope, query, { now: NOW })).rejects.toThrow(InvalidInputError);
    }
  });

  it("is there with every license and refused without a role; another tenant's record is not found", async () => {
    await ingest(free, audit({ id: "of-free" }));
    expect(ids(await listAudits(free.asRoles("reports-reader"), range, { now: NOW }))).toEqual(["of-free"]);
    await expect(listAudits(tenant.asRoles(), range)).rejects.toThrow(ForbiddenError);
    await expect(getAudit(tenant.asRoles(), "a1")).rejects.toThrow(ForbiddenError);
    await expect(getAudit(other.scope, "a1")).rejects.toThrow(NotFoundError);
    expect(ids(await listAudits(other.scope, range, { now: NOW }))).toEqual([]);
  });
});

describe("the provisioning log", () => {
  it("is filtered by action, status, identity, systems, job and change", async () => {
    const of = await site.createTenant();
    const skipped = { provisioningStatusInfo: { status: "skipped", errorInformation: null }, changeId: "ch-2" };
    await ingest(
      of,
      provisioning({ id: "p1" }),
      provisioning({
        id: "p2",
        ...skipped,
        provisioningAction: "update",
        sourceIdentity: { id: "u-2", displayName: "Ida" },
      }),
      provisioning({ id: "p3", targetSystem: { id: "t2", displayName: "Kettle", details: {} }, jobId: "job-2" }),
    );
    const found = async (filters: object) => ids(await listProvisioning(of.scope, { ...range, filters }, { now: NOW }));
    expect(await found({ action: ["update"] })).toEqual(["p2"]);
    expect(await found({ status: ["skipped", "failure"] })).toEqual(["p2"]);
    expect(await found({ identity: { text: "IDA", how: "startsWith" } })).toEqual(["p2"]);
    expect(await found({ targetSystem: "Kettle" })).toEqual(["p3"]);
    expect(await found({ targetSystem: "t2", jobId: "job-2" })).toEqual(["p3"]);
    expect(await found({ changeId: "ch-2", cycleId: "cycle-1" })).toEqual(["p2"]);
    expect(await found({})).toHaveLength(3);
  });

  it("is a premium log, refused without a role, and another tenant's record is not found", async () => {
    await ingest(tenant, provisioning({ id: "mine" }));
    await expect(listProvisioning(free.scope, range)).rejects.toThrow(LicenseRequiredError);
    await expect(getProvisioning(free.scope, "mine")).rejects.toThrow(LicenseRequiredError);
    await expect(listProvisioning(tenant.asRoles(), range)).rejects.toThrow(ForbiddenError);
    await expect(getProvisioning(tenant.asRoles(), "mine")).rejects.toThrow(ForbiddenError);
    await expect(getProvisioning(other.scope, "mine")).rejects.toThrow(NotFoundError);
  });

  it("puts on record, once an hour, who opened a record", async () => {
    await ingest(tenant, provisioning({ id: "opened" }));
    await getProvisioning(tenant.scope, "opened");
    await getProvisioning(tenant.scope, "opened");
    const filters = { target: { text: "opened", how: "equals" } as const };
    const { items } = await listAudits(tenant.scope, { ...range, filters });
    expect(items.map(({ activity }) => activity)).toEqual(["Open provisioning details"]);
  });
});

it("what Signbook itself recorded cannot be changed by the application's role", async () => {
  const app = postgres(site.appUrl, { max: 1 });
  try {
    const changed = await app.begin(async (tx) => {
      await tx`select app.set_tenant(${tenant.tenantId}::uuid)`;
      return tx`update audit_events set activity = 'changed' where record is null`;
    });
    expect(changed.count).toBe(0);
    const forged = app.begin(async (tx) => {
      await tx`select app.set_tenant(${tenant.tenantId}::uuid)`;
      return tx`update audit_events set record = null where record is not null`;
    });
    await expect(forged).rejects.toMatchObject({ code: "42501" });
  } finally {
    await app.end();
  }
});
