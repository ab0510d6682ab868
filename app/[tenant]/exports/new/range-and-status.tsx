import { filterDefinition } from "@/lib/model/filters";
import { formatWallClock } from "@/lib/model/format-time";
import { DEFAULT_RANGE, parseInstant, presetOf, RANGE_LABELS } from "@/lib/model/log-query-range";
import type { ShownZone } from "@/lib/web/zone";

interface RangeAndStatusProps {
  params: URLSearchParams;
  /** Of the names of the fields: empty, or one log's. */
  prefix: string;
  zone: ShownZone;
}

/** The range and the statuses, of all logs or of one. The two ends count while "Custom range" is chosen. */
export function RangeAndStatus({ params, prefix, zone }: RangeAndStatusProps) {
  const given = presetOf({ range: params.get("range"), from: params.get("from"), to: params.get("to") });
  const range = given in RANGE_LABELS ? given : DEFAULT_RANGE;
  const statuses = params.getAll("status");
  const edge = (name: "from" | "to") => {
    const instant = parseInstant(params.get(name) ?? "", zone.name, name === "from" ? "start" : "end");
    return instant ? formatWallClock(instant, zone.name) : "";
  };
  return (
    <div className="export-fields">
      <label className="field">
        <span>Date</span>
        <select defaultValue={range} key={range} name={`${prefix}range`}>
          {Object.entries(RANGE_LABELS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <span className="custom-ends">
        <label className="field">
          <span>From</span>
          <input defaultValue={edge("from")} name={`${prefix}from`} step="1" type="datetime-local" />
        </label>
        <label className="field">
          <span>To ({zone.name.replaceAll("_", " ")})</span>
          <input defaultValue={edge("to")} name={`${prefix}to`} step="1" type="datetime-local" />
        </label>
      </span>
      <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 pl-1">
        <legend className="sr-only">Status</legend>
        {Object.entries(filterDefinition("status").options ?? {}).map(([value, label]) => (
          <label className="flex items-center gap-2" key={value}>
            <input
              className="checkbox"
              defaultChecked={statuses.includes(value)}
              name={`${prefix}status`}
              type="checkbox"
              value={value}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
