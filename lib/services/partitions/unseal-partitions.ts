import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { selectPartitions, unsealPartition, withSealLock } from "@/db/partitions";

export interface ExpectedLoad {
  /** The range over which the events will be spread, evenly enough. */
  from: Date;
  to: Date;
  events: number;
}

/**
 * Before a load of many events into days that are sealed: drops the sealed indexes of those that will take in more than
 * they hold, because building them anew afterwards is several times faster. Filters on these days are slower until then.
 * @returns how many days were unsealed; 0 when another program is sealing.
 */
export async function unsealPartitions({ from, to, events }: ExpectedLoad): Promise<number> {
  const owner = ownerDatabase();
  const perMs = events / Math.max(1, to.getTime() - from.getTime());
  const partitions = (await outsideTenants(() => selectPartitions(owner.db))).filter((partition) => {
    const start = Math.max(from.getTime(), partition.from.getTime());
    const end = Math.min(to.getTime(), partition.to.getTime());
    return partition.sealedIndexes > 0 && perMs * (end - start) > partition.rowsEstimate;
  });
  if (partitions.length === 0) return 0;
  const unsealed = await outsideTenants(() =>
    withSealLock(owner, undefined, async (sealer) => {
      for (const partition of partitions) await unsealPartition(sealer, partition);
      return partitions.length;
    }),
  );
  return unsealed ?? 0;
}
