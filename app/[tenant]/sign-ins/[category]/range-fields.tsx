import { formatWallClock, zoneOffset } from "@/lib/model/format-time";
import { DEFAULT_RANGE, parseInstant, RANGE_LABELS } from "@/lib/model/log-query-range";
import type { LogView } from "./log-view";

/** The date range, its zone, and, while "Custom range" is chosen, its two ends. */
export function RangeFields({ view }: { view: LogView }) {
  const { params, problems, zone } = view;
  const range = params.get("range")?.trim() || DEFAULT_RANGE;
  const localName = zone.choice === "local" ? ` (${zone.name.replaceAll("_", " ")})` : "";
  return (
    <>
      <div className="filter-cell" data-half="">
        <label className="field" data-invalid={problems.range ? "" : undefined}>
          <span>Date</span>
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
      </div>
      <div className="filter-cell" data-half="">
        <label className="field" data-invalid={problems.tz ? "" : undefined}>
          <span>Time zone</span>
          <select
            data-local-zone={zone.choice === "local" ? zone.name : undefined}
            data-submit-on-change=""
            defaultValue={zone.choice}
            key={zone.choice}
            name="tz"
            title={zone.choice === "local" ? `${zone.name}, now ${zoneOffset(zone.name, new Date())}` : undefined}
          >
            <option value="local">Local{localName}</option>
            <option value="utc">UTC</option>
          </select>
        </label>
        <Problem text={problems.tz} />
      </div>
    </>
  );
}

function Edge({ view, name, edge }: { view: LogView; name: "from" | "to"; edge: "start" | "end" }) {
  const given = view.params.get(name) ?? "";
  const instant = parseInstant(given, view.zone.name, edge);
  const value = instant ? formatWallClock(instant, view.zone.name) : "";
  const problem = view.problems[name];
  return (
    <div className="filter-cell">
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

export function Problem({ text, id }: { text?: string; id?: string }) {
  return text ? (
    <p className="problem" id={id}>
      {text}
    </p>
  ) : null;
}
