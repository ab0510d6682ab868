import { inTenant, outsideTenants } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { selectPartitions } from "@/db/partitions";
import { pruneRuns } from "@/db/queries/job-runs";
import { selectTenants, type TenantRow } from "@/db/queries/tenants";
import { systemScope } from "@/lib/access/system-scope";
import { NotFoundError, UnavailableError } from "@/lib/model/errors";
import { daysBefore, KEPT_DAYS, longestCutoff, purgeCutoff } from "@/lib/model/retention";
import { recordAudit } from "../audit/record-audit";
import { dropDays } from "./drop-days";
import { purgeTenant } from "./purge-tenant";
import { type RetentionFailure, type RetentionOptions, RetentionRun } from "./retention-run";

const ACTOR = "apply-retention";
/** Of each job; some run every minute. */
const KEPT_RUNS = 1000;
/** What of a removal stands in the tenant's own audit log, by table. */
const AUDITED: Readonly<Record<string, string>> = {
  sign_ins: "Sign-ins",
  sign_in_marks: "Marks on sign-ins",
  audit_events: "Audit records",
  provisioning_events: "Provisioning records",
  ingest_rejections: "Refused records",
};

export interface RetentionReport {
  /** The instant that was taken for now. */
  now: Date;
  /** First UTC days of the partitions that were dropped. */
  droppedDays: readonly string[];
  /** Rows removed, by table; those of dropped days are counted among the sign-ins. */
  removed: Readonly<Record<string, number>>;
  /** What could not be removed, and why; the rest was. */
  failed: readonly RetentionFailure[];
  /** True when it was told to stop: the next run goes on where it ended. */
  interrupted: boolean;
  elapsedMs: number;
}

/**
 * Removes everything that has outlived its retention: whole days that nobody keeps any more by dropping them, the rest
 * of tenants that keep less in small batches, and what goes by its own time. One failure does not keep the others from
 * being removed. Running it again does nothing. Needs the owner's connection, and nobody else doing the same.
 * @throws UnavailableError when the database is away; what was removed until then stays removed.
 */
export async function applyRetention(options: RetentionOptions): Promise<RetentionReport> {
  const startedAt = performance.now();
  const { now } = options;
  const run = new RetentionRun(options);
  await attempt(run, "whole days", () => dropDays(run));
  const tenants = await outsideTenants(() => selectTenants(ownerDatabase().db));
  const partitions = await outsideTenants(() => selectPartitions(ownerDatabase().db));
  const days = { partitions, longestCutoff: longestCutoff(tenants, now) };
  for (const tenant of tenants) {
    if (!run.stopped) await attempt(run, tenant.tenantId, () => purgeTenant(run, tenant, days));
    await attempt(run, tenant.tenantId, () => tellTenant(run, tenant));
  }
  if (!run.stopped) await attempt(run, "job_runs", () => purgeRuns(run));
  const { droppedDays, failed } = run;
  const elapsedMs = Math.round(performance.now() - startedAt);
  return { now, droppedDays, removed: run.removed(), failed, interrupted: run.stopped, elapsedMs };
}

async function attempt(run: RetentionRun, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UnavailableError) throw error;
    run.fail(what, error);
  }
}

/** Whoever reads the tenant's audit log can see what is gone, and that nobody took it. */
async function tellTenant(run: RetentionRun, tenant: TenantRow): Promise<void> {
  const removed = run.removed(tenant.tenantId);
  const details = Object.entries(AUDITED).flatMap(([table, key]) =>
    removed[table] ? [{ key, value: String(removed[table]) }] : [],
  );
  if (details.length === 0) return;
  const { tenantId } = tenant;
  const scope = await systemScope(tenantId, ACTOR).catch(ignoreMissing);
  if (!scope) return;
  const keptFrom = { key: "Kept from", value: purgeCutoff(tenant, run.now).toISOString() };
  await inTenant(appDatabase().db, scope, (inside) =>
    recordAudit(inside, scope, {
      ...{ activity: "Delete records past retention", category: "Other" },
      ...{ target: { type: "Tenant", id: tenantId, name: scope.tenantName }, details: [...details, keptFrom] },
    }),
  );
}

/** It was deleted meanwhile, with all it held. */
function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error;
}

async function purgeRuns(run: RetentionRun): Promise<void> {
  const before = daysBefore(KEPT_DAYS.jobRuns, run.now);
  run.count("", "job_runs", await outsideTenants(() => pruneRuns(ownerDatabase().db, before, KEPT_RUNS)));
}
