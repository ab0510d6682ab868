/** Partitions on demand, through the one function that the restricted role may call. */
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/**
 * Makes the partitions that hold a UTC day, if missing. In a transaction of its own: made inside an ingest transaction
 * its locks would be held until that one ends.
 * @param day `YYYY-MM-DD`
 * @returns whether one was made.
 */
export async function ensurePartition(db: Database, day: string): Promise<boolean> {
  const [row] = await db.execute<{ made: boolean }>(sql`select app.ensure_partition(${day}::date) as made`);
  return row?.made === true;
}
