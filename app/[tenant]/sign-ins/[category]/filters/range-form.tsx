import { RANGE_FORM } from "@/app/_components/pager-foot";
import { formatWallClock, zoneOffset } from "@/lib/model/format-time";
import { RANGE_PARAMETERS } from "@/lib/model/log-query-href";
import { DEFAULT_RANGE, parseInstant, presetOf, RANGE_LABELS } from "@/lib/model/log-query-range";
import type { LogView } from "../log-view";
import { HiddenFields } from "./filter-form";
import { Problem } from "./problem";

/** What a page must know of itself to have a range. */
export type RangeView = Pick<LogView, "path" | "params" | "problems" | "zone">;

/** The date range, while "Custom range" is chosen its two ends, and the zone that all times are written in. */
export function RangeForm({ view }: { view: RangeView }) {
  const { params, problems, zone } = view;
  const range = presetOf({ range: params.get("range"), from: params.get("from"), to: params.get("to") });
  // The choice of rows per page stands below the table and belongs to this form; of a rejected address there is none.
  const elsewhere = Object.keys(problems).length === 0 ? ["size"] : [];
  return (
    <form action={view.path} autoComplete="off" className="range-form" data-soft="" id={RANGE_FORM} method="get">
      <HiddenFields changed={[...RANGE_PARAMETERS, "tz", ...elsewhere]} query={params.toString()} />
      <div>
        <label className="field" data-invalid={problems.range ? "" : undefined}>
          <span className="sr-only">Date</span>
          <select
            aria-describedby={problems.range && "range-problem"}
            data-submit-on-change=""
            defaultValue={range in RANGE_LABELS ? range : DEFAULT_RANGE}
            key={range}
            name="range"
          >
            {Object.entries(RANGE_LABELS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <Problem id="range-problem" text={problems.range} />
      </div>
      <div className="custom-range">
        <Edge edge="start" name="from" view={view} />
        <Edge edge="end" name="to" view={view} />
        <button className="button button-primary" type="submit">
          Apply
        </button>
      </div>
      <div>
        <label className="field" data-invalid={problems.tz ? "" : undefined} title={zoneTitle(view)}>
          <span className="sr-only">Time zone</span>
          <select
            data-local-zone={zone.choice === "local" ? zone.name : undefined}
            data-submit-on-change=""
            defaultValue={zone.choice}
            key={zone.choice}
            name="tz"
          >
            <option value="local">
              Local{zone.choice === "local" ? ` (${zone.name.replaceAll("_", " ")})` : " time"}
            </option>
            <option value="utc">UTC</option>
          </select>
        </label>
        <Problem text={problems.tz} />
      </div>
      <noscript>
        <button className="button apply-plain" type="submit">
          Apply
        </button>
      </noscript>
    </form>
  );
}

function zoneTitle({ zone }: RangeView): string {
  if (zone.choice === "utc") return "Every time on this page is in UTC";
  return `Every time on this page is in ${zone.name.replaceAll("_", " ")}, now ${zoneOffset(zone.name, new Date())}`;
}

function Edge({ view, name, edge }: { view: RangeView; name: "from" | "to"; edge: "start" | "end" }) {
  const given = view.params.get(name) ?? "";
  const instant = parseInstant(given, view.zone.name, edge);
  const value = instant ? formatWallClock(instant, view.zone.name) : "";
  const problem = view.problems[name];
  return (
    <div>
      <label className="field" data-invalid={problem ? "" : undefined}>
        <span>{edge === "start" ? "From" : "To"}</span>
        <input
          aria-describedby={problem && `${name}-problem`}
          aria-invalid={problem ? true : undefined}
          defaultValue={value}
          key={value}
          name={name}
          step="1"
          type="datetime-local"
        />
      </label>
      <Problem id={`${name}-problem`} text={problem} />
    </div>
  );
}
