import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { isMissingTable } from "@/db/errors";
import { type Partition, type Sealer, sealPartition, selectPartitions, withSealLock } from "@/db/partitions";
import { HOUR_MS } from "@/lib/model/retention";

/** Late events of a day mostly arrive within this time; until then its indexes would only slow them down. */
export const SEAL_AFTER_MS = 2 * HOUR_MS;

export interface SealResult {
  /** Names of the partitions that were sealed now. */
  sealed: readonly string[];
  indexesBuilt: number;
  /** Partitions that could not be sealed, with the reason; the others were. */
  failed: readonly { partition: string; message: string }[];
  /** True when another program is sealing: nothing was done here. */
  busy: boolean;
  /** True when the signal ended it early; what is missing is built the next time. */
  interrupted: boolean;
  elapsedMs: number;
}

interface SealOptions {
  now: Date;
  /** Ends it early: the running build is cancelled, and the next run drops what it left. */
  signal?: AbortSignal;
  onSealed?: (partition: Partition, done: number, total: number) => void;
}

/**
 * Builds the missing indexes of every partition whose last day has been over for two hours, newest first, one index
 * at a time and without blocking readers or writers. Needs the owner's connection. Running it again does nothing.
 */
export async function sealPartitions({ now, signal, onSealed }: SealOptions): Promise<SealResult> {
  const startedAt = performance.now();
  const owner = ownerDatabase();
  const due = (await outsideTenants(() => selectPartitions(owner.db)))
    .filter(({ sealed, to }) => !sealed && to.getTime() + SEAL_AFTER_MS <= now.getTime())
    .reverse();
  const nothing = { sealed: [], indexesBuilt: 0, failed: [], interrupted: false };
  const work = (sealer: Sealer) => sealAll(sealer, due, onSealed);
  const result = due.length === 0 ? nothing : await outsideTenants(() => withSealLock(owner, signal, work));
  return { ...(result ?? nothing), busy: result === undefined, elapsedMs: Math.round(performance.now() - startedAt) };
}

async function sealAll(sealer: Sealer, due: readonly Partition[], onSealed: SealOptions["onSealed"]) {
  const sealed: string[] = [];
  const failed: { partition: string; message: string }[] = [];
  let indexesBuilt = 0;
  for (const partition of due) {
    if (sealer.signal?.aborted) break;
    try {
      indexesBuilt += await sealPartition(sealer, partition);
      sealed.push(partition.name);
      onSealed?.(partition, sealed.length, due.length);
    } catch (error) {
      if (sealer.signal?.aborted) break;
      // Retention has dropped it since the list was made.
      if (isMissingTable(error)) continue;
      // One day that resists (a disk that is nearly full, say) must not keep all the others slow.
      failed.push({ partition: partition.name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { sealed, indexesBuilt, failed, interrupted: sealer.signal?.aborted === true };
}
