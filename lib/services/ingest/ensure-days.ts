/** Makes sure that the days of a batch have partitions before its transaction begins. */
import { appDatabase } from "@/db/connections";
import { translateDatabaseError } from "@/db/errors";
import { ensurePartition } from "@/db/queries/ingest/partitions";

/** Days this process has seen a partition for; forgotten when a day turns out to have none any more. */
const knownDays = new Set<string>();

/** @param days UTC days, `YYYY-MM-DD` */
export async function ensureDays(days: Iterable<string>): Promise<void> {
  for (const day of days) {
    if (knownDays.has(day)) continue;
    try {
      await ensurePartition(appDatabase().db, day);
    } catch (error) {
      throw translateDatabaseError(error);
    }
    knownDays.add(day);
  }
}

/** After retention removed a day that this process believed in. */
export function forgetDays(): void {
  knownDays.clear();
}
