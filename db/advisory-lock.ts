/** Work that only one program at a time may do: locks of the database server, held by a connection. */
import type { ReservedSql } from "postgres";
import type { DatabaseHandle } from "@/db/client";

/** Any fixed numbers of our own. */
export const ADVISORY_LOCKS = { migrate: 7_217_601, seal: 7_217_602, retention: 7_217_603 } as const;

/**
 * Runs `work` while a connection of its own holds the lock; undefined, without running it, when another program holds
 * it. The lock ends with the connection, so a program that is killed holds nothing.
 */
export async function withAdvisoryLock<T>(
  database: DatabaseHandle,
  lock: keyof typeof ADVISORY_LOCKS,
  work: (connection: ReservedSql) => Promise<T>,
): Promise<T | undefined> {
  const connection = await database.sql.reserve();
  try {
    const [row] = await connection`select pg_try_advisory_lock(${ADVISORY_LOCKS[lock]}) as held`;
    if (!row?.held) return undefined;
    try {
      return await work(connection);
    } finally {
      await connection`select pg_advisory_unlock(${ADVISORY_LOCKS[lock]})`;
    }
  } finally {
    connection.release();
  }
}
