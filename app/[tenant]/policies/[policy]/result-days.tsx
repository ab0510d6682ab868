/** What a policy came to on each day: a chart whose bars lead to the log, and the table behind it. */
import { Figure } from "@/app/[tenant]/_overview/figure";
import { logHref } from "@/app/[tenant]/_overview/links";
import type { CategorySlug } from "@/lib/model/categories";
import { formatCount } from "@/lib/model/format-number";
import { formatDay } from "@/lib/model/format-time";
import type { PolicyCounts, PolicyDay, PolicyReport } from "@/lib/model/policy-report";
import { POLICY_RESULT_LABELS, type PolicyResult, shortResultLabel } from "@/lib/model/policy-results";
import type { PolicyView } from "../links";

const HEIGHT = 88;
const BAR_WIDTH = 10;
const GAP = 1.5;

const RESULT_TONES: Partial<Record<PolicyResult, "success" | "failure" | "interrupted" | "neutral">> = {
  success: "success",
  failure: "failure",
  notApplied: "neutral",
  reportOnlySuccess: "success",
  reportOnlyFailure: "failure",
  reportOnlyInterrupted: "interrupted",
  reportOnlyNotApplied: "neutral",
};
/** From the ground up: what one looks for stands on the line. */
const STACK = ["failure", "interrupted", "success", "neutral"];

interface ResultDaysProps {
  view: PolicyView;
  report: PolicyReport;
  log: CategorySlug;
  title: string;
  results: readonly PolicyResult[];
}

export function ResultDays(props: ResultDaysProps) {
  const { view, report, log, title, results } = props;
  return (
    <section className="overview-card" data-results={title}>
      <header className="overview-card-head">
        <h2 className="font-semibold text-base">{title}</h2>
      </header>
      <ul className="status-mix">
        {results.map((result) => (
          <li key={result}>
            <svg aria-hidden="true" className="policy-key" viewBox="0 0 10 10">
              <rect data-tone={RESULT_TONES[result]} height="10" rx="2" width="10" />
            </svg>
            {shortResultLabel(result)}{" "}
            <Figure
              href={logHref(view, log, report.interval, { policy: report.filter, policyResult: result })}
              label={`${POLICY_RESULT_LABELS[result]}, all days`}
              n={report.counts[result] ?? 0}
            />
          </li>
        ))}
      </ul>
      <Chart {...props} />
    </section>
  );
}

function Chart(props: ResultDaysProps) {
  const { report, results, title } = props;
  const { days } = report;
  const most = Math.max(1, ...days.map(({ counts }) => sumOf(counts, results)));
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  return (
    <figure className="pattern">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a drawing. */}
      <svg
        aria-label={`${title}: results per UTC day`}
        preserveAspectRatio="none"
        role="group"
        viewBox={`0 0 ${days.length * BAR_WIDTH} ${HEIGHT}`}
      >
        {days.map((day, index) => (
          <Bar {...props} day={day} index={index} key={day.from.getTime()} most={most} />
        ))}
      </svg>
      <figcaption className="tabular">
        <span>{formatDay(first.from, "UTC")}</span>
        <span>Highest day {formatCount(most)}</span>
        <span>{formatDay(last.from, "UTC")}</span>
      </figcaption>
      <details className="behind">
        <summary>As a table</summary>
        <DayTable {...props} />
      </details>
    </figure>
  );
}

function Bar({
  view,
  report,
  log,
  results,
  day,
  index,
  most,
}: ResultDaysProps & { day: PolicyDay; index: number; most: number }) {
  const ordered = [...results].sort(
    (a, b) => STACK.indexOf(RESULT_TONES[a] ?? "") - STACK.indexOf(RESULT_TONES[b] ?? ""),
  );
  let ground = HEIGHT;
  const parts = ordered
    .filter((result) => day.counts[result])
    .map((result) => {
      // One sign-in among thousands is still to be seen.
      const height = Math.max(((day.counts[result] ?? 0) / most) * HEIGHT, 1.5);
      ground -= height;
      return { result, y: ground, height };
    });
  const text = dayText(day, results);
  return (
    <a aria-label={text} href={logHref(view, log, day, { policy: report.filter }) ?? undefined} tabIndex={-1}>
      <title>{text}</title>
      <rect className="pattern-hit" height={HEIGHT} width={BAR_WIDTH} x={index * BAR_WIDTH} y={0} />
      {parts.map(({ result, y, height }) => (
        <rect
          data-tone={RESULT_TONES[result]}
          height={height}
          key={result}
          width={BAR_WIDTH - GAP}
          x={index * BAR_WIDTH + GAP / 2}
          y={y}
        />
      ))}
    </a>
  );
}

function DayTable({ view, report, log, results }: ResultDaysProps) {
  return (
    <table className="record-table">
      <thead>
        <tr>
          <th scope="col">UTC day</th>
          {results.map((result) => (
            <th key={result} scope="col">
              {shortResultLabel(result)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.days.map((day) => (
          <tr key={day.from.getTime()}>
            <th scope="row">{formatDay(day.from, "UTC")}</th>
            {results.map((result) => (
              <td data-label={shortResultLabel(result)} key={result}>
                <Figure
                  href={logHref(view, log, day, { policy: report.filter, policyResult: result })}
                  label={`${POLICY_RESULT_LABELS[result]}, ${formatDay(day.from, "UTC")}`}
                  n={day.counts[result] ?? 0}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function dayText({ from, counts }: PolicyDay, results: readonly PolicyResult[]): string {
  const told = results
    .filter((result) => counts[result])
    .map((result) => `${formatCount(counts[result] ?? 0)} ${shortResultLabel(result).toLowerCase()}`);
  return `${formatDay(from, "UTC")}: ${told.join(", ") || "no sign-ins"}`;
}

function sumOf(counts: PolicyCounts, results: readonly PolicyResult[]): number {
  return results.reduce((sum, result) => sum + (counts[result] ?? 0), 0);
}
