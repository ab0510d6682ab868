/**
 * Brings sign-ins that Signbook itself has seen into their tenants' logs, in batches and after the answer: whoever
 * answers waits for one small row only, and the row is there until the log has the sign-in, whatever dies in between.
 */
import { inTenant, outsideTenants, type TenantTransaction } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { systemScope } from "@/lib/access/system-scope";
import { log } from "@/lib/log";
import { NotFoundError } from "@/lib/model/errors";
import type { RawRecord } from "@/lib/records/raw-record";
import { ingestRecords } from "./ingest-records";

/** Rows of one kind that wait, each with a sign-in as JSON text. */
export interface OutboxRows<Row extends { record: string }> {
  /** Who is named as the sender. */
  sender: string;
  /** What waits, in the plural. */
  what: string;
  read: (tenant: TenantTransaction, limit: number, now: Date) => Promise<Row[]>;
  /** Takes off what is in the log. */
  finish: (tenant: TenantTransaction, rows: readonly Row[]) => Promise<void>;
  /** Tenants in which something waits that was there before an instant. */
  tenantsWaiting: (owner: ReturnType<typeof ownerDatabase>["db"], before: Date) => Promise<string[]>;
}

export interface Outbox {
  /** Brings in what waits in a moment. A failure is logged, and the worker tries again every minute. */
  recordSoon: (tenantId: string) => void;
  /** Brings in everything that waits in one tenant; how many. Running it twice at once counts nothing twice. */
  record: (tenantId: string, now?: Date) => Promise<number>;
  /** Brings in what was left behind in any tenant; a sentence on what was found. */
  sweep: (at: { now: Date }) => Promise<string>;
}

const AT_ONCE = 500;
/** What comes within this time goes into the log together. */
const GATHER_MS = 500;
/** What still waits after this was left by a process that ended. */
const LEFT_BEHIND_MS = 30_000;

export function openOutbox<Row extends { record: string }>(rows: OutboxRows<Row>): Outbox {
  const { sender, what, read, finish, tenantsWaiting } = rows;
  const waiting = new Set<string>();

  async function record(tenantId: string, now = new Date()): Promise<number> {
    const scope = await systemScope(tenantId, sender);
    let recorded = 0;
    for (;;) {
      const found = await inTenant(appDatabase().db, scope, (tenant) => read(tenant, AT_ONCE, now));
      if (found.length > 0) {
        await ingestRecords(scope, recordsOf(found), { source: sender });
        await inTenant(appDatabase().db, scope, (tenant) => finish(tenant, found));
      }
      recorded += found.length;
      if (found.length < AT_ONCE) return recorded;
    }
  }

  async function sweep({ now }: { now: Date }): Promise<string> {
    const before = new Date(now.getTime() - LEFT_BEHIND_MS);
    const tenants = await outsideTenants(() => tenantsWaiting(ownerDatabase().db, before));
    let recorded = 0;
    for (const tenantId of tenants) {
      try {
        recorded += await record(tenantId, now);
      } catch (error) {
        // Removed meanwhile, and its rows with it.
        if (!(error instanceof NotFoundError)) throw error;
      }
    }
    return `Recorded ${recorded} ${what} in ${tenants.length} tenants.`;
  }

  function recordSoon(tenantId: string): void {
    if (waiting.has(tenantId)) return;
    waiting.add(tenantId);
    setTimeout(() => {
      waiting.delete(tenantId);
      record(tenantId).catch((error: unknown) => {
        log.warn({ err: error, tenantId }, `${what} could not be recorded now`);
      });
    }, GATHER_MS).unref();
  }

  return { recordSoon, record, sweep };
}

async function* recordsOf(rows: readonly { record: string }[]): AsyncGenerator<RawRecord> {
  for (const [index, { record: raw }] of rows.entries()) {
    yield { index, raw, rawBytes: Buffer.byteLength(raw), value: JSON.parse(raw) };
  }
}
