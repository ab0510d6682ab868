/** Whom enforcing a report-only policy would have met, most often first; each leads to their sign-ins. */
import { Figure } from "@/app/[tenant]/_overview/figure";
import { exactly, logHref } from "@/app/[tenant]/_overview/links";
import { principalField, valueHref } from "@/lib/model/breakdown";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { filterDefinition } from "@/lib/model/filters";
import { formatCount } from "@/lib/model/format-number";
import { formatMinute } from "@/lib/model/format-time";
import { inSentence } from "@/lib/model/in-sentence";
import type { AffectedPrincipals, PolicyRange, PolicyReport } from "@/lib/model/policy-report";
import type { PolicyResult } from "@/lib/model/policy-results";
import { type PolicyView, policyHref } from "../links";

interface AffectedProps {
  view: PolicyView;
  report: PolicyReport;
  range: PolicyRange;
  log: CategorySlug;
  title: string;
  about: string;
  /** What stands instead of an empty list, after the log's name. */
  none: string;
  result: PolicyResult;
  affected: AffectedPrincipals;
}

export function Affected(props: AffectedProps) {
  const { view, report, log, title, about, none, result, affected } = props;
  const { rows, distinct, countedBackTo } = affected;
  const by = principalField(log);
  const filters = { policy: report.filter, policyResult: result };
  const all = logHref(view, log, report.interval, filters, by);
  return (
    <section className="overview-card" data-affected={result}>
      <header className="overview-card-head">
        <h2 className="font-semibold text-base">{title}</h2>
        {distinct > 0 && (
          <span className="tabular">{`${countedBackTo ? "At least " : ""}${formatCount(distinct)}`}</span>
        )}
      </header>
      <p className="text-muted text-sm">{about}</p>
      {rows.length === 0 ? (
        <p className="text-muted text-sm">
          In the {inSentence(CATEGORIES[log].label)} log {none}
        </p>
      ) : (
        <table className="ranking">
          <thead>
            <tr>
              <th scope="col">{filterDefinition(by).label}</th>
              <th scope="col">Sign-ins</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, n }) => (
              <tr key={key}>
                <th scope="row">
                  <span className="ranking-name">
                    <Name href={valueHref(view.tenant, by, key)} name={name} />
                  </span>
                </th>
                <td data-label="Sign-ins">
                  <Figure
                    href={logHref(view, log, report.interval, { ...filters, [by]: exactly(by, key) })}
                    label={name}
                    n={n}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <OtherLogs {...props} />
      {countedBackTo && (
        <p className="text-muted text-sm">Counted back to {formatMinute(countedBackTo, "UTC")} UTC only.</p>
      )}
      {distinct > rows.length && all && (
        <p className="text-sm">
          <a className="text-link" href={all}>
            All their sign-ins
          </a>
        </p>
      )}
    </section>
  );
}

/** The same of the other logs: a list is about one, and short of a policy's effect. */
function OtherLogs({ view, report, range, log, result }: AffectedProps) {
  return report.logs.map(({ log: other, counts }) => {
    const n = other === log ? 0 : (counts[result] ?? 0);
    return n === 0 ? null : (
      <p className="text-sm" key={other}>
        In the {inSentence(CATEGORIES[other].label)} log:{" "}
        <a className="text-link" href={policyHref(view, report.key, { range, log: other })}>
          {formatCount(n)} {n === 1 ? "sign-in" : "sign-ins"}
        </a>
      </p>
    );
  });
}

function Name({ name, href }: { name: string; href: string | null }) {
  if (href === null) return name || "Not recorded";
  return (
    <a className="text-link" href={href}>
      {name}
    </a>
  );
}
