import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { claimExport, updateClaimed } from "@/db/queries/exports/claims";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { buildExportJob } from "@/jobs/contracts/build-export";
import { closeQueues, queueOf } from "@/jobs/enqueue";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { cancelExport, retryExport } from "@/lib/services/exports/change-export";
import { expireExports } from "@/lib/services/exports/expire-exports";
import { getExport, listExports } from "@/lib/services/exports/list-exports";
import { processExport } from "@/lib/services/exports/process-export";
import { requestExport } from "@/lib/services/exports/request-export";
import { sweepExports } from "@/lib/services/exports/sweep-exports";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
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
let sql: Sql;
let tenant: TestTenant;
let asker: TenantScope;
const now = new Date();
const later = (seconds: number) => new Date(Date.now() + seconds * 1000);

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  sql = postgres(database.superuserUrl, { max: 1 });
  setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl }));
  mail = await startMailServer();
  vi.stubEnv("SMTP_URL", mail.url);
  store = useLocalStore();
});

beforeEach(async () => {
  tenant = await createTestTenant(database.ownerUrl);
  asker = await createReader(tenant.scope, "ask", "security-reader");
  await queueOf(buildExportJob).obliterate({ force: true });
  mail.mails.splice(0);
});

afterAll(async () => {
  store.drop();
  await mail.stop();
  await sql.end();
  await closeQueues();
  await closeConnections();
  await database.drop();
});

function ask(scope = asker, changes: object = {}): Promise<string> {
  return requestExport(scope, { format: "csv", fileName: "Evidence", logs: everyLog(now), ...changes }, { now });
}

const process = (exportId: string, at?: Date) =>
  processExport({ tenantId: tenant.tenantId, exportId }, at ? { now: () => at } : {});
const queued = async () =>
  (await queueOf(buildExportJob).getJobs(["waiting", "prioritized"])).map((job) => job.data.exportId);
const claim = (exportId: string, token = uuidv7()) =>
  inTenant(appDatabase().db, tenant, (own) => claimExport(own, { exportId, token }, new Date()));

describe("asking", () => {
  it("names what cannot be used: format, file name, filters, a log that is missing", async () => {
    const failing = (changes: object) => expect(ask(asker, changes)).rejects;
    await failing({ format: "xlsx" }).toThrow(/csv or json/);
    for (const fileName of ["../../etc/passwd", "a/b", "", ".hidden", "x".repeat(81), 'a"b', "a\r\nb", "..", "häh"]) {
      await failing({ fileName }).toThrow(InvalidInputError);
    }
    await failing({ logs: everyLog(now, "errorCode=abc") }).toThrow(/not a whole number/);
    await failing({ logs: everyLog(now).slice(1) }).toThrow(/Interactive log is missing/);
  });

  it("is on record, and enters the queue at once", async () => {
    const id = await ask();
    expect(await queued()).toEqual([id]);
    const [entry] = await sql`select activity, actor_name from audit_events where target_id = ${id}`;
    expect(entry).toEqual({ activity: "Request export bundle", actor_name: "ask Reader" });
  });

  it("loses nothing when the queue was away: the sweeper puts it there", async () => {
    const id = await ask();
    await queueOf(buildExportJob).obliterate({ force: true });
    await sweepExports({ now: later(30) });
    expect(await queued()).not.toContain(id);
    await sweepExports({ now: later(61) });
    expect(await queued()).toContain(id);
  });
});

describe("building", () => {
  it("at most two of a tenant run at a time, and the next begins when one ends", async () => {
    const [first = "", second = "", third = ""] = [await ask(), await ask(), await ask()];
    await claim(second);
    await claim(third);
    expect(await process(first)).toMatch(/waits until another/);
    const other = await createTestTenant(database.ownerUrl);
    const stranger = await createReader(other.scope, "oth", "security-reader");
    const theirs = await requestExport(stranger, { format: "csv", fileName: "x", logs: everyLog(now) }, { now });
    expect(await processExport({ tenantId: other.tenantId, exportId: theirs })).toMatch(/ready/);
    await cancelExport(asker, second);
    expect(await process(first)).toMatch(/ready/);
  });

  it("under many claims at once still gives no more than two", async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => ask()));
    const answers = await Promise.all(ids.map((id) => claim(id)));
    expect(answers.filter(({ row }) => row)).toHaveLength(2);
  });

  it("twice gives one bundle and one mail", async () => {
    const id = await ask();
    const outcomes = await Promise.all([process(id), process(id), process(id)]);
    expect(outcomes.filter((outcome) => /has been sent/.test(outcome))).toHaveLength(1);
    expect(await process(id)).toMatch(/nothing to do/);
    expect((await store.keys()).filter((key) => key.includes(id))).toHaveLength(1);
    expect(mail.messageIds()).toEqual([`<export-${id}@localhost>`]);
  });

  it("is taken over from a worker that is not heard of, which then changes nothing any more", async () => {
    const id = await ask();
    const token = uuidv7();
    await claim(id, token);
    expect(await process(id)).toMatch(/nothing to do/);
    await sweepExports({ now: later(61) });
    expect(await process(id)).toMatch(/ready/);
    const changed = await inTenant(appDatabase().db, tenant, (own) =>
      updateClaimed(own, { exportId: id, token }, { status: "failed" }),
    );
    expect(changed).toBe(false);
    expect((await getExport(asker, id)).status).toBe("ready");
  });

  it("is handed back when the process is about to end", async () => {
    const id = await ask();
    await queueOf(buildExportJob).obliterate({ force: true });
    const outcome = await processExport({ tenantId: tenant.tenantId, exportId: id }, { signal: AbortSignal.abort() });
    expect(outcome).toMatch(/Handed back/);
    expect((await getExport(asker, id)).status).toBe("queued");
    expect(await queued()).toContain(id);
    expect((await store.keys()).filter((key) => key.includes(id))).toEqual([]);
  });

  it("fails with the reason when the requester lost the role or the license lapsed, and can be tried again", async () => {
    const id = await ask();
    await sql`delete from user_roles where tenant_id = ${tenant.tenantId}`;
    await process(id);
    expect(await getExport(asker, id)).toMatchObject({
      status: "failed",
      failure: expect.stringMatching(/no longer has a role/),
    });
    await sql`insert into user_roles select tenant_id, user_id, 'security-reader', now() from users where tenant_id = ${tenant.tenantId}`;
    await sql`update tenants set license = 'free' where tenant_id = ${tenant.tenantId}`;
    await retryExport(asker, id);
    await process(id);
    expect((await getExport(asker, id)).failure).toMatch(/license no longer includes/);
    await sql`update tenants set license = 'premium_p2' where tenant_id = ${tenant.tenantId}`;
    await retryExport(asker, id);
    expect(await process(id)).toMatch(/ready/);
  });

  it("that meets a fault is tried again, three times in all", async () => {
    const id = await ask();
    await sql`update exports set logs = '[{"category": "nonsense"}]' where export_id = ${id}`;
    const fault = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await process(id)).toMatch(/will be tried again/);
    expect(await process(id)).toMatch(/nothing to do/);
    expect(await process(id, later(20))).toMatch(/will be tried again/);
    expect(await process(id, later(200))).toMatch(/^Failed: Something failed/);
    expect((await getExport(asker, id)).status).toBe("failed");
    fault.mockRestore();
  });

  it("is cancelled by its requester or an administrator, by nobody else, and only before it has ended", async () => {
    const id = await ask();
    const colleague = await createReader(tenant.scope, "col", "global-reader");
    await expect(cancelExport(colleague, id)).rejects.toThrow(ForbiddenError);
    const other = await createTestTenant(database.ownerUrl);
    const stranger = await createReader(other.scope, "str", "global-administrator");
    await expect(cancelExport(stranger, id)).rejects.toThrow(NotFoundError);
    await cancelExport(await createReader(tenant.scope, "adm", "global-administrator"), id);
    expect(await process(id)).toMatch(/nothing to do/);
    await expect(cancelExport(asker, id)).rejects.toThrow(ConflictError);
    await retryExport(asker, id);
    expect(await process(id)).toMatch(/ready/);
    await expect(retryExport(asker, id)).rejects.toThrow(ConflictError);
    expect((await listExports(asker)).exports.map((view) => view.id)).toEqual([id]);
  });
});

describe("the mail", () => {
  it("waits while the server does not take it, and is not lost; the bundle can be had meanwhile", async () => {
    const id = await ask();
    mail.refusals.push([451, "try later"]);
    expect(await process(id)).toMatch(/will be tried again/);
    expect(await getExport(asker, id)).toMatchObject({ status: "mailing", may: { download: true }, mailedAt: null });
    await queueOf(buildExportJob).obliterate({ force: true });
    await sweepExports({ now: later(20) });
    expect(await queued()).not.toContain(id);
    await sweepExports({ now: later(40) });
    expect(await queued()).toContain(id);
    expect(await process(id, later(40))).toMatch(/has been sent/);
    expect(mail.messageIds()).toEqual([`<export-${id}@localhost>`]);
  });

  it("is given up when the server will never take it, and the page says so", async () => {
    const id = await ask();
    mail.refusals.push([550, "no such mailbox"]);
    await process(id);
    expect(await getExport(asker, id)).toMatchObject({
      status: "ready",
      mailedAt: null,
      mailFailure: expect.stringMatching(/no such mailbox/),
    });
  });
});

describe("cleaning up", () => {
  it("removes files that no export holds, and leaves those being made", async () => {
    const id = await ask();
    const token = uuidv7();
    await claim(id, token);
    const folder = path.join(store.folder, "bundles", tenant.tenantId, id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${token}.zip.x.part`), "being made");
    writeFileSync(path.join(folder, `${uuidv7()}.zip`), "of an attempt that died");
    const gone = path.join(store.folder, "bundles", uuidv7(), uuidv7());
    mkdirSync(gone, { recursive: true });
    writeFileSync(path.join(gone, `${uuidv7()}.zip`), "of a tenant that is gone");
    await expireExports({ now: new Date() });
    const left = (await store.files()).filter(({ key }) => key.includes(id) || key.startsWith(path.basename(gone)));
    expect(left.map(({ key }) => path.basename(key))).toEqual([`${token}.zip.x.part`]);
  });
});
