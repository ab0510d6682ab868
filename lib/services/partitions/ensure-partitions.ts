import { outsideTenants } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { ensurePartition } from "@/db/queries/ingest/partitions";
import { DAY_MS, startOfUtcDay } from "@/lib/model/retention";

/** Older days are made by ingest when an event needs them; these must be there before the events are. */
const DAYS_BEHIND = 1;
const DAYS_AHEAD = 2;

/**
 * Makes the partitions for yesterday to the day after tomorrow (UTC).
 * @returns the days (`2025-11-24`) for which one was made now.
 */
export async function ensurePartitions({ now }: { now: Date }): Promise<string[]> {
  const today = startOfUtcDay(now).getTime();
  const made: string[] = [];
  for (let offset = -DAYS_BEHIND; offset <= DAYS_AHEAD; offset++) {
    const day = new Date(today + offset * DAY_MS).toISOString().slice(0, 10);
    if (await outsideTenants(() => ensurePartition(appDatabase().db, day))) made.push(day);
  }
  return made;
}
