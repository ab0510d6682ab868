/**
 * PostgreSQL array literals, for `unnest($1::text[], …)`: one parameter per column whatever the number of rows.
 * The driver's own array serialiser infers an element type from the first value (and fails on dates); a literal with an
 * explicit cast in the statement has no such guess, and is faster to make.
 */
const NEEDS_ESCAPE = /["\\]/g;

/** An array literal of texts; null stays null. Values must hold no NUL characters (PostgreSQL refuses them). */
export function textArray(values: readonly (string | null)[]): string {
  let out = "{";
  for (let index = 0; index < values.length; index++) {
    if (index > 0) out += ",";
    const value = values[index];
    out += value === null || value === undefined ? "NULL" : `"${value.replace(NEEDS_ESCAPE, "\\$&")}"`;
  }
  return `${out}}`;
}

/** An array literal of numbers. */
export function numberArray(values: readonly number[]): string {
  return `{${values.join(",")}}`;
}

/** An array literal of instants, as ISO text in UTC. */
export function timeArray(values: readonly Date[]): string {
  return `{${values.map((value) => value.toISOString()).join(",")}}`;
}
