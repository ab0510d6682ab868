/** Sealing after many events came in at once, so that the first reader does not pay for it. */
import { type SealResult, sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { say } from "./output";

export interface SealReport {
  partitions: number;
  indexes: number;
  seconds: number;
  /** Another program was sealing and will go on. */
  busy: boolean;
}

/** Seals the days that are over and tells how long it took. A day that resists is told, and is no failure of the command. */
export async function sealAndReport(now: Date): Promise<SealReport> {
  const result = await sealPartitions({
    now,
    onSealed: ({ name }, done, total) => {
      if (process.stderr.isTTY) say(`Sealed ${name} (${done} of ${total})`);
    },
  });
  for (const { partition, message } of result.failed) say(`${partition} could not be sealed: ${message}`);
  return reportOf(result);
}

function reportOf({ sealed, indexesBuilt, elapsedMs, busy }: SealResult): SealReport {
  return { partitions: sealed.length, indexes: indexesBuilt, seconds: elapsedMs / 1000, busy };
}

export function describeSealing({ partitions, indexes, seconds, busy }: SealReport): string {
  if (busy) return "Another program is sealing finished days.";
  return `Sealed ${partitions} finished days (${indexes} indexes) in ${seconds.toFixed(1)} s.`;
}
