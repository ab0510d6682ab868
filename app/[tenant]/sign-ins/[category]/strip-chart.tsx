/** How the matches spread over the range, split by status: a chart whose bars lead to their part of the range. */
import { formatCount } from "@/lib/model/format-number";
import { formatMinute, zoneLabel } from "@/lib/model/format-time";
import type { HistogramBar, LogCounts } from "@/lib/model/log-counts";
import { STATUS_LABELS, type Status } from "@/lib/model/status";
import { type LogView, viewHref } from "./log-view";

const HEIGHT = 48;
const BAR_WIDTH = 10;
const GAP = 1.5;
/** From the ground up: what one looks for stands on the line. */
const STACK: readonly Status[] = ["failure", "interrupted", "success"];
/** In addresses that a script fills in after a drag over several bars. */
const FROM = "0001-01-01T00:00:00Z";
const TO = "0002-01-01T00:00:00Z";

export function StripChart({ view, counts }: { view: LogView; counts: LogCounts }) {
  const { bars } = counts;
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return null;
  const highest = Math.max(...bars.map(totalOf));
  const zone = view.zone.name;
  // The last bar of an open range holds what lies ahead too: senders whose clocks run ahead.
  const end = isOpen(last, view.now) ? view.now : last.to;
  const told = bars.map((bar) => ({ bar, text: barText(bar, view) }));
  return (
    <figure className="strip">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a drawing. */}
      <svg
        aria-label="Sign-ins over the range, by status"
        data-strip={rangeHref(view, FROM, TO)}
        preserveAspectRatio="none"
        role="group"
        viewBox={`0 0 ${bars.length * BAR_WIDTH} ${HEIGHT}`}
      >
        <title>Drag over bars, or press one, to narrow the range</title>
        {told.map(({ bar, text }, index) => (
          <Bar bar={bar} highest={highest} index={index} key={bar.from.getTime()} text={text} view={view} />
        ))}
      </svg>
      <figcaption className="tabular">
        <time dateTime={first.from.toISOString()}>{formatMinute(first.from, zone)}</time>
        <span>
          {counts.countedBackTo
            ? // What lies ahead of now is counted first, and nobody asked for it.
              counts.countedBackTo < end
              ? `Counted back to ${formatMinute(counts.countedBackTo, zone)}`
              : "Not counted yet"
            : highest === 0
              ? "No sign-ins"
              : `Highest bar ${formatCount(highest)}`}{" "}
          · {zoneLabel(zone, first.from)}
        </span>
        <time dateTime={end.toISOString()}>{formatMinute(end, zone)}</time>
      </figcaption>
      <StripList told={told.filter(({ bar }) => totalOf(bar) > 0)} />
    </figure>
  );
}

interface BarProps {
  view: LogView;
  bar: HistogramBar;
  index: number;
  highest: number;
  /** What the bar says, as a tooltip and as the name of the link. */
  text: string;
}

function Bar({ view, bar, index, highest, text }: BarProps) {
  const x = index * BAR_WIDTH + GAP / 2;
  const width = BAR_WIDTH - GAP;
  let ground = HEIGHT;
  const parts = STACK.map((status) => {
    const height = (bar.counts[status] / highest) * HEIGHT;
    // One sign-in among thousands is still to be seen.
    const drawn = bar.counts[status] > 0 ? Math.max(height, 1.5) : 0;
    ground -= drawn;
    return { status, y: ground, height: drawn };
  });
  return (
    <a
      aria-label={text}
      data-from={bar.from.toISOString()}
      data-soft=""
      data-to={bar.to.toISOString()}
      href={rangeHref(view, bar.from.toISOString(), bar.to.toISOString())}
      tabIndex={-1}
    >
      <title>{text}</title>
      <rect
        className="strip-hit"
        data-uncounted={bar.counted ? undefined : ""}
        height={HEIGHT}
        width={BAR_WIDTH}
        x={index * BAR_WIDTH}
        y={0}
      />
      {parts.map(({ status, y, height }) =>
        height > 0 ? <rect data-tone={status} height={height} key={status} width={width} x={x} y={y} /> : null,
      )}
    </a>
  );
}

/** The same figures for those who do not see the bars. A list, as a log page has one table. */
function StripList({ told }: { told: readonly { bar: HistogramBar; text: string }[] }) {
  return (
    <ul className="sr-only">
      {told.map(({ bar, text }) => (
        <li key={bar.from.getTime()}>{text}</li>
      ))}
    </ul>
  );
}

function barText(bar: HistogramBar, { zone: { name: zone }, now }: LogView): string {
  const told = STACK.filter((status) => bar.counts[status] > 0).map(
    (status) => `${formatCount(bar.counts[status])} ${STATUS_LABELS[status].toLowerCase()}`,
  );
  const what = told.length > 0 ? told.join(", ") : bar.counted ? "no sign-ins" : "not counted";
  const until = isOpen(bar, now) ? "now" : formatMinute(bar.to, zone);
  return `${formatMinute(bar.from, zone)} to ${until}: ${what}`;
}

function isOpen({ from, to }: HistogramBar, now: Date): boolean {
  return from <= now && to > now;
}

function totalOf({ counts }: HistogramBar): number {
  return counts.success + counts.failure + counts.interrupted;
}

function rangeHref(view: LogView, from: string, to: string): string {
  return viewHref(view, { range: "custom", from, to });
}
