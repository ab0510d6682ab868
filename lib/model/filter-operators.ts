/**
 * How a value is compared, as forms offer it. In the address it is a sign before the value (`!NO`, `*berg`) or a word
 * (`none`); a form without JavaScript cannot put those there, so it sends operator and value apart, as `<key>.op` and
 * `<key>.value`, and the page leads on to the address that means the same.
 */
import { FILTERS, type FilterDefinition, type FilterKey, filterDefinition } from "./filters";

export type FilterOperator = "is" | "isNot" | "contains" | "containsNot" | "recorded" | "missing";

type Labels = Partial<Record<FilterOperator, string>>;

const PLAIN: Labels = { is: "is", isNot: "is not" };
const BY_KIND: Partial<Record<string, Labels>> = {
  name: {
    is: "starts with",
    isNot: "does not start with",
    contains: "contains",
    containsNot: "does not contain",
  },
  text: { is: "starts with", isNot: "does not start with" },
  facet: { ...PLAIN, recorded: "is recorded", missing: "is not recorded" },
};

/** The operators of a filter, with their labels, the ordinary one first. */
export function operatorsOf({ kind, repeatable }: FilterDefinition): [FilterOperator, string][] {
  const labels = kind === "oneOf" && repeatable ? { is: "is any of", isNot: "is none of" } : (BY_KIND[kind] ?? PLAIN);
  return Object.entries(labels) as [FilterOperator, string][];
}

/** The values as they stand in the address. Blank ones are none. */
export function valuesOf(operator: FilterOperator, given: readonly string[]): string[] {
  if (operator === "missing") return ["none"];
  if (operator === "recorded") return ["!none"];
  const texts = given.map((value) => value.trim()).filter((value) => value !== "");
  // Who chose "is" and typed the sign by hand means the sign.
  if (operator === "is") return texts;
  const negated = operator !== "contains";
  const contained = operator !== "isNot";
  return texts.map((text) => {
    const bare = text.replace(/^!/, "").trim();
    return `${negated ? "!" : ""}${contained ? `*${bare.replace(/^\*/, "").trim()}` : bare}`;
  });
}

/** The reverse of {@link valuesOf}: what a form shows for the values of an address, usable or not. */
export function operatorOf(key: FilterKey, values: readonly string[]): { operator: FilterOperator; values: string[] } {
  const { kind } = filterDefinition(key);
  const texts = values.map((value) => value.trim()).filter((value) => value !== "");
  const negated = texts.length > 0 && texts.every((text) => text.startsWith("!"));
  const bare = negated ? texts.map((text) => text.slice(1).trim()) : texts;
  if (kind === "facet" && bare.join() === "none") return { operator: negated ? "recorded" : "missing", values: [] };
  if (kind === "name" && bare.length > 0 && bare.every((text) => text.startsWith("*"))) {
    return { operator: negated ? "containsNot" : "contains", values: bare.map((text) => text.slice(1).trim()) };
  }
  return { operator: negated ? "isNot" : "is", values: bare };
}

/** The names of a filter's form fields. */
export function formFields(key: FilterKey): { operator: string; value: string } {
  return { operator: `${key}.op`, value: `${key}.value` };
}

/**
 * The parameters that a filter form means.
 * @returns undefined when they hold no field of such a form: then they are what they are.
 */
export function settleFilterForm(params: URLSearchParams): URLSearchParams | undefined {
  const settled = new URLSearchParams(params);
  let found = false;
  for (const key of Object.keys(FILTERS) as FilterKey[]) {
    const fields = formFields(key);
    if (!params.has(fields.operator) && !params.has(fields.value)) continue;
    found = true;
    for (const name of [fields.operator, fields.value, key]) settled.delete(name);
    const operators = operatorsOf(filterDefinition(key)).map(([operator]) => operator);
    const operator = operators.find((each) => each === params.get(fields.operator)) ?? "is";
    for (const value of valuesOf(operator, params.getAll(fields.value))) settled.append(key, value);
  }
  return found ? settled : undefined;
}
