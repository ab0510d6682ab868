/**
 * Keeps who occurs with what: folds committed batches in the order of their numbers, and counts days anew whose sign-ins
 * changed. By the worker, so that ingest does not wait for it.
 */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { batchesAfter, numberBatches } from "@/db/queries/ingest/batches";
import { allowLong, daysOfBatches, foldDay, recountDay } from "@/db/queries/pairs/fold";
import { changedDays, forgetChanges, lockProgress, setProgress } from "@/db/queries/pairs/progress";
import { retryConflicts } from "@/db/retry";
import { inEveryTenant } from "../jobs/in-every-tenant";
import { keepTotals } from "./keep-totals";

/** A step of this size takes some seconds; its transaction holds no rows that ingest or a reader waits for. */
const EVENTS_PER_STEP = 25_000;
const BATCHES_PER_STEP = 500;

interface FoldOptions {
  /** Ends it between two steps; the next run goes on. */
  signal?: AbortSignal;
  eventsPerStep?: number;
}

export interface FoldReport {
  batches: number;
  daysRecounted: number;
}

/**
 * Folds what has arrived in every tenant, and counts what the pages of things with many others say. Running it twice, or at once, changes nothing: one tenant's failure does not
 * keep the others waiting. @returns a sentence on what was done.
 */
export async function foldPairs(options: FoldOptions = {}): Promise<string> {
  const total: FoldReport = { batches: 0, daysRecounted: 0 };
  const failed = await inEveryTenant(options.signal, async (tenant) => {
    const { batches, daysRecounted } = await foldTenant(tenant, options);
    total.batches += batches;
    total.daysRecounted += daysRecounted;
    await keepTotals(tenant, options);
  });
  const done = `Folded ${total.batches} batches and counted ${total.daysRecounted} days anew.`;
  if (failed.length > 0) throw new Error([done, "Not folded:", ...failed].join(" "));
  return done;
}

/** Folds all that has arrived in one tenant, step by step. */
export async function foldTenant(
  { tenantId }: { tenantId: string },
  { signal, eventsPerStep = EVENTS_PER_STEP }: FoldOptions = {},
): Promise<FoldReport> {
  const report: FoldReport = { batches: 0, daysRecounted: 0 };
  const step = (work: (tenant: TenantTransaction) => Promise<number>) =>
    retryConflicts(() => inTenant(appDatabase().db, { tenantId }, work));
  await step(numberBatches);
  while (!signal?.aborted) {
    const folded = await step((tenant) => foldStep(tenant, eventsPerStep));
    report.batches += folded;
    if (folded === 0) break;
  }
  while (!signal?.aborted) {
    const recounted = await step(recountStep);
    report.daysRecounted += recounted;
    if (recounted === 0) break;
  }
  return report;
}

/** @returns how many batches were folded; 0 when there are none, or when somebody else is at it. */
async function foldStep(tenant: TenantTransaction, eventsPerStep: number): Promise<number> {
  const progress = await lockProgress(tenant);
  if (!progress) return 0;
  const batches = await batchesAfter(tenant, progress.throughSeq, { batches: BATCHES_PER_STEP, events: eventsPerStep });
  const last = batches.at(-1);
  if (!last) return 0;
  const batchIds = batches.map(({ batchId }) => batchId);
  for (const day of await daysOfBatches(tenant, batchIds)) await foldDay(tenant, day, batchIds);
  await setProgress(tenant, { throughSeq: last.seq });
  return batches.length;
}

/** @returns how many days were counted anew: one, or none. */
async function recountStep(tenant: TenantTransaction): Promise<number> {
  const progress = await lockProgress(tenant);
  if (!progress) return 0;
  // Noted before the sign-ins are read: what is noted meanwhile stays for the next time.
  const [first] = await changedDays(tenant);
  if (!first) return 0;
  const [day, changeIds] = first;
  await allowLong(tenant);
  await recountDay(tenant, day, progress.throughSeq);
  await forgetChanges(tenant, day, changeIds);
  return 1;
}
