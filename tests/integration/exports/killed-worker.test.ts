import { statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { closeQueues } from "@/jobs/enqueue";
import type { TenantScope } from "@/lib/model/scope";
import { getExport } from "@/lib/services/exports/list-exports";
import { requestExport } from "@/lib/services/exports/request-export";
import { sweepExports } from "@/lib/services/exports/sweep-exports";
import { generateForTenant } from "@/lib/services/generate/generate-for-tenant";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { createReader, everyLog, startMailServer, type TestStore, unzip, useLocalStore } from "../../helpers/exports";
import { startRedis, type TestRedis } from "../../helpers/redis";
import { createTestTenant, type TestTenant } from "../../helpers/tenant";
import { killWorker, startWorker } from "../../helpers/worker";

const EVENTS = 6_000;
/** Where a worker is killed. What it leaves on disk and in the post is the same whatever the queue. */
const MOMENTS = [
  "it has the export",
  "the file is there",
  "the first bytes are written",
  "a little more is",
  "a quarter is",
  "half is",
  "most is",
  "offered",
  "sent",
  "taken",
] as const;
type Moment = (typeof MOMENTS)[number];

let database: TestDatabase;
let redis: TestRedis;
let store: TestStore;
let tenant: TestTenant;
let asker: TenantScope;
const now = new Date();

beforeAll(async () => {
  database = await createTestDatabase();
  redis = await startRedis();
  connectTo(database);
  store = useLocalStore();
  tenant = await createTestTenant(database.ownerUrl);
  asker = await createReader(tenant.scope, "ask", "security-reader");
  const people = { tenantDomain: "killed.example" };
  await generateForTenant(tenant.scope, { events: EVENTS, days: 5, seed: "killed", now, ...people });
}, 240_000);

afterAll(async () => {
  store.drop();
  await closeConnections();
  await redis?.stop();
  await database.drop();
});

/** Looking takes time from what is looked at: as often as every few milliseconds only for what is soon over. */
async function until(condition: () => boolean | Promise<boolean>, everyMs: number): Promise<void> {
  while (!(await condition())) await sleep(everyMs);
}

/** How much of the bundle is on disk, apart from what earlier attempts left. */
async function bytesWritten(id: string, leftovers: readonly string[]): Promise<number> {
  const sizes = (await store.files())
    .filter(({ key, unfinished }) => key.includes(id) && unfinished !== undefined && !leftovers.includes(key))
    .map(({ key }) => statSync(path.join(store.folder, "bundles", key), { throwIfNoEntry: false })?.size ?? 0);
  return Math.max(-1, ...sizes);
}

describe.each<[kind: "postgresql" | "redis", moments: readonly Moment[]]>([
  ["postgresql", MOMENTS],
  // The job just begun, in the midst of it, and all done but for telling the queue.
  ["redis", ["it has the export", "half is", "taken"]],
])("a worker killed again and again, with the queue in %s", (kind, moments) => {
  it("leaves one bundle, mails of one id, and no other file", { timeout: 400_000 }, async () => {
    const queue: Record<string, string> = kind === "redis" ? { REDIS_URL: redis.url } : {};
    setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl, ...queue }));
    const mail = await startMailServer();
    const id = await requestExport(asker, { format: "csv", fileName: "Killed", logs: everyLog(now) }, { now });
    const view = () => getExport(asker, id);
    let leftovers: string[] = [];
    const hasIt = () => until(async () => (await view()).status === "running", 15);
    const isAt = (bytes: number) => async () => {
      await hasIt();
      await until(async () => (await bytesWritten(id, leftovers)) >= bytes, 3);
    };
    const start = () =>
      startWorker({ ...database, settings: { DATA_DIR: store.folder, SMTP_URL: mail.url, ...queue } });
    const mailIs = (moment: string) => () => until(() => (mail.moments as string[]).includes(moment), 3);
    const reach: Record<Moment, () => Promise<void>> = {
      "it has the export": hasIt,
      "the file is there": isAt(0),
      "the first bytes are written": isAt(1),
      "a little more is": isAt(20_000),
      "a quarter is": isAt(80_000),
      "half is": isAt(160_000),
      "most is": isAt(250_000),
      // The mail server waits there, so that it is just this moment.
      offered: mailIs("offered"),
      sent: mailIs("sent"),
      taken: mailIs("taken"),
    };
    const reached: string[] = [];
    for (const moment of moments) {
      mail.moments.splice(0);
      mail.hold(moment);
      leftovers = await store.keys();
      const worker = start();
      await reach[moment]();
      await killWorker(worker);
      mail.release();
      reached.push(moment);
      // A minute later nobody has heard of it.
      await sweepExports({ now: new Date(Date.now() + 61_000) });
    }
    const worker = start();
    await until(async () => (await view()).status === "ready", 50);
    await killWorker(worker);

    expect(reached).toEqual(moments);
    const keys = (await store.files()).filter(({ key }) => key.includes(id));
    expect(keys).toHaveLength(1);
    expect(keys[0]?.unfinished).toBeUndefined();
    const files = unzip(await store.bytes(keys[0]?.key ?? ""));
    expect(Object.keys(files)).toHaveLength(6);
    const { files: told } = await view();
    for (const { name, records } of told) expect((files[name] ?? "").split("\r\n").length - 2).toBe(records);
    expect(new Set(mail.messageIds())).toEqual(new Set([`<export-${id}@localhost>`]));
    await closeQueues();
    await mail.stop();
  });
});
