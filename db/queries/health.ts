import { sql } from "drizzle-orm";
import { type Database, outsideTenants } from "@/db/client";

/** True when the database answers at all. @throws UnavailableError when it does not. */
export async function databaseAnswers(db: Database): Promise<boolean> {
  const rows = await outsideTenants(() => db.execute(sql`select 1`));
  return rows.length === 1;
}
