/**
 * What a program asks of a report, understood: properties are known, operators allowed, values of the right kind. The
 * reporting API reads it from `$filter`; queries turn it into SQL. Nothing here is text that a program wrote, but values.
 */

export type ReportOperator = "eq" | "ne" | "ge" | "le" | "startsWith";

/** What a property holds: decides how a value is read and compared. */
export type ReportValueKind = "text" | "number" | "time" | "texts";

/** A property of a report's records that a condition can be about. */
export interface ReportProperty<Field extends string = string> {
  /** As it is written: `location/city`. */
  path: string;
  kind: ReportValueKind;
  operators: readonly ReportOperator[];
  /** The name under which queries know it. */
  field: Field;
  /** What the reader must be allowed to see: a condition must not answer what the record conceals. */
  needs?: "risk" | "policies";
}

/** A point in time; finer than milliseconds only as "a little later than this one". */
export interface ReportInstant {
  ms: number;
  /** True for 12:00:00.0001: no stored time equals it, and it lies between two. */
  finer: boolean;
}

/** One comparison. Of a property with several values it is true when any of them compares so. */
export interface ReportComparison<Field extends string = string> {
  kind: "is";
  field: Field;
  operator: ReportOperator;
  value: string | number | ReportInstant;
}

export type ReportCondition<Field extends string = string> =
  | ReportComparison<Field>
  | { kind: "all" | "any"; of: readonly ReportCondition<Field>[] };

/** True of every record. */
export const ALWAYS: ReportCondition<never> = { kind: "all", of: [] };

/** Every comparison in a condition. */
export function* comparisonsOf<Field extends string>(
  condition: ReportCondition<Field>,
): Generator<ReportComparison<Field>> {
  if (condition.kind === "is") yield condition;
  else for (const each of condition.of) yield* comparisonsOf(each);
}

/** Replaces comparisons that are known by true or false, and what follows from that; true or false where all is known. */
export function simplify<Field extends string>(
  condition: ReportCondition<Field>,
  known: (comparison: ReportComparison<Field>) => boolean | undefined,
): ReportCondition<Field> | boolean {
  if (condition.kind === "is") return known(condition) ?? condition;
  const decisive = condition.kind === "any";
  const left: ReportCondition<Field>[] = [];
  for (const each of condition.of) {
    const simpler = simplify(each, known);
    if (simpler === decisive) return decisive;
    if (typeof simpler !== "boolean") left.push(simpler);
  }
  if (left.length === 0) return !decisive;
  return left.length === 1 ? (left[0] as ReportCondition<Field>) : { kind: condition.kind, of: left };
}
