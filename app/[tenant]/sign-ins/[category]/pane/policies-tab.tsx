import { StatusMark, type Tone } from "@/app/_components/status-mark";
import { type AppliedPolicy, appliedPolicies } from "@/lib/model/applied-policies";
import { conditionalAccessLabel, policyResultLabel } from "@/lib/model/format-conditional-access";
import type { RecordReader } from "@/lib/model/record-reader";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { policyHref } from "../../../policies/links";
import { type LogView, tenantOf } from "../log-view";
import { Facts } from "./fact-list";
import type { Fact } from "./facts/fact";
import { HiddenPolicies } from "./hidden-policies";

interface PoliciesTabProps {
  view: LogView;
  detail: SignInDetail;
  read: RecordReader;
}

/** What the policies in force came to together, then each of them, as far as this reader may see them. */
export function ConditionalAccessTab({ view, detail, read }: PoliciesTabProps) {
  const outcome = conditionalAccessLabel(detail.conditionalAccess) ?? "Not recorded";
  return (
    <>
      <h3 className="section-title">Outcome</h3>
      <Facts facts={[{ label: "Conditional Access", value: outcome }, ...audiences(read)]} />
      <h3 className="section-title">Policies</h3>
      <Policies
        detail={detail}
        none="No policy was recorded with this sign-in."
        {...{ view, read }}
        reportOnly={false}
      />
    </>
  );
}

function audiences({ text }: RecordReader): Fact[] {
  return [{ label: "Audiences", value: text("conditionalAccessAudiences") }];
}

/** What the policies that only report would have done. */
export function ReportOnlyTab({ view, detail, read }: PoliciesTabProps) {
  return (
    <>
      <h3 className="section-title">Policies that only report</h3>
      <p className="pb-3 text-muted text-sm">They had no effect; their result is what it would have been.</p>
      <Policies detail={detail} none="No report-only policy was recorded." {...{ view, read }} reportOnly />
    </>
  );
}

function Policies({ view, detail, read, reportOnly, none }: PoliciesTabProps & { reportOnly: boolean; none: string }) {
  if (detail.policiesHidden) return <HiddenPolicies what="The list of policies" />;
  const policies = appliedPolicies(read).filter((policy) => policy.reportOnly === reportOnly);
  if (policies.length === 0) return <p className="text-muted text-sm">{none}</p>;
  return (
    <table className="pane-table">
      <thead>
        <tr>
          <th scope="col">Policy</th>
          <th scope="col">Grant controls</th>
          <th scope="col">Session controls</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      {policies.map((policy, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a policy may be listed without id; the order never changes.
        <Policy href={hrefOf(view, policy)} key={index} policy={policy} />
      ))}
    </table>
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  success: "success",
  failure: "failure",
  reportOnlySuccess: "success",
  reportOnlyFailure: "failure",
  reportOnlyInterrupted: "interrupted",
};

/** Two rows: the policy, and what can be opened to see which of its conditions were met. */
function Policy({ policy, href }: { policy: AppliedPolicy; href: string | undefined }) {
  return (
    <tbody data-result={policy.result}>
      <tr>
        <th scope="row">
          {href ? (
            <a className="text-link" href={href}>
              {policy.name}
            </a>
          ) : (
            policy.name
          )}
        </th>
        <td>{policy.grantControls.join(", ") || NONE}</td>
        <td>{policy.sessionControls.join(", ") || NONE}</td>
        <td>
          <StatusMark label={resultLabel(policy)} tone={TONES[policy.result] ?? "neutral"} />
        </td>
      </tr>
      <tr>
        <td colSpan={4}>
          <details className="policy-details">
            <summary>{summaryOf(policy)}</summary>
            <Facts facts={conditionFacts(policy)} />
          </details>
        </td>
      </tr>
    </tbody>
  );
}

/** What the policy came to with everybody, in this log. */
function hrefOf(view: LogView, { key }: AppliedPolicy): string | undefined {
  const { zone, category } = view;
  return key && policyHref({ tenant: tenantOf(view), zone, policy: "" }, key, { range: "1m", log: category.slug });
}

const NONE = <span className="text-faint">None</span>;

/** Under the heading that says so, "report-only" need not stand in every row. */
function resultLabel({ result }: AppliedPolicy): string {
  const [first = "", ...rest] = policyResultLabel(result).replace(/^Report-only: /, "");
  return first.toUpperCase() + rest.join("");
}

function summaryOf({ satisfied, notSatisfied }: AppliedPolicy): string {
  const told = [
    satisfied.length > 0 && `met: ${satisfied.join(", ").toLowerCase()}`,
    notSatisfied.length > 0 && `not met: ${notSatisfied.join(", ").toLowerCase()}`,
  ].filter(Boolean);
  return told.length > 0 ? `Conditions ${told.join("; ")}` : "Conditions";
}

function conditionFacts(policy: AppliedPolicy): Fact[] {
  const listed = (items: readonly string[]) => (items.length > 0 ? items.join(", ") : undefined);
  return [
    { label: "Conditions met", value: listed(policy.satisfied) ?? "None recorded" },
    { label: "Conditions not met", value: listed(policy.notSatisfied) ?? "None" },
    { label: "Included by", value: listed(policy.includedBy) },
    { label: "Excluded by", value: listed(policy.excludedBy) },
    { label: "Authentication strength", value: policy.authenticationStrength },
    { label: "Session controls not met", value: listed(policy.sessionControlsNotSatisfied) },
    { label: "Policy ID", value: policy.id, id: true },
  ];
}
