import { ensurePartitions } from "./ensure-partitions";
import { type SealResult, sealPartitions } from "./seal-partitions";

/**
 * Makes the partitions that will be needed and seals the days that are over.
 * @returns one sentence on what was done.
 * @throws Error when a day could not be sealed; what could be done was.
 */
export async function maintainPartitions(options: { now: Date; signal?: AbortSignal }): Promise<string> {
  const made = await ensurePartitions(options);
  const seal = await sealPartitions(options);
  const done = [`Made ${made.length} partitions.`, describeSealing(seal)].join(" ");
  if (seal.failed.length === 0) return done;
  const failures = seal.failed.map(({ partition, message }) => `${partition}: ${message}`);
  throw new Error([done, "Not sealed:", ...failures].join(" "));
}

function describeSealing({ sealed, indexesBuilt, elapsedMs, busy, interrupted }: SealResult): string {
  if (busy) return "Another program is sealing.";
  const done = `Sealed ${sealed.length} (${indexesBuilt} indexes) in ${(elapsedMs / 1000).toFixed(1)} s.`;
  return interrupted ? `${done} Stopped early.` : done;
}
