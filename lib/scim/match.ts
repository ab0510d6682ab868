/** Whether a resource fulfils a filter. */
import type { ScimFilter } from "./parse-filter";
import { isObject, type ScimObject, type ScimValue, valuesAt } from "./resource";

/** Attributes whose letter case means something; of all others it does not. */
const CASE_EXACT = new Set(["id", "externalid", "$ref", "members"]);

export function matches(filter: ScimFilter, resource: ScimObject): boolean {
  switch (filter.kind) {
    case "and":
      return matches(filter.left, resource) && matches(filter.right, resource);
    case "or":
      return matches(filter.left, resource) || matches(filter.right, resource);
    case "not":
      return !matches(filter.inner, resource);
    case "values":
      return valuesAt(resource, filter.path).some((value) => isObject(value) && matches(filter.inner, value));
    case "compare":
      return compares(filter, resource);
  }
}

function compares({ path, operator, value }: ScimFilter & { kind: "compare" }, resource: ScimObject): boolean {
  // `emails co "x"` means the values' own value.
  const values = valuesAt(resource, path).map((each) => (isObject(each) ? (valuesAt(each, VALUE)[0] ?? each) : each));
  if (operator === "pr") return values.some((each) => each !== "");
  if (value === null) return operator === "ne" ? values.length > 0 : operator === "eq" && values.length === 0;
  const exact = CASE_EXACT.has(path.name.toLowerCase());
  const equal = (each: ScimValue) => fold(each, exact) === fold(value, exact);
  if (operator === "ne") return !values.some(equal);
  return values.some((each) => {
    if (operator === "eq") return equal(each);
    const [a, b] = [fold(each, exact), fold(value, exact)];
    if (typeof a === "string" && typeof b === "string") return compareTexts(a, b, operator);
    return typeof a === "number" && typeof b === "number" && compareOrder(a, b, operator);
  });
}

const VALUE = { schema: undefined, name: "value", sub: undefined };

function fold(value: ScimValue, exact: boolean): ScimValue {
  return typeof value === "string" && !exact ? value.toLowerCase() : value;
}

function compareTexts(a: string, b: string, operator: string): boolean {
  if (operator === "co") return a.includes(b);
  if (operator === "sw") return a.startsWith(b);
  if (operator === "ew") return a.endsWith(b);
  return compareOrder(a, b, operator);
}

function compareOrder<T extends string | number>(a: T, b: T, operator: string): boolean {
  if (operator === "gt") return a > b;
  if (operator === "ge") return a >= b;
  if (operator === "lt") return a < b;
  return operator === "le" && a <= b;
}
