/** The sign-ins of a thing per UTC day, by status, with a table behind the chart. */
import { BAR_WIDTH, StackedBar } from "@/app/_components/stacked-bar";
import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { formatCount } from "@/lib/model/format-number";
import { formatDay } from "@/lib/model/format-time";
import { totalOf } from "@/lib/model/overview";
import { STATUS_LABELS, type Status } from "@/lib/model/status";
import type { DayCounts } from "@/lib/model/thing-view";
import { signInsHref } from "./hrefs";
import type { ThingProps } from "./thing-page";

const HEIGHT = 64;
const STATUSES: readonly Status[] = ["success", "failure", "interrupted"];

export function DayChart({ thing, view }: ThingProps) {
  const { bars } = thing;
  const highest = Math.max(1, ...bars.map(({ counts }) => totalOf(counts)));
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return null;
  return (
    <section aria-labelledby="thing-days" className="thing-card thing-days">
      <h2 id="thing-days">Per day</h2>
      <figure className="pattern">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a drawing. */}
        <svg
          aria-label="Sign-ins per day, by status"
          preserveAspectRatio="none"
          role="group"
          viewBox={`0 0 ${bars.length * BAR_WIDTH} ${HEIGHT}`}
        >
          {bars.map((bar, index) => (
            <Bar bar={bar} highest={highest} index={index} key={bar.from.getTime()} thing={thing} view={view} />
          ))}
        </svg>
        <figcaption className="tabular">
          <span>{dayName(first)}</span>
          <span>Highest day {formatCount(highest)} · UTC</span>
          <span>{dayName(last)}</span>
        </figcaption>
        <details className="behind">
          <summary>As a table</summary>
          <table className="record-table">
            <thead>
              <tr>
                <th scope="col">Day</th>
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
                  <th scope="row">{dayName(bar)}</th>
                  {STATUSES.map((status) => (
                    <td className="tabular" data-label={STATUS_LABELS[status]} key={status}>
                      {formatCount(bar.counts[status])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </figure>
    </section>
  );
}

interface BarProps extends ThingProps {
  bar: DayCounts;
  index: number;
  highest: number;
}

/** Leads to the log that has most of the day. */
function Bar({ thing, view, bar, index, highest }: BarProps) {
  const [log] = CATEGORY_SLUGS.filter((each) => bar.byLog[each]).sort(
    (a, b) => (bar.byLog[b] ?? 0) - (bar.byLog[a] ?? 0),
  );
  const told = STATUSES.filter((status) => bar.counts[status] > 0).map(
    (status) => `${formatCount(bar.counts[status])} ${STATUS_LABELS[status].toLowerCase()}`,
  );
  const text = `${dayName(bar)}: ${told.join(", ") || "no sign-ins"}${log ? `. ${CATEGORIES[log].label} log` : ""}`;
  const content = (
    <>
      <title>{text}</title>
      <StackedBar counts={bar.counts} height={HEIGHT} highest={highest} index={index} />
    </>
  );
  if (!log) return <g>{content}</g>;
  return (
    <a aria-label={text} href={signInsHref(view, thing, log, bar) ?? undefined} tabIndex={-1}>
      {content}
    </a>
  );
}

function dayName({ from }: DayCounts): string {
  return formatDay(from, "UTC");
}
