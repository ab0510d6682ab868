import { type ActiveFilter, filterDefinition } from "@/lib/model/filters";
import { formatMinute, zoneLabel } from "@/lib/model/format-time";
import type { LogQuery, RangePreset } from "@/lib/model/log-query";
import { RANGE_LABELS } from "@/lib/model/log-query-range";
import { filterValueText } from "@/lib/model/sentences-filters";
import { type LogView, viewHref, withoutFilters } from "./log-view";
import { nothingArrivedText } from "./view/freshness-line";

const WIDER: Partial<Record<RangePreset, RangePreset>> = { "24h": "7d", "7d": "1m", custom: "1m" };

/** Nothing matches: says so with the range that was searched, and offers what to loosen. */
export function EmptyState({ view, query }: { view: LogView; query: LogQuery }) {
  const wider = WIDER[query.preset];
  return (
    <div className="sticky left-0 grid max-w-[560px] gap-3 px-(--gutter) py-10">
      <p className="font-medium">
        {query.filters.length > 0 ? "No sign-ins match these filters" : "No sign-ins were recorded"}{" "}
        {rangeText(view, query)}.
      </p>
      {view.freshness && <p className="text-muted text-sm">{nothingArrivedText(view, view.freshness)}</p>}
      <ul className="flex flex-wrap gap-2">
        {wider && (
          <li>
            <a className="button" data-soft="" href={viewHref(view, { range: wider, from: null, to: null })}>
              Look in the {RANGE_LABELS[wider].toLowerCase()}
            </a>
          </li>
        )}
        {query.filters.map((filter) => (
          <li className="min-w-0" key={filter.key}>
            <a className="button max-w-full" data-soft="" href={viewHref(view, { [filter.key]: null })}>
              <span className="truncate">Without {filterText(filter, view.names)}</span>
            </a>
          </li>
        ))}
        {query.filters.length > 1 && (
          <li>
            <a className="button" data-soft="" href={withoutFilters(view)}>
              Without any filter
            </a>
          </li>
        )}
      </ul>
    </div>
  );
}

function filterText(filter: ActiveFilter, names: LogView["names"]): string {
  return `${filterDefinition(filter.key).label}: ${filterValueText(filter, names?.[filter.key])}`;
}

function rangeText({ zone }: LogView, query: LogQuery): string {
  if (query.preset !== "custom") return `in the ${RANGE_LABELS[query.preset].toLowerCase()}`;
  const [from, to] = [query.from, query.to].map((at) => formatMinute(at, zone.name));
  return `from ${from} to ${to} (${zoneLabel(zone.name, query.from)})`;
}
