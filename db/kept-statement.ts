/** Statements that a connection keeps, for those that come again and again. */
import type { SQL } from "drizzle-orm";
import { PgDialect, type PreparedQueryConfig } from "drizzle-orm/pg-core";
import type { TenantTransaction } from "./client";

const dialect = new PgDialect();

/**
 * Runs a statement that its connection keeps by its text: parsed once, and planned once where the transaction asks for that.
 * Before any other statement with parameters the driver asks the server about them, and sends nothing until it knows; these
 * it sends one behind the other. For the few texts that come again and again: a connection keeps them for as long as it lives.
 */
export function executeKept<Row extends Record<string, unknown>>(
  { tx }: Pick<TenantTransaction, "tx">,
  statement: SQL,
): Promise<Row[]> {
  // Drizzle has names for prepared statements and the driver makes its own: that there is one is what counts.
  const query = tx._.session.prepareQuery<PreparedQueryConfig & { execute: Row[] }>(
    dialect.sqlToQuery(statement),
    undefined,
    "kept",
    false,
  );
  return query.execute();
}
