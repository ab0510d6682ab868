/** What the pages of the activity logs have around their rows: counts, choices, and the audit log as a file. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { downloadAudits } from "@/lib/services/activities/download-audits";
import { listAudits } from "@/lib/services/activities/list-audits";
import { surveyAudits } from "@/lib/services/activities/survey-audits";
import { surveyProvisioning } from "@/lib/services/activities/survey-provisioning";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { asRecords } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";

const NOW = new Date();
const range = { from: new Date(NOW.getTime() - 7 * DAY_MS), to: new Date(NOW.getTime() + DAY_MS) };
const ago = (ms: number) => new Date(NOW.getTime() - ms).toISOString();
let site: TestSite;
let tenant: TestTenant;
let other: TestTenant;
let free: TestTenant;

const audit = (id: string, fields: JsonObject = {}): JsonObject => ({
  ...{ id, activityDateTime: ago(HOUR_MS), activityDisplayName: "Update user", category: "UserManagement" },
  ...{ loggedByService: "Core Directory", result: "success" },
  ...fields,
});

async function wholeOf(parts: AsyncIterable<string>): Promise<string> {
  let whole = "";
  for await (const part of parts) whole += part;
  return whole;
}

beforeAll(async () => {
  site = await openTestSite();
  [tenant, other, free] = await Promise.all([site.createTenant(), site.createTenant(), site.createTenant("free")]);
  const records = [
    ...Array.from({ length: 1005 }, (_, index) => audit(`many-${index}`, { activityDateTime: ago(index * 1000) })),
    audit("policy", { category: "Policy", loggedByService: "Conditional Access", activityDateTime: ago(2 * HOUR_MS) }),
    {
      ...{ id: "p-1", activityDateTime: ago(HOUR_MS), provisioningAction: "create", jobId: "j" },
      ...{ provisioningSteps: [], sourceSystem: { id: "s" }, targetSystem: { id: "t", displayName: "Teapot" } },
      ...{ servicePrincipal: { id: "sp", displayName: "Kettle" }, sourceIdentity: { id: "u" } },
    },
  ];
  const { accepted } = await ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
  expect(accepted).toBe(records.length);
});
afterAll(() => site.close());

it("counts what matches, and offers the values that are there in the tenant", async () => {
  const all = await surveyAudits(tenant.scope, range, { now: NOW });
  expect(all).toEqual({
    count: { n: 1006, complete: true },
    choices: { service: ["Conditional Access", "Core Directory"], category: ["Policy", "UserManagement"] },
  });
  const filters = { category: ["Policy"] };
  expect((await surveyAudits(tenant.scope, { ...range, filters }, { now: NOW })).count.n).toBe(1);
  expect(await surveyAudits(other.scope, range, { now: NOW })).toEqual({
    count: { n: 0, complete: true },
    choices: {},
  });
  expect(await surveyProvisioning(tenant.scope, range, { now: NOW })).toEqual({
    count: { n: 1, complete: true },
    choices: { sourceSystem: ["s"], targetSystem: ["Teapot"], application: ["Kettle"] },
  });
  expect((await surveyProvisioning(other.scope, range, { now: NOW })).count.n).toBe(0);
});

it("downloads every match once, newest first, up to the cap, and says so in the log before the first line", async () => {
  const { text } = await downloadAudits(tenant.scope, range, { format: "json", now: NOW });
  const idsOf = (json: string) => (JSON.parse(json) as JsonObject[]).map(({ id }) => String(id));
  const filters = { activity: { text: "download audit log", how: "equals" as const } };
  const logged = await listAudits(tenant.scope, { ...range, filters }, { now: NOW });
  expect(logged.items.map(({ target }) => target.name ?? target.id)).toEqual([
    expect.stringMatching(/^AuditLogs_.*\.json$/),
  ]);
  const ids = idsOf(await wholeOf(text));
  expect(ids.filter((id) => id.startsWith("many-"))).toEqual(Array.from({ length: 1005 }, (_, n) => `many-${n}`));
  expect(ids.at(-1)).toBe("policy");
  const capped = await downloadAudits(tenant.scope, range, { format: "csv", now: NOW, cap: 1001 });
  expect((await wholeOf(capped.text)).trimEnd().split("\r\n")).toHaveLength(1 + 1001);
  const none = await downloadAudits(other.scope, { ...range, filters: { id: "x" } }, { format: "json", now: NOW });
  expect(idsOf(await wholeOf(none.text))).toEqual([]);
});

it("refuses without a role, and the provisioning log without a license", async () => {
  for (const refused of [
    () => surveyAudits(tenant.asRoles(), range),
    () => surveyProvisioning(tenant.asRoles(), range),
    () => downloadAudits(tenant.asRoles(), range, { format: "csv" }),
  ]) {
    await expect(refused()).rejects.toThrow(ForbiddenError);
  }
  await expect(surveyProvisioning(free.scope, range)).rejects.toThrow(LicenseRequiredError);
  expect((await surveyAudits(free.scope, range, { now: NOW })).count.n).toBe(0);
});
