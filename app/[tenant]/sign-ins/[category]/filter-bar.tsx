import { Icon } from "@/app/_components/icon";
import type { ActiveFilter, FilterKey } from "@/lib/model/filters";
import { FilterChips } from "./filter-chips";
import { FilterControl } from "./filter-control";
import { type LogView, withoutFilters } from "./log-view";
import { RangeFields } from "./range-fields";

export const FILTER_FORM = "filters";

/** The filters as a GET form: the address it leads to is the whole state, with or without JavaScript. */
export function FilterBar({ view, filters }: { view: LogView; filters: readonly ActiveFilter[] }) {
  const first = firstRow(view);
  const more = view.category.filters.filter((key) => key !== "status" && !first.includes(key));
  const moreInUse = more.filter((key) => view.params.getAll(key).some((value) => value.trim() !== ""));
  return (
    <div className="grid gap-2">
      <form action={view.path} className="filters" data-soft="" id={FILTER_FORM} method="get">
        <div className="filter-row">
          <RangeFields view={view} />
          <FilterControl filterKey="status" view={view} />
        </div>
        <div className="filter-row">
          {first.map((key, index) => (
            <FilterControl filterKey={key} first={index === 0} grow key={key} view={view} />
          ))}
          <button className="button button-primary" type="submit">
            Apply
          </button>
        </div>
        {/* The key closes it again when its last filter is taken away, and lets the reader open it meanwhile. */}
        <details className="more-filters" key={moreInUse.join()} open={moreInUse.length > 0}>
          <summary className="button button-quiet -ml-2 h-6 px-2">
            <Icon name="chevronRight" />
            More filters
          </summary>
          <div className="more-grid">
            {more.map((key) => (
              <FilterControl filterKey={key} key={key} view={view} />
            ))}
          </div>
        </details>
      </form>
      {filters.length > 0 && <FilterChips clearHref={withoutFilters(view)} filters={filters} view={view} />}
    </div>
  );
}

function firstRow(view: LogView): readonly FilterKey[] {
  const [principal] = view.category.filters;
  const application: FilterKey = view.category.principal === "user" ? "application" : "resource";
  return [...(principal ? [principal] : []), application, "ip", "requestId"];
}
