/** The Conditional Access policies inside a record, read out of whichever shape they came in, and in plain words. */
import { type RecordReader, recordReader } from "./record-reader";
import type { JsonObject } from "./sign-in-record";

export interface AppliedPolicy {
  id: string | undefined;
  /** What its page is called: the id, or `~` and the name where there is none. */
  key: string | undefined;
  /** As it was called when the sign-in happened. */
  name: string;
  /** `success`, `failure`, `notApplied`, `notEnabled`, `reportOnly…`, or whatever else came. */
  result: string;
  reportOnly: boolean;
  grantControls: readonly string[];
  sessionControls: readonly string[];
  sessionControlsNotSatisfied: readonly string[];
  /** Conditions of the policy that the sign-in met, and that it did not. */
  satisfied: readonly string[];
  notSatisfied: readonly string[];
  /** Rules of the policy that took the sign-in in, and that left it out. */
  includedBy: readonly string[];
  excludedBy: readonly string[];
  authenticationStrength: string | undefined;
}

/** @returns every policy of the record in its order; none where the reader may not see them. */
export function appliedPolicies({ list }: RecordReader): AppliedPolicy[] {
  return list("appliedConditionalAccessPolicies").map(readPolicy);
}

function readPolicy(policy: JsonObject): AppliedPolicy {
  const { text, words, list } = recordReader(policy);
  const [id, name] = [text("id"), text("displayName")];
  const result = text("result") ?? "unknown";
  const strength = [
    text("authenticationStrength.displayName"),
    text("authenticationStrength.authenticationStrengthResult"),
  ];
  return {
    id,
    key: id ?? (name && `~${name}`),
    name: name ?? id ?? "Unnamed policy",
    result,
    reportOnly: result.startsWith("reportOnly"),
    grantControls: words("enforcedGrantControls").map(controlLabel),
    sessionControls: words("enforcedSessionControls").map(controlLabel),
    sessionControlsNotSatisfied: words("sessionControlsNotSatisfied").map(controlLabel),
    satisfied: conditions(words("conditionsSatisfied")),
    notSatisfied: conditions(words("conditionsNotSatisfied")),
    includedBy: list("includeRulesSatisfied").map(ruleText),
    excludedBy: list("excludeRulesSatisfied").map(ruleText),
    authenticationStrength: strength.filter(Boolean).join(": ") || undefined,
  };
}

interface Control {
  label: string;
  /** What is the case when the control was not met; continues a sentence. */
  unmet?: string;
}

/** Keyed by the control's word in lower case without `require`: the stream and the API spell them differently. */
const CONTROLS: Readonly<Record<string, Control>> = {
  block: { label: "Block access" },
  mfa: { label: "Second factor", unmet: "second factor not given" },
  federatedmfa: { label: "Second factor of the federated provider", unmet: "second factor not given" },
  compliantdevice: { label: "Compliant device", unmet: "device is not compliant" },
  domainjoineddevice: { label: "Hybrid-joined device", unmet: "device is not hybrid-joined" },
  approvedapp: { label: "Approved client app", unmet: "client app is not approved" },
  approvedapplication: { label: "Approved client app", unmet: "client app is not approved" },
  compliantapp: { label: "App protection policy", unmet: "app is not protected by a policy" },
  compliantapplication: { label: "App protection policy", unmet: "app is not protected by a policy" },
  passwordchange: { label: "Password change", unmet: "password was not changed" },
  authenticationstrength: { label: "Authentication strength", unmet: "authentication was not strong enough" },
  termsofuse: { label: "Terms of use", unmet: "terms of use not accepted" },
  signinfrequency: { label: "Sign-in frequency" },
  cloudappsecurity: { label: "App control by proxy" },
  appenforcedrestrictions: { label: "Restrictions by the app" },
  applicationenforcedrestrictions: { label: "Restrictions by the app" },
  persistentbrowsersession: { label: "Persistent browser session" },
  persistentbrowser: { label: "Persistent browser session" },
  continuousaccessevaluation: { label: "Continuous access evaluation" },
  tokenprotection: { label: "Token protection" },
};

function control(word: string): Control | undefined {
  const key = word.toLowerCase().replace(/^require/, "");
  return Object.hasOwn(CONTROLS, key) ? CONTROLS[key] : undefined;
}

/** A control in our words; one we do not know stands as it came. */
function controlLabel(word: string): string {
  return control(word)?.label ?? word;
}

const CONDITIONS: Readonly<Record<string, string>> = {
  application: "Application",
  users: "User",
  devicePlatform: "Device platform",
  location: "Location",
  clientType: "Client app",
  signInRisk: "Sign-in risk",
  userRisk: "User risk",
  time: "Time",
  deviceState: "Device state",
  client: "Client",
  ipAddressSeenByAzureAD: "IP address as the identity provider saw it",
  ipAddressSeenByResourceProvider: "IP address as the resource saw it",
  servicePrincipals: "Service principal",
  servicePrincipalRisk: "Service principal risk",
  authenticationFlows: "Authentication flow",
  insiderRisk: "Insider risk",
};

function conditions(words: readonly string[]): string[] {
  return words.filter((word) => word !== "none").map(conditionLabel);
}

function conditionLabel(word: string): string {
  return (Object.hasOwn(CONDITIONS, word) && CONDITIONS[word]) || word;
}

function ruleText(rule: JsonObject): string {
  const { text } = recordReader(rule);
  const condition = text("conditionalAccessCondition");
  return [condition && conditionLabel(condition), text("ruleSatisfied")].filter(Boolean).join(": ") || "Unnamed rule";
}

/** What of the policy's demands was not met, to continue a sentence; empty for a policy that blocks whatever is given. */
export function unmetDemands(policy: AppliedPolicy): string[] {
  const demands = Object.values(CONTROLS).flatMap(({ label, unmet }) =>
    unmet && policy.grantControls.includes(label) ? [unmet] : [],
  );
  const conditionsUnmet = policy.notSatisfied.map((condition) => `condition not met: ${condition}`);
  return [...new Set([...demands, ...conditionsUnmet])];
}
