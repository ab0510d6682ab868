import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { closeQueues } from "@/jobs/enqueue";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { getExport } from "@/lib/services/exports/list-exports";
import { processExport } from "@/lib/services/exports/process-export";
import { requestExport } from "@/lib/services/exports/request-export";
import { ensureDays } from "@/lib/services/ingest/ensure-days";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import {
  createReader,
  everyLog,
  type MailServer,
  startMailServer,
  type TestStore,
  unzip,
  useLocalStore,
} from "../../helpers/exports";
import { createTestTenant, type TestTenant } from "../../helpers/tenant";

const STORED = 100_001;

let database: TestDatabase;
let mail: MailServer;
let store: TestStore;
let tenant: TestTenant;
let reader: TenantScope;
const now = new Date();
/** One event each second, the newest at this one. */
const newest = new Date(Math.floor(now.getTime() / 1000) * 1000 - 60_000);

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl }));
  mail = await startMailServer();
  vi.stubEnv("SMTP_URL", mail.url);
  store = useLocalStore();
  tenant = await createTestTenant(database.ownerUrl);
  reader = await createReader(tenant.scope, "cap", "security-reader");
  await storeOneASecond();
});

afterAll(async () => {
  store.drop();
  await mail.stop();
  await closeQueues();
  await closeConnections();
  await database.drop();
});

/** Straight into the tables: ingest is not what is looked at here. */
async function storeOneASecond(): Promise<void> {
  const days = [0, 1, 2].map((ago) => new Date(newest.getTime() - ago * DAY_MS).toISOString().slice(0, 10));
  await ensureDays(new Set(days));
  const sql = postgres(database.superuserUrl, { max: 1 });
  const at = sql`${newest}::timestamptz - i * interval '1 second'`;
  await sql`insert into sign_in_details (tenant_id, category, created_at, id, hashes, rest)
    select ${tenant.tenantId}, 1, ${at}, 'event-' || i, '{}', '{}' from generate_series(0, ${STORED - 1}) i`;
  await sql`insert into sign_ins (tenant_id, category, created_at, id, created_ms, status, error_code, batch_id, group_key,
      principal_key, application_key, resource_key)
    select ${tenant.tenantId}, 1, ${at}, 'event-' || i, 0, 1, 0, ${tenant.tenantId}, ${tenant.tenantId}, 'p', 'a', 'r'
    from generate_series(0, ${STORED - 1}) i`;
  await sql`analyze sign_ins, sign_in_details`;
  await sql.end();
}

describe("the cap of 100,000 records", () => {
  it.each([
    [100_000, 100_000, false],
    [100_001, 100_000, true],
  ])("with %i that match lets %i in", { timeout: 240_000 }, async (matching, records, truncated) => {
    const logs = everyLog(now).map((log) => ({
      ...log,
      from: new Date(newest.getTime() - (matching - 1) * 1000).toISOString(),
    }));
    const id = await requestExport(reader, { format: "csv", fileName: "cap", logs }, { now });
    await processExport({ tenantId: tenant.tenantId, exportId: id });
    const { files } = await getExport(reader, id);
    expect(files[0]).toMatchObject({ records, truncated });
    const key = (await store.keys()).find((each) => each.includes(id)) ?? "";
    const [text = ""] = Object.values(unzip(await store.bytes(key)));
    const ids = text
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.split(",", 2)[1]);
    expect(ids).toEqual(Array.from({ length: records }, (_, index) => `event-${index}`));
    expect(/only the newest 100\u202f000 records/.test(mail.mails.at(-1)?.text ?? "")).toBe(truncated);
  });
});
