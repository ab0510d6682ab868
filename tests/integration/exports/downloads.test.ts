import { buffer } from "node:stream/consumers";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { closeQueues } from "@/jobs/enqueue";
import { mintScope } from "@/lib/access/mint-scope";
import { ExpiredError, ForbiddenError, LicenseRequiredError, NotFoundError } from "@/lib/model/errors";
import type { License } from "@/lib/model/licenses";
import { DAY_MS } from "@/lib/model/retention";
import { permissionsOfRoles, type Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { expireExports } from "@/lib/services/exports/expire-exports";
import { getExport } from "@/lib/services/exports/list-exports";
import { offerBundle, openDownload } from "@/lib/services/exports/open-download";
import { processExport } from "@/lib/services/exports/process-export";
import { requestExport } from "@/lib/services/exports/request-export";
import { sweepExports } from "@/lib/services/exports/sweep-exports";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { asRecords, graphSignIn } from "../../helpers/events";
import {
  createReader,
  everyLog,
  type MailServer,
  startMailServer,
  type TestStore,
  useLocalStore,
} from "../../helpers/exports";
import { createTestTenant, type TestTenant } from "../../helpers/tenant";

let database: TestDatabase;
let mail: MailServer;
let store: TestStore;
let tenant: TestTenant;
let asker: TenantScope;
let sql: Sql;
let id: string;
const now = new Date();

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  sql = postgres(database.superuserUrl, { max: 1 });
  setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl }));
  mail = await startMailServer();
  vi.stubEnv("SMTP_URL", mail.url);
  store = useLocalStore();
  tenant = await createTestTenant(database.ownerUrl);
  asker = await createReader(tenant.scope, "sec", "security-reader");
  const records = [graphSignIn({ id: "one", createdDateTime: new Date(now.getTime() - 60_000).toISOString() })];
  await ingestRecords(tenant.scope, asRecords(records), { source: "test" });
  id = await requestExport(asker, { format: "csv", fileName: "Bundle", logs: everyLog(now) }, { now });
  await processExport({ tenantId: tenant.tenantId, exportId: id });
});

afterAll(async () => {
  store.drop();
  await mail.stop();
  await sql.end();
  await closeQueues();
  await closeConnections();
  await database.drop();
});

/** The asker as a session would show them now. */
function askerWith(roles: Role[], license: License = "premium_p2"): TenantScope {
  return mintScope({ ...asker, license, permissions: permissionsOfRoles(roles) });
}

describe("who may download a bundle", () => {
  it("its requester, and another reader who may see everything in it", async () => {
    const admin = await createReader(tenant.scope, "adm", "global-administrator");
    for (const scope of [asker, admin]) {
      expect(await offerBundle(scope, id)).toMatchObject({
        fileName: "Bundle.zip",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    }
  });

  it("nobody of another tenant, for whom it is not there", async () => {
    const other = await createTestTenant(database.ownerUrl);
    const stranger = await createReader(other.scope, "str", "global-administrator");
    await expect(offerBundle(stranger, id)).rejects.toThrow(NotFoundError);
    await expect(getExport(stranger, id)).rejects.toThrow(NotFoundError);
  });

  it("no user without a role, and nobody whose role was taken away since", async () => {
    const user = await createReader(tenant.scope, "usr");
    await expect(offerBundle(user, id)).rejects.toThrow(ForbiddenError);
    await expect(offerBundle(askerWith([]), id)).rejects.toThrow(ForbiddenError);
    await expect(requestExport(user, { format: "csv", fileName: "x", logs: everyLog(now) })).rejects.toThrow(
      ForbiddenError,
    );
  });

  it("nobody who may not see what its requester saw, the requester included", async () => {
    for (const scope of [await createReader(tenant.scope, "rep", "reports-reader"), askerWith(["reports-reader"])]) {
      await expect(offerBundle(scope, id)).rejects.toThrow(new ForbiddenError("policies:read"));
      expect((await getExport(scope, id)).may.download).toBe(false);
    }
  });

  it("nobody under a license that lapsed, or that hides what it shows", async () => {
    await expect(offerBundle(askerWith(["security-reader"], "free"), id)).rejects.toThrow(
      new LicenseRequiredError("signInLogs"),
    );
    await expect(offerBundle(askerWith(["security-reader"], "premium_p1"), id)).rejects.toThrow(
      new LicenseRequiredError("risk"),
    );
    await expect(
      requestExport(askerWith(["security-reader"], "free"), { format: "csv", fileName: "x", logs: everyLog(now) }),
    ).rejects.toThrow(LicenseRequiredError);
  });

  it("nobody once its time is over, whether it has been cleared away or not", async () => {
    const later = new Date(now.getTime() + 7 * DAY_MS + 60_000);
    await expect(offerBundle(asker, id, { now: later })).rejects.toThrow(ExpiredError);
    expect(await getExport(asker, id, { now: later })).toMatchObject({ status: "expired", may: { download: false } });
  });
});

describe("a download", () => {
  const audits = () =>
    sql`select result, result_reason, actor_upn, ip_text, target_id, details from audit_events
      where tenant_id = ${tenant.tenantId} and activity = 'Download export bundle' order by at`;

  async function take(scope: TenantScope, range?: { start: number; end: number }) {
    const bundle = await offerBundle(scope, id);
    return buffer(await openDownload(scope, bundle, range));
  }

  it("is on record with requester, address and bytes once it is complete", async () => {
    const bytes = await take(asker);
    expect(bytes).toEqual(await store.bytes((await store.keys())[0] ?? ""));
    const [entry] = await audits();
    expect(entry).toMatchObject({ result: "success", ip_text: "192.0.2.77", target_id: id });
    expect(entry?.actor_upn).toBe(`sec@${tenant.slug}.example`);
    expect(entry?.details).toContainEqual({ key: "Bytes sent", value: String(bytes.length) });
    expect((await getExport(asker, id)).downloads).toMatchObject([{ userName: "sec Reader", complete: true }]);
  });

  it("that is resumed is one entry, whatever ranges it came in", async () => {
    const reader = await createReader(tenant.scope, "res", "security-reader");
    const { bytes } = await offerBundle(reader, id);
    const tail = await take(reader, { start: 100, end: bytes - 1 });
    expect((await audits()).length).toBe(1);
    const head = await take(reader, { start: 0, end: 149 });
    expect(Buffer.concat([head.subarray(0, 100), tail])).toEqual(await store.bytes((await store.keys())[0] ?? ""));
    const entries = await audits();
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({ result: "success", actor_upn: `res@${tenant.slug}.example` });
  });

  it("that was broken off is entered once nobody goes on with it", async () => {
    const reader = await createReader(tenant.scope, "off", "security-reader");
    const bundle = await offerBundle(reader, id);
    const content = await openDownload(reader, bundle);
    for await (const _ of content) break;
    await sweepExports({ now: new Date(Date.now() + 5 * 60_000) });
    expect((await audits()).length).toBe(2);
    for (let run = 0; run < 2; run++) await sweepExports({ now: new Date(Date.now() + 16 * 60_000) });
    const entries = await audits();
    expect(entries).toHaveLength(3);
    expect(entries[2]).toMatchObject({ result: "failure", result_reason: "The download was broken off." });
  });

  it("stays on the export's row after the bundle has expired and its file has been removed", async () => {
    const later = new Date(Date.now() + 8 * DAY_MS);
    expect(await expireExports({ now: later })).toMatch(/Expired 1 bundles, removed 1 files/);
    expect(await store.files()).toEqual([]);
    const view = await getExport(asker, id);
    expect(view.status).toBe("expired");
    expect(view.downloads).toHaveLength(3);
    expect(await expireExports({ now: later })).toMatch(/Expired 0 bundles, removed 0 files/);
  });
});
