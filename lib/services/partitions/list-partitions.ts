import { outsideTenants } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type Partition, selectPartitions } from "@/db/partitions";

/** Every partition of sign-ins, oldest first, with estimates; for operators. */
export async function listPartitions(): Promise<Partition[]> {
  return outsideTenants(() => selectPartitions(appDatabase().db));
}
