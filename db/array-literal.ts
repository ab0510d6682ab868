/**
 * PostgreSQL array literals, for `unnest($1::text[], …)`: one parameter per column whatever the number of rows.
 * The driver's own array serialiser infers an element type from the first value (and fails on dates); a literal with an
 * explicit cast in the statement has no such guess, and is faster to make.
 */
const NEEDS_ESCAPE = /["\\]/g;

/** An array literal of texts; null stays null. Values must hold no NUL characters (PostgreSQL refuses them). */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map(quoted).join(",")}}`;
}

function quoted(value: string | null): string {
  if (value === null || value === undefined) return "NULL";
  // Hardly any value needs it, and looking is cheaper than replacing nothing.
  return value.includes('"') || value.includes("\\") ? `"${value.replace(NEEDS_ESCAPE, "\\$&")}"` : `"${value}"`;
}

/** An array literal of values that need no quotes, such as numbers and UUIDs; null stays null. */
export function plainArray(values: readonly (number | string | null)[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}

/** An array literal of instants, as ISO text in UTC. */
export function timeArray(values: readonly Date[]): string {
  return `{${values.map((value) => value.toISOString()).join(",")}}`;
}
