/**
 * Graph's evolvable enumerations: members that came after the first version are told only to programs that ask for them
 * (`Prefer: include-unknown-enum-members`); others read `unknownFutureValue`, which they were written to expect.
 */
import type { JsonObject, JsonValue } from "../sign-in-record";

const UNKNOWN = "unknownFutureValue";

/** The members that every program knows, by property. Spellings of records differ in letter case. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  userType: ["member", "guest"],
  signInIdentifierType: [
    ...["userPrincipalName", "phoneNumber", "proxyAddress", "qrCode", "onPremisesUserPrincipalName"],
  ],
  clientCredentialType: [
    ...["none", "clientSecret", "clientAssertion", "federatedIdentityCredential", "managedIdentity", "certificate"],
  ],
  authenticationProtocol: ["none", "oAuth2", "ropc", "wsFederation", "saml20", "deviceCode"],
  incomingTokenType: ["none", "primaryRefreshToken", "saml11", "saml20"],
  originalTransferMethod: ["none", "deviceCodeFlow", "authenticationTransfer"],
  conditionalAccessStatus: ["success", "failure", "notApplied"],
  crossTenantAccessType: ["none", "b2bCollaboration", "b2bDirectConnect", "microsoftSupport", "serviceProvider"],
  tokenIssuerType: ["AzureAD", "ADFederationServices"],
  riskDetail: [
    ...["none", "adminGeneratedTemporaryPassword", "userPerformedSecuredPasswordChange"],
    ...["userPerformedSecuredPasswordReset", "adminConfirmedSigninSafe", "aiConfirmedSigninSafe"],
    ...["userPassedMFADrivenByRiskBasedPolicy", "adminDismissedAllRiskForUser", "adminConfirmedSigninCompromised"],
    "hidden",
  ],
  riskLevelAggregated: ["none", "low", "medium", "high", "hidden"],
  riskLevelDuringSignIn: ["none", "low", "medium", "high", "hidden"],
  riskState: [...["none", "confirmedSafe", "remediated", "dismissed", "atRisk", "confirmedCompromised", "hidden"]],
};
const POLICY_RESULTS = ["success", "failure", "notApplied", "notEnabled", "unknown"];

const known = (members: readonly string[]) => new Set(members.map((member) => member.toLowerCase()));
const KNOWN = Object.entries(MEMBERS).map(([name, members]) => [name, known(members)] as const);
const KNOWN_RESULTS = known(POLICY_RESULTS);
const POLICIES = "appliedConditionalAccessPolicies";

/** Replaces, in a record of our own making, the members that not every program knows. Its lists are not changed. */
export function hideUnknownMembers(record: JsonObject): void {
  for (const [name, members] of KNOWN) {
    const value = record[name];
    if (typeof value === "string" && isUnknown(members, value)) record[name] = UNKNOWN;
  }
  const policies = record[POLICIES];
  if (Array.isArray(policies) && policies.some(hasUnknownResult)) {
    record[POLICIES] = policies.map((policy) =>
      hasUnknownResult(policy) ? { ...(policy as JsonObject), result: UNKNOWN } : policy,
    );
  }
}

function hasUnknownResult(policy: JsonValue): boolean {
  const result = policy !== null && typeof policy === "object" && !Array.isArray(policy) ? policy.result : undefined;
  return typeof result === "string" && isUnknown(KNOWN_RESULTS, result);
}

const seen = new Map<string, string>();

function isUnknown(members: ReadonlySet<string>, value: string): boolean {
  if (value === "" || members.has(value)) return false;
  return !members.has(lower(value));
}

/** The few words of these properties recur all the time. */
function lower(value: string): string {
  const done = seen.get(value);
  if (done !== undefined) return done;
  if (seen.size > 1_000) seen.clear();
  const made = value.toLowerCase();
  seen.set(value, made);
  return made;
}
