/** What a reader may not see inside a record is taken out here, and nowhere else. */
import { licenseHasFeature } from "@/lib/model/licenses";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { HIDDEN, type ShownRecord } from "@/lib/model/sign-in-view";

/** Properties that tell which policies exist and what they demand. */
const POLICY_PROPERTIES = [
  "appliedConditionalAccessPolicies",
  "authenticationRequirementPolicies",
  "conditionalAccessAudiences",
  "sessionLifetimePolicies",
];
/** Properties that hold a word; without the license it reads `hidden`, as the reference does. */
const RISK_WORDS = ["riskDetail", "riskLevelAggregated", "riskLevelDuringSignIn", "riskState"];
const RISK_LISTS = ["riskEventTypes", "riskEventTypes_v2"];

/** The record without policies (for want of the role) and with risk hidden (for want of the license). */
export function redactRecord(scope: TenantScope, record: JsonObject): ShownRecord {
  const policiesHidden = !scope.permissions.has("policies:read");
  const riskHidden = !licenseHasFeature(scope.license, "risk");
  const shown = { ...record };
  if (policiesHidden) for (const property of POLICY_PROPERTIES) delete shown[property];
  if (riskHidden) {
    for (const property of RISK_WORDS) if (property in shown) shown[property] = HIDDEN;
    for (const property of RISK_LISTS) if (property in shown) shown[property] = [HIDDEN];
  }
  return { record: shown, policiesHidden, riskHidden };
}
