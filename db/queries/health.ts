import { sql } from "drizzle-orm";
import { type Database, outsideTenants } from "@/db/client";

/** True when the database answers at all. @throws UnavailableError when it does not. */
export async function databaseAnswers(db: Database): Promise<boolean> {
  const rows = await outsideTenants(() => db.execute(sql`select 1`));
  return rows.length === 1;
}

/** The time by the database's clock, which is one for all machines. @throws UnavailableError when it is away. */
export async function readClock(db: Database): Promise<Date> {
  const [row] = await outsideTenants(() =>
    db.execute<{ epoch: number }>(sql`select extract(epoch from clock_timestamp())::float8 as epoch`),
  );
  if (!row) throw new Error("The database did not tell the time.");
  return new Date(row.epoch * 1000);
}
