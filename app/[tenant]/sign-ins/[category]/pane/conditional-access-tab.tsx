import { Icon } from "@/app/_components/icon";
import { StatusMark, type Tone } from "@/app/_components/status-mark";
import { policyResultLabel } from "@/lib/model/format-conditional-access";
import { rolesWithPermission } from "@/lib/model/roles";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { Facts } from "./facts";
import { conditionalAccessSummary } from "./fields";
import { recordReader } from "./record-reader";

/** What the policies came to together, then each of them, as far as this reader may see them. */
export function ConditionalAccessTab({ detail }: { detail: SignInDetail }) {
  const policies = recordReader(detail.record).list("appliedConditionalAccessPolicies");
  return (
    <>
      <h3 className="section-title">Outcome</h3>
      <Facts facts={[{ label: "Conditional Access", value: conditionalAccessSummary(detail) }]} />
      <h3 className="section-title">Policies</h3>
      {detail.policiesHidden ? (
        <p className="notice">
          <Icon className="text-muted" name="lock" />
          The policies are hidden from your role. They can be seen by: {rolesWithPermission("policies:read").join(", ")}
          .
        </p>
      ) : policies.length === 0 ? (
        <p className="text-muted text-sm">No policy was recorded with this sign-in.</p>
      ) : (
        <ul className="step-list">
          {policies.map((policy, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a policy may be listed without id; the order never changes.
            <Policy key={index} policy={policy} />
          ))}
        </ul>
      )}
    </>
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  success: "success",
  failure: "failure",
  reportOnlySuccess: "success",
  reportOnlyFailure: "failure",
  reportOnlyInterrupted: "interrupted",
};

function Policy({ policy }: { policy: JsonObject }) {
  const { text } = recordReader(policy);
  const result = text("result") ?? "unknown";
  const lines = [
    ["Grant controls", text("enforcedGrantControls")],
    ["Session controls", text("enforcedSessionControls")],
    ["Conditions met", text("conditionsSatisfied")],
    ["Conditions not met", text("conditionsNotSatisfied")],
  ].filter(([, value]) => value !== undefined && value !== "none");
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 break-words font-medium">{text("displayName") ?? text("id") ?? "Unnamed policy"}</span>
        <StatusMark label={policyResultLabel(result)} tone={TONES[result] ?? "neutral"} />
      </div>
      {lines.map(([label, value]) => (
        <p className="text-muted" key={label}>
          {label}: {value}
        </p>
      ))}
    </li>
  );
}
