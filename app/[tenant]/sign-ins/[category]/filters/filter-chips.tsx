import { Icon } from "@/app/_components/icon";
import { filterDefinition } from "@/lib/model/filters";
import { parseFilter, UnusableValue } from "@/lib/model/log-query-values";
import { filterValueText } from "@/lib/model/sentences-filters";
import { type LogView, viewHref } from "../log-view";
import type { FieldState } from "./filter-field";
import { FilterForm, type FilterFormContext } from "./filter-form";

interface FilterChipsProps {
  view: LogView;
  fields: readonly FieldState[];
  context: FilterFormContext;
}

/** The filters in force: each opens to be changed, and its cross takes it away. */
export function FilterChips({ view, fields, context }: FilterChipsProps) {
  return fields.map((field) => {
    const { filterKey, problem } = field;
    const { label } = filterDefinition(filterKey);
    return (
      <li className="chip" data-invalid={problem ? "" : undefined} key={filterKey}>
        <details className="menu filter-menu">
          <summary>
            <span className="text-muted">{label}:</span> {chipText(field)}
          </summary>
          <div>
            <FilterForm {...context} fields={[field]} />
          </div>
        </details>
        <a
          aria-label={`Remove the filter ${label}`}
          data-soft=""
          href={viewHref(view, { [filterKey]: null })}
          title={`Remove the filter ${label}`}
        >
          <Icon name="close" />
        </a>
      </li>
    );
  });
}

/** What a chip says of its filter; the raw text of one that is unusable. */
function chipText({ filterKey, given, name }: FieldState): string {
  try {
    return filterValueText(parseFilter(filterKey, [...new Set(given.map((value) => value.trim()))]), name);
  } catch (error) {
    if (error instanceof UnusableValue) return given.join(", ");
    throw error;
  }
}
