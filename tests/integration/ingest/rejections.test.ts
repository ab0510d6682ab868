import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { listAudits } from "@/lib/services/activities/list-audits";
import { dismissRejection, dismissRejections } from "@/lib/services/ingest/dismiss-rejections";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { retryRejection, retryRejections } from "@/lib/services/ingest/retry-rejections";
import { showRejections } from "@/lib/services/ingest/show-rejections";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";

let site: TestSite;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  site = await openTestSite();
  other = await site.createTenant();
});
afterAll(() => site.close());
beforeEach(async () => {
  tenant = await site.createTenant();
});

const refuse = (of: TestTenant, ...records: JsonObject[]) =>
  ingestRecords(of.scope, asRecords(records), { source: "http" });
const administrator = () => tenant.asRoles("global-administrator");
const messages = async () => (await showRejections(tenant.scope, {})).rejections.map(({ message }) => message);

async function auditOf(of: TestTenant) {
  const range = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) };
  const { items } = await listAudits(of.scope, range);
  return items.map(({ activity, record }) => [activity, record.additionalDetails]);
}

/** Refused now because it is far in the future; at that time it will be taken. */
const early = (id: string) => graphSignIn({ id, createdDateTime: new Date(Date.now() + 48 * 3_600_000).toISOString() });
const inTwoDays = () => new Date(Date.now() + 48 * 3_600_000);

describe("refused records", () => {
  it("are shown newest first with their reasons and text, by reason, page by page", async () => {
    await refuse(tenant, ...Array.from({ length: 60 }, (_, n) => ({ nonsense: n })), early("e-1"));
    const first = await showRejections(administrator(), {});
    expect(first.rejections).toHaveLength(50);
    expect(first.reasons).toEqual([
      { code: "not_a_sign_in", count: 60 },
      { code: "in_the_future", count: 1 },
    ]);
    const rest = await showRejections(administrator(), { before: first.before! });
    expect(rest.before).toBeNull();
    expect(new Set([...first.rejections, ...rest.rejections].map(({ id }) => id)).size).toBe(61);
    const { rejections } = await showRejections(administrator(), { code: "in_the_future" });
    expect(rejections).toMatchObject([{ source: "http", index: 60, raw: expect.stringContaining('"id":"e-1"') }]);
    await expect(showRejections(administrator(), { before: "x" })).rejects.toThrow(InvalidInputError);
  });

  it("are read again one at a time: what is taken now leaves the list, what is not stays", async () => {
    await refuse(tenant, early("e-2"), { nonsense: true });
    const [nonsense, sooner] = (await showRejections(tenant.scope, {})).rejections;
    const again = await retryRejection(administrator(), nonsense!.id, new Date());
    expect(again).toMatchObject({ retried: 1, rejected: 1, errors: [{ code: "not_a_sign_in" }] });
    expect(await retryRejection(administrator(), sooner!.id, inTwoDays())).toMatchObject({ accepted: 1, rejected: 0 });
    expect(await messages()).toEqual([nonsense!.message]);
    await expect(retryRejection(administrator(), sooner!.id, new Date())).rejects.toThrow(NotFoundError);
    const counts = (stored: string) => [
      { key: "Retried", value: "1" },
      { key: "Stored", value: stored },
    ];
    expect((await auditOf(tenant)).map(([activity]) => activity)).toContain("Retry refused records");
    expect(await auditOf(tenant)).toContainEqual(["Retry refused records", counts("0")]);
  });

  it("are read again all, or all of one reason", async () => {
    await refuse(tenant, early("e-3"), early("e-4"), { nonsense: true });
    const now = inTwoDays();
    const code = "not_a_sign_in";
    expect(await retryRejections(administrator(), { now, code })).toMatchObject({ retried: 1, rejected: 1 });
    expect(await retryRejections(administrator(), { now })).toMatchObject({ retried: 3, accepted: 2, rejected: 1 });
    expect(await messages()).toHaveLength(1);
  });

  it("are dismissed one at a time or all of one reason, but not what came in meanwhile", async () => {
    await refuse(tenant, { a: 1 }, { a: 2 }, early("e-5"));
    const [newest] = (await showRejections(tenant.scope, {})).rejections;
    await dismissRejection(administrator(), newest!.id);
    await expect(dismissRejection(administrator(), newest!.id)).rejects.toThrow(NotFoundError);
    const until = new Date();
    await ingestRecords(tenant.scope, asRecords([{ a: 3 }]), { source: "x", now: new Date(until.getTime() + 1) });
    expect(await dismissRejections(administrator(), { until, code: "in_the_future" })).toBe(0);
    expect(await dismissRejections(administrator(), { until, code: "not_a_sign_in" })).toBe(2);
    expect((await showRejections(tenant.scope, {})).rejections.map(({ source }) => source)).toEqual(["x"]);
    const details = [
      { key: "Dismissed", value: "2" },
      { key: "Reason", value: "Not a sign-in, audit or provisioning record" },
    ];
    expect(await auditOf(tenant)).toEqual([
      ["Dismiss refused records", details],
      ["Dismiss refused records", []],
    ]);
  });

  it("are for administrators only, and another tenant's are not found", async () => {
    await refuse(other, { a: 1 });
    const [foreign] = (await showRejections(other.scope, {})).rejections;
    const reader = tenant.asRoles("global-reader", "security-administrator");
    const now = new Date();
    for (const attempt of [
      () => showRejections(reader, {}),
      () => retryRejection(reader, foreign!.id, now),
      () => retryRejections(reader, { now }),
      () => dismissRejection(reader, foreign!.id),
      () => dismissRejections(reader, { until: now }),
    ]) {
      await expect(attempt()).rejects.toThrow(ForbiddenError);
    }
    await expect(retryRejection(tenant.scope, foreign!.id, now)).rejects.toThrow(NotFoundError);
    await expect(dismissRejection(tenant.scope, foreign!.id)).rejects.toThrow(NotFoundError);
    await expect(dismissRejection(tenant.scope, "no id")).rejects.toThrow(NotFoundError);
    expect(await dismissRejections(tenant.scope, { until: now })).toBe(0);
    expect((await showRejections(other.scope, {})).rejections).toHaveLength(1);
  });
});
