import { CATEGORIES } from "@/lib/model/categories";
import { type DraftLog, SHARED_KEYS } from "@/lib/model/export-draft";
import { type FilterKey, filterDefinition } from "@/lib/model/filters";
import { formatCount } from "@/lib/model/format-number";
import type { ShownZone } from "@/lib/web/zone";
import { RangeAndStatus } from "./range-and-status";

interface LogSectionProps {
  log: DraftLog;
  count: { count: number; complete: boolean } | undefined;
  cap: number;
  /** Range and statuses stand above, for all logs. */
  same: boolean;
  zone: ShownZone;
}

/** One log of the bundle: its filters, to be changed here, and how many records match. */
export function LogSection({ log, count, cap, same, zone }: LogSectionProps) {
  const { label, filters } = CATEGORIES[log.category];
  const prefix = `${log.category}.`;
  const inForce = [...log.params].filter(([key]) => !(SHARED_KEYS as readonly string[]).includes(key));
  const unused = filters.filter((key) => key !== "status" && !log.params.has(key));
  return (
    <section className="export-panel" data-log={log.category}>
      <header className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2>{label}</h2>
        <p className="tabular text-sm" data-count="">
          {count ? countText(count, cap) : "Not counted"}
        </p>
      </header>
      {!same && <RangeAndStatus params={log.params} prefix={prefix} zone={zone} />}
      {inForce.map(([key, value], index) => (
        // Filters may come several times.
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing tells two equal ones apart.
        <label className="field" key={`${key} ${index}`}>
          <span>{filterDefinition(key as FilterKey).label}</span>
          <input defaultValue={value} name={prefix + key} placeholder="leave empty to drop this filter" />
        </label>
      ))}
      <div className="export-fields">
        <label className="field">
          <span>Add filter</span>
          <select defaultValue={unused[0]} name={`${prefix}add`}>
            {unused.map((key) => (
              <option key={key} value={key}>
                {filterDefinition(key).label}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Value</span>
          <input maxLength={256} name={`${prefix}value`} />
        </label>
      </div>
      {Object.entries(log.problems).map(([key, problem]) => (
        <p className="problem" key={key} role="alert">
          {problem}
        </p>
      ))}
      {log.notApplied.length > 0 && (
        <p className="text-muted text-sm">
          Not applied, because this log does not have it:{" "}
          {log.notApplied.map((key) => filterDefinition(key).label).join(", ")}
          {log.notApplied.map((key) => (
            <input key={key} name={`${prefix}dropped`} type="hidden" value={key} />
          ))}
        </p>
      )}
    </section>
  );
}

function countText({ count, complete }: { count: number; complete: boolean }, cap: number): string {
  if (count > cap) return `More than ${formatCount(cap)} records match`;
  const records = `${formatCount(count)} ${count === 1 ? "record" : "records"}`;
  return complete ? records : `At least ${records}`;
}
