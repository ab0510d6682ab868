/** Whom enforcing a report-only policy would have met, most often first; each leads to their sign-ins. */
import { Figure } from "@/app/[tenant]/_overview/figure";
import { exactly, logHref } from "@/app/[tenant]/_overview/links";
import { principalField, valueHref } from "@/lib/model/breakdown";
import type { CategorySlug } from "@/lib/model/categories";
import { filterDefinition } from "@/lib/model/filters";
import { formatCount } from "@/lib/model/format-number";
import { formatMinute } from "@/lib/model/format-time";
import type { AffectedPrincipals, PolicyReport } from "@/lib/model/policy-report";
import type { PolicyResult } from "@/lib/model/policy-results";
import type { PolicyView } from "../links";

interface AffectedProps {
  view: PolicyView;
  report: PolicyReport;
  log: CategorySlug;
  title: string;
  about: string;
  /** What stands instead of an empty list. */
  none: string;
  result: PolicyResult;
  affected: AffectedPrincipals;
}

export function Affected({ view, report, log, title, about, none, result, affected }: AffectedProps) {
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
        <p className="text-muted text-sm">{none}</p>
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

function Name({ name, href }: { name: string; href: string | null }) {
  if (href === null) return name || "Not recorded";
  return (
    <a className="text-link" href={href}>
      {name}
    </a>
  );
}
