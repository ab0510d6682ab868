import { Icon } from "@/app/_components/icon";
import { type ActiveFilter, filterDefinition } from "@/lib/model/filters";
import { filterValueText } from "@/lib/model/sentences-filters";
import { type LogView, viewHref } from "./log-view";

/** The filters in force, each a link that takes it away. */
export function FilterChips({
  view,
  filters,
  clearHref,
}: {
  view: LogView;
  filters: readonly ActiveFilter[];
  clearHref: string;
}) {
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap items-center gap-1.5">
      {filters.map((filter) => (
        <li className="max-w-full" key={filter.key}>
          <a
            className="chip"
            data-soft=""
            href={viewHref(view, { [filter.key]: null })}
            title={`Remove the filter ${filterDefinition(filter.key).label}`}
          >
            <span>
              <span className="text-muted">{filterDefinition(filter.key).label}:</span> {filterValueText(filter)}
            </span>
            <Icon name="close" />
          </a>
        </li>
      ))}
      <li>
        <a className="px-1 text-link text-xs" data-soft="" href={clearHref}>
          Clear
        </a>
      </li>
    </ul>
  );
}
