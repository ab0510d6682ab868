/** Statements that a connection keeps, for those that come again and again. */
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { PostgresJsSession } from "drizzle-orm/postgres-js";
import type { ParameterOrJSON, Sql } from "postgres";
import type { TenantTransaction } from "./client";

type Session = PostgresJsSession<Sql, Record<string, unknown>, Record<string, never>>;

const dialect = new PgDialect();

/**
 * Runs a statement that its connection keeps by its text: parsed once, and planned once where the transaction asks for that.
 * It is sent before any statement that is asked for later, awaited or not; but also before one of the query builder's that
 * was asked for in the same moment, so these are awaited where the order matters. For the few texts that come again and
 * again: a connection keeps them for as long as it lives.
 */
export async function executeKept<Row extends Record<string, unknown>>(
  { tx }: Pick<TenantTransaction, "tx">,
  statement: SQL,
): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const { client } = tx._.session as unknown as Session;
  // The driver begins with a statement when somebody waits for it, or when it is told to.
  return client.unsafe<Row[]>(text, params as ParameterOrJSON<never>[], { prepare: true }).execute();
}
