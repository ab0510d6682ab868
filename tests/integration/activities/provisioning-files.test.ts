import { parse } from "csv-parse/sync";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import type { ActivityFileFormat, ProvisioningPart } from "@/lib/model/activity-files";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import { downloadProvisioning } from "@/lib/services/activities/download-provisioning";
import { demoProvisioning } from "@/lib/services/demo/demo-provisioning";
import { activityArrivalOf, storeActivities } from "@/lib/services/ingest/store-activities";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date();
const RANGE = { from: new Date(NOW.getTime() - 30 * 86_400_000), to: NOW };
const people = [{ upn: "ada@acorn.example", displayName: "=Ada, “Berg”", objectId: "1" }];

let database: TestDatabase;
let owner: Sql;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1 });
  connectTo({ appUrl: database.appUrl }, { max: 2 });
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

beforeEach(async () => {
  tenant = await createTestTenant(database.ownerUrl);
});

async function store(): Promise<ReturnType<typeof demoProvisioning>> {
  const records = demoProvisioning({ tenantId: tenant.tenantId, slug: tenant.slug, people, now: NOW });
  await storeActivities(tenant.scope, records.map(activityArrivalOf), NOW);
  return records;
}

async function download(
  format: ActivityFileFormat,
  part: ProvisioningPart,
  more: { filters?: object; cap?: number } = {},
) {
  const { filters = {}, ...options } = more;
  const { fileName, text } = await downloadProvisioning(
    tenant.scope,
    { ...RANGE, filters },
    { format, part, now: NOW, ...options },
  );
  let content = "";
  for await (const piece of text) content += piece;
  return { fileName, content };
}

describe("the provisioning log as files", () => {
  it("holds every record, every step and every changed property, as CSV and as JSON", async () => {
    const stored = await store();
    const steps = stored.flatMap(({ record }) => record.provisioningSteps as unknown[]);
    const changes = stored.flatMap(({ record }) => record.modifiedProperties as unknown[]);
    for (const [part, lines] of [
      ["logs", stored.length],
      ["steps", steps.length],
      ["modified", changes.length],
    ] as const) {
      const csv = await download("csv", part);
      expect(csv.fileName).toMatch(/^ProvisioningLogs(_\w+)?_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/);
      const rows = parse(csv.content, { columns: true }) as Record<string, string>[];
      expect({ part, lines: rows.length }).toEqual({ part, lines });
      const json = JSON.parse((await download("json", part)).content) as Record<string, unknown>[];
      expect(json.map(({ id }) => id)).toHaveLength(stored.length);
    }
    const [first] = parse((await download("csv", "logs")).content, { columns: true }) as Record<string, string>[];
    expect(first).toMatchObject({ "Source system": "Workday", Action: "create", Status: "success" });
    expect((await download("csv", "logs")).content).toContain(`"'=Ada, “Berg”"`);
    const told = JSON.parse((await download("json", "logs")).content) as object[];
    expect(told.every((record) => !("provisioningSteps" in record) && "provisioningStatusInfo" in record)).toBe(true);
  });

  it("holds what matches the filters, the newest up to the cap, and is whole when nothing does", async () => {
    await store();
    const failed = JSON.parse(
      (await download("json", "logs", { filters: { status: ["failure"] } })).content,
    ) as object[];
    expect(failed.length).toBeGreaterThan(5);
    expect(JSON.parse((await download("json", "logs", { cap: 7 })).content)).toHaveLength(7);
    const none = { filters: { status: ["nothing"] } };
    expect((await download("json", "steps", none)).content).toBe("[]\n");
    expect((await download("csv", "steps", none)).content.trim().split("\n")).toHaveLength(1);
  });

  it("enters the audit log, and is refused without the role or the license; another tenant's is not in it", async () => {
    await store();
    await download("csv", "modified");
    const audits = await owner`select activity, target_id from audit_events where tenant_id = ${tenant.tenantId}`;
    expect(audits).toMatchObject([{ activity: "Download provisioning log" }]);
    const options = { format: "csv", part: "logs", now: NOW } as const;
    await expect(downloadProvisioning(tenant.asRoles(), RANGE, options)).rejects.toBeInstanceOf(ForbiddenError);
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    await expect(downloadProvisioning(free.scope, RANGE, options)).rejects.toBeInstanceOf(LicenseRequiredError);
    tenant = await createTestTenant(database.ownerUrl);
    expect((await download("json", "logs")).content).toBe("[]\n");
  });
});
