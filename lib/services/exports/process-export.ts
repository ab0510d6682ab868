/**
 * What a worker does with an export, from wherever its row stands: claim it, build the bundle, publish it, send the mail.
 * Each step is committed before the next begins, so a worker killed anywhere leaves a row from which another goes on.
 */
import { v7 as uuidv7 } from "uuid";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type ClaimAnswer, claimExport, oldestQueued } from "@/db/queries/exports/claims";
import { buildExport } from "./build-export";
import { enqueueBuild } from "./enqueue-build";
import { mailExport } from "./mail-export";

export interface ProcessOptions {
  /** Says that the process is about to end. */
  signal?: AbortSignal;
  now?: () => Date;
}

const WHY: Record<NonNullable<Extract<ClaimAnswer, { why: string }>["why"]>, string> = {
  "nothing to do": "There was nothing to do.",
  "others are running": "It waits until another export of its tenant has ended.",
};

/** @returns a sentence on what was done. Failures end on the row; only those that could not be written there are thrown. */
export async function processExport(
  { tenantId, exportId }: { tenantId: string; exportId: string },
  { signal = new AbortController().signal, now = () => new Date() }: ProcessOptions = {},
): Promise<string> {
  const claim = { exportId, token: uuidv7() };
  const answer = await inTenant(appDatabase().db, { tenantId }, (tenant) => claimExport(tenant, claim, now()));
  if (!answer.row) return WHY[answer.why];
  const attempt = { row: answer.row, claim, signal, now };
  if (answer.row.status === "mailing") return mailExport(attempt);
  const built = await buildExport(attempt);
  await enqueueNext(tenantId, now());
  return built.row ? mailExport({ ...attempt, row: built.row }) : built.outcome;
}

/** A place is free: the tenant's next one need not wait for the sweeper. */
async function enqueueNext(tenantId: string, now: Date): Promise<void> {
  const next = await inTenant(appDatabase().db, { tenantId }, (tenant) => oldestQueued(tenant, now));
  if (next) await enqueueBuild(tenantId, next);
}
