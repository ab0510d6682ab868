/**
 * Brings answers of the token endpoint into their tenants' logs, in batches and after the answer: the endpoint waits for
 * one small row only, and the row is there until the log has the sign-in, whatever dies in between.
 */
import { inTenant, outsideTenants } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { finishTokenGrants, readTokenGrants, tenantsWithGrants } from "@/db/queries/token-grants";
import { systemScope } from "@/lib/access/system-scope";
import { log } from "@/lib/log";
import { NotFoundError } from "@/lib/model/errors";
import type { RawRecord } from "@/lib/records/raw-record";
import { ingestRecords } from "../ingest/ingest-records";

const ACTOR = "token-endpoint";
const AT_ONCE = 500;
/** Answers given within this time go into the log together. */
const GATHER_MS = 500;
/** What still waits after this was left by a process that ended. */
const LEFT_BEHIND_MS = 30_000;

const waiting = new Set<string>();

/** Brings the tenant's answers into the log in a moment. A failure is logged, and the worker tries again every minute. */
export function recordGrantsSoon(tenantId: string): void {
  if (waiting.has(tenantId)) return;
  waiting.add(tenantId);
  setTimeout(() => {
    waiting.delete(tenantId);
    recordGrants(tenantId).catch((error: unknown) => {
      log.warn({ err: error, tenantId }, "sign-ins of API clients could not be recorded now");
    });
  }, GATHER_MS).unref();
}

/** Brings everything that waits in one tenant into its log; how many. Running it twice at once counts nothing twice. */
export async function recordGrants(tenantId: string): Promise<number> {
  const scope = await systemScope(tenantId, ACTOR);
  let recorded = 0;
  for (;;) {
    const grants = await inTenant(appDatabase().db, scope, (tenant) => readTokenGrants(tenant, AT_ONCE));
    if (grants.length > 0) {
      await ingestRecords(scope, recordsOf(grants), { source: ACTOR });
      await inTenant(appDatabase().db, scope, (tenant) => finishTokenGrants(tenant, grants));
    }
    recorded += grants.length;
    if (grants.length < AT_ONCE) return recorded;
  }
}

async function* recordsOf(grants: readonly { record: string }[]): AsyncGenerator<RawRecord> {
  for (const [index, { record: raw }] of grants.entries()) {
    yield { index, raw, rawBytes: Buffer.byteLength(raw), value: JSON.parse(raw) };
  }
}

/** Brings in what was left behind in any tenant; a sentence on what was found. */
export async function sweepGrants({ now }: { now: Date }): Promise<string> {
  const before = new Date(now.getTime() - LEFT_BEHIND_MS);
  const tenants = await outsideTenants(() => tenantsWithGrants(ownerDatabase().db, before));
  let recorded = 0;
  for (const tenantId of tenants) {
    try {
      recorded += await recordGrants(tenantId);
    } catch (error) {
      // Removed meanwhile, and its rows with it.
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
  return `Recorded ${recorded} sign-ins of API clients in ${tenants.length} tenants.`;
}
