/** How the sign-ins of one log spread over the range, by status, with a table behind the chart. */
import { BAR_WIDTH, StackedBar } from "@/app/_components/stacked-bar";
import { StatusMark } from "@/app/_components/status-mark";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { formatCount, shareText } from "@/lib/model/format-number";
import { formatDay, formatMinute, zoneLabel } from "@/lib/model/format-time";
import { OVERVIEW_RANGES, type Overview, type OverviewBar, totalOf } from "@/lib/model/overview";
import { STATUS_LABELS, type Status } from "@/lib/model/status";
import { Figure } from "./figure";
import { logHref, type OverviewView } from "./links";

const HEIGHT = 88;
const STATUSES: readonly Status[] = ["success", "failure", "interrupted"];

interface PatternProps {
  view: OverviewView;
  overview: Overview;
  log: CategorySlug;
}

export function Pattern({ view, overview, log }: PatternProps) {
  const { interval, totals } = overview;
  const { label } = CATEGORIES[log];
  const all = totalOf(totals[log]);
  return (
    <section className="overview-card" data-log={log}>
      <header className="overview-card-head">
        <h3>{label}</h3>
        <Figure href={logHref(view, log, interval)} label={`${label} sign-ins`} n={all} />
      </header>
      <ul className="status-mix">
        {STATUSES.map((status) => (
          <li key={status}>
            <StatusMark tone={status} />{" "}
            <Figure
              href={logHref(view, log, interval, { status })}
              label={`${label} sign-ins with status ${STATUS_LABELS[status]}`}
              n={totals[log][status]}
            />{" "}
            <span className="text-muted tabular">{shareText(totals[log][status], all)}</span>
          </li>
        ))}
      </ul>
      <Chart log={log} overview={overview} view={view} />
    </section>
  );
}

function Chart({ view, overview, log }: PatternProps) {
  const { bars, range } = overview;
  const most = Math.max(0, ...bars.map(({ counts }) => totalOf(counts[log])));
  const highest = Math.max(1, most);
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return null;
  const zone = view.zone.name;
  const each = OVERVIEW_RANGES[range].bars;
  return (
    <figure className="pattern">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a drawing. */}
      <svg
        aria-label={`${CATEGORIES[log].label} sign-ins per ${each}, by status`}
        preserveAspectRatio="none"
        role="group"
        viewBox={`0 0 ${bars.length * BAR_WIDTH} ${HEIGHT}`}
      >
        {bars.map((bar, index) => (
          <Bar bar={bar} highest={highest} index={index} key={bar.from.getTime()} log={log} range={range} view={view} />
        ))}
      </svg>
      <figcaption className="tabular">
        <span>{barName(first, range, zone)}</span>
        <span>
          {most === 0 ? "No sign-ins" : `Highest ${each} ${formatCount(most)}`} · {zoneLabel(zone, first.from)}
        </span>
        <span>{barName(last, range, zone)}</span>
      </figcaption>
      <details className="behind">
        <summary>As a table</summary>
        <PatternTable log={log} overview={overview} view={view} />
      </details>
    </figure>
  );
}

interface BarProps {
  view: OverviewView;
  bar: OverviewBar;
  log: CategorySlug;
  range: Overview["range"];
  index: number;
  highest: number;
}

function Bar({ view, bar, log, range, index, highest }: BarProps) {
  const text = barText(bar, log, range, view.zone.name);
  return (
    <a aria-label={text} href={logHref(view, log, bar) ?? undefined} tabIndex={-1}>
      <title>{text}</title>
      <StackedBar counts={bar.counts[log]} height={HEIGHT} highest={highest} index={index} />
    </a>
  );
}

function PatternTable({ view, overview: { bars, range }, log }: PatternProps) {
  return (
    <table className="record-table">
      <thead>
        <tr>
          <th scope="col">{OVERVIEW_RANGES[range].bars === "hour" ? "Hour from" : "Day"}</th>
          {STATUSES.map((status) => (
            <th key={status} scope="col">
              {STATUS_LABELS[status]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.from.getTime()}>
            <th scope="row">{barName(bar, range, view.zone.name)}</th>
            {STATUSES.map((status) => (
              <td data-label={STATUS_LABELS[status]} key={status}>
                <Figure
                  href={logHref(view, log, bar, { status })}
                  label={`${STATUS_LABELS[status]}, ${barName(bar, range, view.zone.name)}`}
                  n={bar.counts[log][status]}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The day, or the hour by its start. The first day of a range may be a part of one, and says so. */
function barName({ from }: OverviewBar, range: Overview["range"], zone: string): string {
  const minute = formatMinute(from, zone);
  if (OVERVIEW_RANGES[range].bars === "hour") return minute;
  return minute.endsWith("00:00") ? formatDay(from, zone) : `${formatDay(from, zone)} from ${minute.slice(-5)}`;
}

function barText(bar: OverviewBar, log: CategorySlug, range: Overview["range"], zone: string): string {
  const told = STATUSES.filter((status) => bar.counts[log][status] > 0).map(
    (status) => `${formatCount(bar.counts[log][status])} ${STATUS_LABELS[status].toLowerCase()}`,
  );
  return `${barName(bar, range, zone)}: ${told.join(", ") || "no sign-ins"}`;
}
