import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { CATEGORIES } from "@/lib/model/categories";
import { formatCount } from "@/lib/model/format-number";
import {
  ENFORCED_RESULTS,
  type PolicyRange,
  type PolicyReport,
  REPORT_ONLY_RESULTS,
  sumOfCounts,
} from "@/lib/model/policy-report";
import type { PolicyResult } from "@/lib/model/policy-results";
import { getPolicy } from "@/lib/services/policies/get-policy";
import type { PageSearch } from "@/lib/web/search-params";
import { type PolicyView, policyHref } from "../links";
import { PolicyHead, PolicyRangeProblem } from "../policy-head";
import { readPolicyView } from "../read-view";
import { Affected } from "./affected";
import { ResultDays } from "./result-days";

export const metadata: Metadata = { title: "Policy" };

interface PageProps {
  params: Promise<{ tenant: string; policy: string }>;
  searchParams: Promise<PageSearch>;
}

export default function PolicyPage(props: PageProps) {
  return answerPage("The policy could not be read", () => policyPage(props));
}

async function policyPage({ params, searchParams }: PageProps) {
  const { tenant, policy: encoded } = await params;
  const policy = decoded(encoded);
  const { scope, view, range, problem } = await readPolicyView(tenant, policy, await searchParams);
  if (!range) return <PolicyRangeProblem problem={problem} view={view} />;
  const report = await getPolicy(scope, { key: policy, range, log: view.log });
  return (
    <div className="overview">
      <PolicyHead range={range} title={report.name} view={view}>
        <a className="text-link" href={policyHref(view, "", { range })}>
          All policies
        </a>{" "}
        · Days are UTC days{report.id && report.id !== report.name && <span className="font-mono"> · {report.id}</span>}
      </PolicyHead>
      <LogTabs range={range} report={report} view={view} />
      {report.log === null || sumOfCounts(report.counts) === 0 ? (
        <p className="records-empty">
          No sign-in of this range was weighed by the policy{report.log && " in this log"}.
        </p>
      ) : (
        <Results log={report.log} range={range} report={report} view={view} />
      )}
    </div>
  );
}

/** Next hands the part of the address on as it was sent. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

interface ReportProps {
  view: PolicyView;
  report: PolicyReport;
  range: PolicyRange;
}

function LogTabs({ view, report, range }: ReportProps) {
  if (report.logs.length === 0) return null;
  return (
    <nav aria-label="Logs" className="records-choices">
      {report.logs.map(({ log, n }) => (
        <a
          aria-current={log === report.log ? "page" : undefined}
          href={policyHref(view, report.key, { range, log })}
          key={log}
        >
          {CATEGORIES[log].label} <span className="text-muted tabular">{formatCount(n)}</span>
        </a>
      ))}
    </nav>
  );
}

function Results({ view, report, range, log }: ReportProps & { log: NonNullable<PolicyReport["log"]> }) {
  const parts = { view, report, range, log };
  const has = (results: readonly PolicyResult[]) => results.some((result) => report.counts[result]);
  return (
    <div className="overview-grid" data-columns="2">
      {has(ENFORCED_RESULTS) && <ResultDays {...parts} results={ENFORCED_RESULTS} title="Enforced" />}
      {has(REPORT_ONLY_RESULTS) && (
        <>
          <ResultDays {...parts} results={REPORT_ONLY_RESULTS} title="Report-only" />
          <Affected
            {...parts}
            about="Users of sign-ins that the policy would have blocked, or refused for what they lack."
            affected={report.stopped}
            none="enforcing the policy would have stopped nobody."
            result="reportOnlyFailure"
            title="Who would have been stopped"
          />
          <Affected
            {...parts}
            about="Users of sign-ins in which the policy would have asked for more, such as a second factor."
            affected={report.asked}
            none="enforcing the policy would have asked nobody for more."
            result="reportOnlyInterrupted"
            title="Who would have been asked for more"
          />
        </>
      )}
      {!has([...ENFORCED_RESULTS, ...REPORT_ONLY_RESULTS]) && (
        <p className="records-empty">The policy was disabled in this range.</p>
      )}
    </div>
  );
}
