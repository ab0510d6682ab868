/** A filter in force as its chip says it: `User: starts with anna`, `Country: not NO`. */
import { type ActiveFilter, type FilterDefinition, type FilterValue, filterDefinition } from "./filters";

/**
 * What a chip says about a filter, apart from its label.
 * @param name what the thing is called whose id the filter is set to.
 */
export function filterValueText(filter: ActiveFilter, name?: string): string {
  const definition = filterDefinition(filter.key);
  if (name !== undefined && filter.values.length === 1) return filter.negated ? `not ${name}` : name;
  if (filter.negated && filter.values.every((value) => value.type === "none")) return "any recorded";
  const values = filter.values.map((value) => valueText(definition, value)).join(" or ");
  return filter.negated ? `not ${values}` : values;
}

function valueText(definition: FilterDefinition, value: FilterValue): string {
  switch (value.type) {
    case "startsWith":
      return definition.kind === "name" || definition.kind === "address" ? `${value.text}…` : value.text;
    case "contains":
      return `…${value.text}…`;
    case "exactly":
      return value.text;
    case "equals":
      return definition.options?.[value.text] ?? value.text;
    case "number":
      return String(value.number);
    case "block":
      return value.cidr;
    case "none":
      return "none recorded";
    case "legacy":
      return "any legacy client";
  }
}
