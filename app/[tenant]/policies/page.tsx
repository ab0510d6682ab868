import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { formatCount } from "@/lib/model/format-number";
import {
  ENFORCED_RESULTS,
  type PolicyCounts,
  type PolicyRange,
  type PolicySummary,
  REPORT_ONLY_RESULTS,
} from "@/lib/model/policy-report";
import { POLICY_RESULT_LABELS, type PolicyResult, shortResultLabel } from "@/lib/model/policy-results";
import { listPolicies } from "@/lib/services/policies/list-policies";
import type { PageSearch } from "@/lib/web/search-params";
import { type PolicyView, policyHref } from "./links";
import { PolicyHead, PolicyRangeProblem } from "./policy-head";
import { readPolicyView } from "./read-view";

export const metadata: Metadata = { title: "Policies" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

export default function PoliciesPage(props: PageProps) {
  return answerPage("The policies could not be read", () => policiesPage(props));
}

async function policiesPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const { scope, view, range, problem } = await readPolicyView(tenant, "", await searchParams);
  if (!range) return <PolicyRangeProblem problem={problem} view={view} />;
  const policies = await listPolicies(scope, range);
  return (
    <div className="overview">
      <PolicyHead range={range} title="Conditional Access policies" view={view}>
        What the policies in this tenant’s sign-ins came to, by UTC day. One that only reports says what it would have
        done.
      </PolicyHead>
      {policies.length === 0 ? (
        <p className="records-empty">
          No sign-in of this range names a policy. Policies stand here once identity providers send them with sign-ins.
        </p>
      ) : (
        <PolicyTable policies={policies} range={range} view={view} />
      )}
    </div>
  );
}

const COLUMNS: readonly PolicyResult[] = [...ENFORCED_RESULTS, ...REPORT_ONLY_RESULTS];

function PolicyTable({ policies, range, view }: { policies: PolicySummary[]; range: PolicyRange; view: PolicyView }) {
  return (
    <section className="overview-card">
      <table className="ranking policy-table">
        <thead>
          <tr>
            <td />
            <th colSpan={ENFORCED_RESULTS.length} scope="colgroup">
              Enforced
            </th>
            <th colSpan={REPORT_ONLY_RESULTS.length} scope="colgroup">
              Report-only
            </th>
          </tr>
          <tr>
            <th scope="col">Policy</th>
            {COLUMNS.map((result) => (
              <th key={result} scope="col">
                {shortResultLabel(result)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {policies.map(({ key, name, counts }) => (
            <tr data-policy={key} key={key}>
              <th scope="row">
                <a className="ranking-name text-link" href={policyHref(view, key, { range })}>
                  {name}
                </a>
                <span className="text-faint text-xs">{modeText(counts)}</span>
              </th>
              {COLUMNS.map((result) => (
                <td
                  className="tabular"
                  data-label={POLICY_RESULT_LABELS[result]}
                  data-none={counts[result] ? undefined : ""}
                  data-result={result}
                  key={result}
                >
                  {counts[result] ? formatCount(counts[result]) : <span className="text-faint">–</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the sign-ins of the range say of how the policy is set. */
function modeText(counts: PolicyCounts): string {
  const has = (results: readonly PolicyResult[]) => results.some((result) => counts[result]);
  const [enforced, reports] = [has(ENFORCED_RESULTS), has(REPORT_ONLY_RESULTS)];
  if (enforced && reports) return "Enforced and report-only within the range";
  if (reports) return "Report-only";
  return enforced ? "Enforced" : "Disabled";
}
