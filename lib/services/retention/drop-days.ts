/** Removing whole days that no tenant keeps any more. */
import { inTenant, outsideTenants } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { detachPartition, dropLeavingDay, type LeavingDay, selectLeavingDays } from "@/db/partition-removal";
import { type Partition, selectPartitions } from "@/db/partitions";
import { countInDays, ROLLUPS, removeRollupBatch } from "@/db/queries/retention/remove-rollups";
import { selectTenants } from "@/db/queries/tenants";
import { retryConflicts } from "@/db/retry";
import { longestCutoff } from "@/lib/model/retention";
import type { RetentionRun } from "./retention-run";

/** A reader that takes longer than all attempts together is waited for at the next run. */
const ATTEMPTS = 5;
const ATTEMPT_EVERY_MS = 1000;

/**
 * Drops every partition whose end is past the longest retention in force, oldest first, and what the roll-ups hold of
 * it. A day that a run before this one left half way is finished first. Needs the owner's connection.
 */
export async function dropDays(run: RetentionRun): Promise<void> {
  const owner = ownerDatabase().db;
  await outsideTenants(async () => {
    for (const day of await selectLeavingDays(owner)) await finish(run, day);
    const cutoff = longestCutoff(await selectTenants(owner), run.now);
    for (const partition of (await selectPartitions(owner)).filter(({ to }) => to <= cutoff)) {
      if (run.stopped || !(await detach(run, partition))) return;
      for (const day of await selectLeavingDays(owner)) await finish(run, day);
    }
  });
}

/** @returns false when there is no use in trying the next one. */
async function detach(run: RetentionRun, partition: Partition): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await detachPartition(
      ownerDatabase().db,
      partition,
      (terms) => partition.to <= longestCutoff(terms, run.now),
    );
    if (outcome === "detached") return true;
    if (outcome === "still needed" || run.stopped) return false;
    if (attempt >= ATTEMPTS) break;
    await run.pause(ATTEMPT_EVERY_MS);
  }
  run.fail(partition.name, new Error(`It was read or written at each of ${ATTEMPTS} attempts to remove it.`));
  return false;
}

async function finish(run: RetentionRun, day: LeavingDay): Promise<void> {
  const owner = ownerDatabase().db;
  for (const { tenantId } of await selectTenants(owner)) await clearRollups(run, tenantId, day);
  if (run.stopped) return;
  await dropLeavingDay(owner, day);
  const name = day.from.toISOString().slice(0, 10);
  run.droppedDays.push(name);
  run.log(`Dropped ${name}`);
}

async function clearRollups(run: RetentionRun, tenantId: string, day: LeavingDay): Promise<void> {
  const { db } = appDatabase();
  if (run.stopped) return;
  run.count(tenantId, "sign_ins", await inTenant(db, { tenantId }, (tenant) => countInDays(tenant, day)));
  for (const rollup of ROLLUPS) {
    while (!run.stopped) {
      const startedAt = performance.now();
      const removed = await retryConflicts(() =>
        inTenant(db, { tenantId }, (tenant) => removeRollupBatch(tenant, rollup, day, run.rowsPerTransaction)),
      );
      if (removed < run.rowsPerTransaction) break;
      await run.rest(startedAt);
    }
  }
}
