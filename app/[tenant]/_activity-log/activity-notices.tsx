import { Icon } from "@/app/_components/icon";
import { UnusableAddress } from "@/app/_components/unusable-address";
import { activityFilterText } from "@/lib/model/activity-filters";
import type { ActivityLogQuery } from "@/lib/model/activity-log-query";
import { formatMinute, zoneLabel } from "@/lib/model/format-time";
import type { Interval } from "@/lib/model/intervals";
import { RANGE_LABELS } from "@/lib/model/log-query-range";
import { type ActivityView, activityHref, withoutActivityFilters } from "./activity-log";

interface ClampedProps {
  view: ActivityView;
  /** What was read. */
  range: Interval;
  keptDays: number;
}

/** The range asked for begins before what is kept. */
export function ClampedNotice({ view, range, keptDays }: ClampedProps) {
  return (
    <div className="px-(--gutter) pb-3">
      <p className="notice">
        <Icon className="text-muted" name="clock" />
        Records are kept {keptDays} days, since {formatMinute(range.from, view.zone.name)}; older ones in the range
        asked for are not shown.
      </p>
    </div>
  );
}

export function RejectedAddress({ view }: { view: ActivityView }) {
  return (
    <UnusableAddress
      hrefWithout={(keys) => activityHref(view, Object.fromEntries(keys.map((key) => [key, null])))}
      problems={view.problems}
      startHref={view.path}
    />
  );
}

/** Nothing matches: says what was looked at, and offers what to loosen. */
export function EmptyActivity({ view, query }: { view: ActivityView; query: ActivityLogQuery }) {
  const wider = query.preset === "24h" ? "7d" : query.preset === "1m" ? undefined : "1m";
  const inForce = Object.entries(query.values).flatMap(([key, values]) => {
    const filter = view.filters[key];
    return filter ? [{ key, text: `${filter.label}: ${activityFilterText(filter, values)}` }] : [];
  });
  return (
    <div className="sticky left-0 grid max-w-[560px] gap-3 px-(--gutter) py-10">
      <p className="font-medium">
        {inForce.length > 0 ? `No ${view.words.nouns} match these filters` : `No ${view.words.nouns} were recorded`}{" "}
        {rangeText(view, query)}.
      </p>
      <ul className="flex flex-wrap gap-2">
        {wider && (
          <li>
            <a className="button" data-soft="" href={activityHref(view, { range: wider, from: null, to: null })}>
              Look in the {RANGE_LABELS[wider].toLowerCase()}
            </a>
          </li>
        )}
        {inForce.map(({ key, text }) => (
          <li className="min-w-0" key={key}>
            <a className="button max-w-full" data-soft="" href={activityHref(view, { [key]: null })}>
              <span className="truncate">Without {text}</span>
            </a>
          </li>
        ))}
        {inForce.length > 1 && (
          <li>
            <a className="button" data-soft="" href={withoutActivityFilters(view)}>
              Without any filter
            </a>
          </li>
        )}
      </ul>
    </div>
  );
}

function rangeText({ zone }: ActivityView, query: ActivityLogQuery): string {
  if (query.preset !== "custom") return `in the ${RANGE_LABELS[query.preset].toLowerCase()}`;
  const [from, to] = [query.from, query.to].map((at) => formatMinute(at, zone.name));
  return `from ${from} to ${to} (${zoneLabel(zone.name, query.from)})`;
}
