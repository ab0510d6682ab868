import { expect, it } from "vitest";
import { DAY_MS } from "@/lib/model/retention";
import { demoProvisioning } from "@/lib/services/demo/demo-provisioning";

const NOW = new Date("2026-03-04T05:06:07Z");
const person = { upn: "ada@acorn.example", displayName: "Ada Berg", objectId: "1" };
const records = demoProvisioning({ tenantId: "t", slug: "acorn", people: [person], now: NOW });
const words = (read: (record: (typeof records)[number]["record"]) => unknown) =>
  new Set(records.map(({ record }) => read(record)));

it("the demo's provisioning records show every action, every result, every step and several systems", () => {
  expect([...words((record) => record.provisioningAction)].sort()).toEqual([
    "create",
    "delete",
    "disable",
    "other",
    "update",
  ]);
  const results = words((record) => (record.provisioningStatusInfo as { status: string }).status);
  expect([...results].sort()).toEqual(["failure", "skipped", "success", "warning"]);
  const steps = records.flatMap(
    ({ record }) => record.provisioningSteps as { provisioningStepType: string; status: string }[],
  );
  expect(new Set(steps.map((step) => step.provisioningStepType)).size).toBe(6);
  expect(words((record) => (record.targetSystem as { displayName: string }).displayName).size).toBe(4);
  expect(words((record) => (record.sourceSystem as { displayName: string }).displayName).size).toBe(2);
});

it("the demo's provisioning records lie in the last month, are the same for the same moment, and each is its own", () => {
  expect(demoProvisioning({ tenantId: "t", slug: "acorn", people: [person], now: NOW })).toEqual(records);
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  for (const { createdAt } of records) {
    expect(createdAt.getTime()).toBeLessThan(NOW.getTime());
    expect(createdAt.getTime()).toBeGreaterThan(NOW.getTime() - 30 * DAY_MS);
  }
});
