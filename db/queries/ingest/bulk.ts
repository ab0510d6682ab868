/**
 * Pieces of bulk statements. Drizzle's builder writes one parameter per cell, 150,000 for a batch, which PostgreSQL
 * refuses (65,535 at most); `unnest` of one array per column has no such limit. COPY is refused under row-level security.
 */
import { type Param, type SQL, sql } from "drizzle-orm";
import { plainArray, textArray, timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { JoinedText } from "@/db/joined-text";
import { executeKept } from "@/db/kept-statement";
import type { BulkColumn } from "./stored-sign-in";

/**
 * JSON is full of quotes, each of which an array literal would escape; joined by a character that JSON text cannot hold
 * it travels as it is, which halves the time that the program spends on a batch.
 */
const JSON_SEPARATOR = "\u001e";

/**
 * Lets the statements of this transaction be planned once per connection, whatever their values. Planned anew, PostgreSQL
 * works out what a parameter of a megabyte comes to, and copies that about as often as it does so with numbers: planning
 * the insertion of details took as long as carrying it out.
 */
export async function planOnce(tenant: TenantTransaction): Promise<void> {
  await executeKept(tenant, sql`select set_config('plan_cache_mode', 'force_generic_plan', true)`);
}

/** `unnest($1::text[], …)`: one row per element, one column per bulk column. */
export function unnestRows<T>(rows: readonly T[], columns: readonly BulkColumn<T>[]): SQL {
  const arrays = columns.map((column) => arrayOf(rows, column));
  return sql`unnest(${sql.join(arrays, sql`, `)})`;
}

/**
 * The same rows as a query, for inserts: it hands on row after row, while `unnest` of several arrays first writes each of
 * them down by itself.
 */
export function selectRows<T>(rows: readonly T[], columns: readonly BulkColumn<T>[]): SQL {
  const lists = columns.map((column) => listOf(rows, column));
  return sql`(select ${sql.join(lists, sql`, `)})`;
}

/** The names of bulk columns as a list, each with an optional prefix such as `u.`. */
export function columnNames<T>(columns: readonly BulkColumn<T>[], prefix = ""): SQL {
  return sql.raw(columns.map((column) => prefix + column.name).join(", "));
}

/** What bulk columns hold, read from `u`: arrays travel as text. */
export function columnValues<T>(columns: readonly BulkColumn<T>[]): SQL {
  return sql.raw(columns.map(columnValue).join(", "));
}

/** The same for one column. */
export function columnValue<T>({ name, type }: BulkColumn<T>): string {
  return type === "bigints" ? `u.${name}::bigint[]` : `u.${name}`;
}

function listOf<T>(rows: readonly T[], column: BulkColumn<T>): SQL {
  // An array of long texts is slow to take apart again: this halves what PostgreSQL spends on the insertion of details.
  if (column.type === "json") return sql`string_to_table(${joined(rows, column)}::text, ${JSON_SEPARATOR})`;
  if (column.type !== "timestamptz") return sql`unnest(${arrayOf(rows, column)})`;
  // Numbers are written and read several times as fast as dates.
  const seconds = rows.map((row) => (column.value(row) as Date).getTime() / 1000);
  return sql`to_timestamp(unnest(${plainArray(seconds)}::float8[]))`;
}

function arrayOf<T>(rows: readonly T[], column: BulkColumn<T>): SQL {
  if (column.type === "json") return sql`string_to_array(${joined(rows, column)}, ${JSON_SEPARATOR})`;
  return sql`${literalOf(rows, column)}::${sql.raw(column.type === "bigints" ? "text" : column.type)}[]`;
}

function joined<T>(rows: readonly T[], column: BulkColumn<T>): Param {
  return sql.param(new JoinedText(rows.map(column.value) as (string | Buffer)[], JSON_SEPARATOR));
}

function literalOf<T>(rows: readonly T[], column: BulkColumn<T>): string {
  const values = rows.map(column.value);
  switch (column.type) {
    case "smallint":
    case "integer":
    case "uuid":
    case "inet":
      return plainArray(values as (number | string | null)[]);
    case "timestamptz":
      return timeArray(values as Date[]);
    default:
      return textArray(values as (string | null)[]);
  }
}
