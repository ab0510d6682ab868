/** What the filter bar needs to know beside the address. */
import { env } from "@/lib/env";
import { FILTER_FIELDS } from "@/lib/model/filter-fields";
import { showsRemembered } from "@/lib/model/filter-memory";
import { mayFilterBy } from "@/lib/model/filter-rights";
import type { FilterSuggestion } from "@/lib/model/filter-suggestions";
import { type FilterKey, filterDefinition } from "@/lib/model/filters";
import { formatCount } from "@/lib/model/format-number";
import type { LogQuery } from "@/lib/model/log-query";
import { addressOf, logQueryHref, RANGE_PARAMETERS, withoutBlanks } from "@/lib/model/log-query-href";
import type { SavedView } from "@/lib/model/saved-views";
import type { TenantScope } from "@/lib/model/scope";
import { sharedAddress, viewParams } from "@/lib/model/view-params";
import { type FilterNames, nameFilterValues } from "@/lib/services/sign-ins/name-filter-values";
import { suggestFilterValues } from "@/lib/services/sign-ins/suggest-filter-values";
import { listViews } from "@/lib/services/views/list-views";
import type { LogView } from "../log-view";
import type { SavedViewsMenuProps } from "./saved-views-menu";
import type { ListedValue } from "./value-input";

export interface FilterBarData {
  /** The filters that the reader may use in this log. */
  offered: readonly FilterKey[];
  /** What the ids in filters are called. */
  names: FilterNames;
  /** The filter whose form is open, with the values that a reader without JavaScript can choose from. */
  adding?: FilterKey;
  listed?: readonly ListedValue[];
  suggestHref: string;
  /** The address for another reader, whole. */
  sharedHref: string;
  /** Whether the filters are those of the last visit. */
  remembered: boolean;
  savedViews: SavedViewsMenuProps;
}

/** @param query null where the address is unusable. @throws ForbiddenError, LicenseRequiredError, UnavailableError. */
export async function readFilterBar(scope: TenantScope, view: LogView, query: LogQuery | null): Promise<FilterBarData> {
  const offered = view.category.filters.filter((key) => mayFilterBy(filterDefinition(key), scope));
  const adding = offered.find((key) => key === view.params.get("add"));
  const [names, listed, views] = await Promise.all([
    nameFilterValues(scope, query?.filters ?? []),
    adding && query ? suggestFilterValues(scope, { ...query, key: adding, text: "", range: query }) : undefined,
    listViews(scope),
  ]);
  const address = query ? sharedAddress(view.path, query, view.params) : logQueryHref(view.path, view.params);
  return {
    ...{ offered, names, adding },
    listed: adding && listed?.map((suggestion) => listedValue(adding, suggestion)),
    suggestHref: suggestHref(view),
    sharedHref: new URL(address, env().APP_URL).href,
    remembered: query !== null && showsRemembered(query, view.params, view.preferences.filters),
    savedViews: savedViewsOf(scope, view, query, views),
  };
}

/** In a list of the browser's own the value is what is written into the field: of a name the name itself. */
function listedValue(key: FilterKey, { value, label, detail, count }: FilterSuggestion): ListedValue {
  const named = FILTER_FIELDS[key].nameKind !== undefined;
  const text = [named ? detail : label, count === undefined ? undefined : formatCount(count)];
  return { value: named ? label : value, label: text.filter(Boolean).join(" · ") };
}

/** Suggestions are those of the range that is shown. */
function suggestHref({ path, params }: LogView): string {
  const range = [...withoutBlanks(params)].filter(([key]) => [...RANGE_PARAMETERS, "tz"].some((each) => each === key));
  return addressOf(`${path}/suggest`, new URLSearchParams([...range, ["for", "filter"]]));
}

function savedViewsOf(
  scope: TenantScope,
  view: LogView,
  query: LogQuery | null,
  views: readonly SavedView[],
): SavedViewsMenuProps {
  const base = view.path.slice(0, view.path.lastIndexOf("/"));
  const shown = query && viewParams(query, view.params).toString();
  const zone = view.params.get("tz")?.trim();
  return {
    views: views.map((saved) => ({
      ...saved,
      href: `${base}/${saved.category}?${saved.query}${zone ? `&tz=${zone}` : ""}`,
      current: saved.category === view.category.slug && saved.query === shown,
    })),
    page: {
      ...{ tenant: scope.tenantSlug, category: view.category.slug, query: shown },
      here: logQueryHref(view.path, view.params),
    },
  };
}
