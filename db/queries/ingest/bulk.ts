/**
 * Pieces of bulk statements. Drizzle's builder writes one parameter per cell, 150,000 for a batch, which PostgreSQL
 * refuses (65,535 at most); `unnest` of one array per column has no such limit. COPY is refused under row-level security.
 */
import { type SQL, sql } from "drizzle-orm";
import { plainArray, textArray, timeArray } from "@/db/array-literal";
import type { BulkColumn } from "./stored-sign-in";

/**
 * JSON is full of quotes, each of which an array literal would escape; joined by a character that JSON text cannot hold
 * it travels as it is, which halves the time that the program spends on a batch.
 */
const JSON_SEPARATOR = "\u001e";

/** `unnest($1::text[], …)`: one row per element, one column per bulk column. */
export function unnestRows<T>(rows: readonly T[], columns: readonly BulkColumn<T>[]): SQL {
  const arrays = columns.map((column) =>
    column.type === "json"
      ? sql`string_to_array(${rows.map(column.value).join(JSON_SEPARATOR)}, ${JSON_SEPARATOR})`
      : sql`${arrayOf(rows, column)}::${sql.raw(column.type === "bigints" ? "text" : column.type)}[]`,
  );
  return sql`unnest(${sql.join(arrays, sql`, `)})`;
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

function arrayOf<T>(rows: readonly T[], column: BulkColumn<T>): string {
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
