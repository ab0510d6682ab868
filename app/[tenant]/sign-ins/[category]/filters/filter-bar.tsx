import { Icon } from "@/app/_components/icon";
import type { FilterKey } from "@/lib/model/filters";
import { DEFAULT_RANGE } from "@/lib/model/log-query-range";
import { type LogView, viewHref, withoutFilters } from "../log-view";
import { AddFilter } from "./add-filter";
import { CopyLink } from "./copy-link";
import { FilterChips } from "./filter-chips";
import type { FieldState } from "./filter-field";
import { FilterForm, type FilterFormContext } from "./filter-form";
import { RangeForm } from "./range-form";
import type { FilterBarData } from "./read-filter-bar";
import { SavedViewsMenu } from "./saved-views-menu";

interface FilterBarProps {
  view: LogView;
  data: FilterBarData;
}

/**
 * What is shown of a log: the range first, then the filters in force as chips. Every control is a link or a GET form, so
 * that the address is the whole state, with or without JavaScript.
 */
export function FilterBar({ view, data }: FilterBarProps) {
  const { names, offered, adding, listed, suggestHref } = data;
  const fields = view.category.filters.flatMap((key) => fieldOf(view, key, names) ?? []);
  const unusable = fields.filter(({ problem }) => problem !== undefined);
  const context: FilterFormContext = { path: view.path, query: view.params.toString(), suggestHref };
  return (
    <div className="filter-area">
      <div className="filter-bar">
        <RangeForm view={view} />
        <ul aria-label="Filters in force" className="filter-chips">
          {data.remembered && <RememberedChip view={view} />}
          <FilterChips context={context} fields={fields} view={view} />
          <li>
            <AddFilter {...context} adding={adding} key={adding} listed={listed} names={names} offered={offered} />
          </li>
          {fields.length > 0 && (
            <li>
              <a className="button button-quiet" data-soft="" href={withoutFilters(view)}>
                Clear
              </a>
            </li>
          )}
        </ul>
        <div className="filter-tools">
          <SavedViewsMenu {...data.savedViews} />
          <CopyLink href={data.sharedHref} />
        </div>
      </div>
      {unusable.length > 0 && (
        <div className="filter-repair">
          <FilterForm {...context} fields={unusable} />
        </div>
      )}
    </div>
  );
}

/** The filter as it stands in the address; null where it is not there. */
function fieldOf(view: LogView, filterKey: FilterKey, names: FilterBarData["names"]): FieldState | null {
  const given = view.params.getAll(filterKey).filter((value) => value.trim() !== "");
  if (given.length === 0) return null;
  return { filterKey, given, name: names[filterKey], problem: view.problems[filterKey] };
}

function RememberedChip({ view }: { view: LogView }) {
  const nothing = Object.fromEntries([...view.category.filters, "from", "to"].map((key) => [key, null]));
  return (
    <li className="chip chip-quiet">
      <span>
        <Icon name="clock" />
        Remembered filters are in force
      </span>
      <a
        aria-label="Forget the remembered filters"
        data-soft=""
        href={viewHref(view, { ...nothing, range: DEFAULT_RANGE })}
        title="Forget the remembered filters"
      >
        <Icon name="close" />
      </a>
    </li>
  );
}
