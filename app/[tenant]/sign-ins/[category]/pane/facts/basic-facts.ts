import { CATEGORIES } from "@/lib/model/categories";
import { thingOf } from "@/lib/model/named-things";
import { PRINCIPAL_LABELS } from "@/lib/model/principal-labels";
import { providerWord } from "@/lib/model/provider-words";
import type { RecordReader } from "@/lib/model/record-reader";
import { HIDDEN, type SignInDetail } from "@/lib/model/sign-in-view";
import { STATUS_LABELS } from "@/lib/model/status";
import { type Fact, type FactGroup, type FactsOf, timeText, unlessNone, wordOf } from "./fact";

/** Who did what, how, to what, under which identifiers. */
export const basicFacts: FactsOf = (detail, read, zone) => [
  { title: "What happened", facts: outcomeFacts(detail, read, zone) },
  { title: "Who", facts: isUser(detail) ? userFacts(detail, read) : programFacts(detail, read) },
  { title: "How", facts: howFacts(detail, read) },
  { title: "To what", facts: targetFacts(detail, read) },
  { title: "Identifiers", facts: identifierFacts(detail, read) },
  riskFacts(detail, read),
  { title: "Stored", facts: [{ label: "Received", value: timeText(detail.receivedAt, zone) }] },
];

function isUser({ category }: SignInDetail): boolean {
  return CATEGORIES[category].principal === "user";
}

function outcomeFacts(detail: SignInDetail, { text, flag }: RecordReader, zone: string): Fact[] {
  const failed = detail.errorCode !== 0;
  const code = text("status.errorCode");
  return [
    { label: "Date", value: timeText(detail.createdAt, zone) },
    { label: "Date (UTC)", value: detail.createdAt.toISOString(), id: true },
    { label: "Status", value: STATUS_LABELS[detail.status] },
    { label: "Error code", value: failed ? code : undefined, id: true },
    { label: "Failure reason", value: failed ? text("status.failureReason") : undefined },
    { label: "Additional details", value: text("status.additionalDetails") },
    { label: "Flagged for review", value: flag("flaggedForReview") },
  ];
}

function userFacts(detail: SignInDetail, { text }: RecordReader): Fact[] {
  const names = thingOf("principal", detail);
  return [
    { label: "User", value: text("userDisplayName"), names },
    { label: "User name", value: text("userPrincipalName") ?? detail.principal.upn ?? undefined, id: true, names },
    { label: "User ID", value: text("userId"), id: true, names },
    { label: "Sign-in identifier", value: text("signInIdentifier"), id: true },
    { label: "Identifier type", value: text("signInIdentifierType") },
    { label: "Alternate sign-in name", value: text("alternateSignInName"), id: true },
    { label: "User type", value: wordOf("userType", text("userType")) },
    { label: "Cross-tenant access", value: wordOf("crossTenantAccessType", text("crossTenantAccessType")) },
    { label: "Home tenant", value: text("homeTenantName") },
    { label: "Home tenant ID", value: text("homeTenantId"), id: true },
  ];
}

function programFacts(detail: SignInDetail, { text }: RecordReader): Fact[] {
  const noun = PRINCIPAL_LABELS[CATEGORIES[detail.category].principal];
  const names = thingOf("principal", detail);
  const type = text("managedServiceIdentity.msiType") ?? text("managedIdentityType");
  return [
    { label: noun, value: text("servicePrincipalName"), names },
    { label: `${noun} ID`, value: text("servicePrincipalId"), id: true, names },
    { label: "Identity type", value: unlessNone(type) },
    { label: "Associated resource", value: text("managedServiceIdentity.associatedResourceId"), id: true },
    { label: "Credential type", value: wordOf("clientCredentialType", text("clientCredentialType")) },
    { label: "Credential key ID", value: text("servicePrincipalCredentialKeyId"), id: true },
    { label: "Credential thumbprint", value: text("servicePrincipalCredentialThumbprint"), id: true },
    { label: "Federated credential ID", value: text("federatedCredentialId"), id: true },
    { label: "Federated token ID", value: text("managedServiceIdentity.federatedTokenId"), id: true },
    { label: "Federated token issuer", value: text("managedServiceIdentity.federatedTokenIssuer"), id: true },
    { label: "Cross-tenant access", value: wordOf("crossTenantAccessType", text("crossTenantAccessType")) },
    { label: "Home tenant", value: text("homeTenantName") },
    { label: "Home tenant ID", value: text("homeTenantId"), id: true },
  ];
}

function howFacts(detail: SignInDetail, { text, flag, list }: RecordReader): Fact[] {
  const latency = text("processingTimeInMilliseconds");
  return [
    {
      label: "Authentication requirement",
      value: wordOf("authenticationRequirement", text("authenticationRequirement")),
    },
    { label: "Client app", value: text("clientAppUsed") },
    {
      label: "Client credential type",
      value: isUser(detail) ? wordOf("clientCredentialType", text("clientCredentialType")) : undefined,
    },
    { label: "Continuous access evaluation", value: flag("isContinuousAccessEvaluation") ?? evaluatedToken(list) },
    { label: "Authentication protocol", value: wordOf("authenticationProtocol", text("authenticationProtocol")) },
    { label: "Incoming token type", value: wordOf("incomingTokenType", text("incomingTokenType")) },
    { label: "Original transfer method", value: unlessNone(text("originalTransferMethod")) },
    { label: "Token issuer type", value: wordOf("tokenIssuerType", text("tokenIssuerType")) },
    { label: "Token issuer", value: text("tokenIssuerName") },
    { label: "User agent", value: text("userAgent") },
    { label: "Latency", value: latency && `${latency} ms` },
  ];
}

/** Records tell of a token under continuous evaluation among the processing details. */
function evaluatedToken(list: RecordReader["list"]): string | undefined {
  const detail = list("authenticationProcessingDetails").find(({ key }) => /^is ?cae ?token$/i.test(String(key)));
  if (!detail) return undefined;
  return /^true$/i.test(String(detail.value)) ? "Yes" : "No";
}

function targetFacts(detail: SignInDetail, { text }: RecordReader): Fact[] {
  const [application, resource] = [thingOf("application", detail), thingOf("resource", detail)];
  return [
    { label: "Application", value: text("appDisplayName"), names: application },
    { label: "Application ID", value: text("appId"), id: true, names: application },
    { label: "Application’s service principal", value: text("appServicePrincipalId"), id: true },
    { label: "Application owner tenant", value: text("appOwnerTenantId"), id: true },
    { label: "Source application", value: text("sourceAppClientId"), id: true },
    { label: "Resource", value: text("resourceDisplayName"), names: resource },
    { label: "Resource ID", value: text("resourceId") ?? detail.resource.id ?? undefined, id: true, names: resource },
    { label: "Resource tenant ID", value: text("resourceTenantId"), id: true },
    { label: "Resource owner tenant", value: text("resourceOwnerTenantId"), id: true },
    { label: "Resource service principal ID", value: text("resourceServicePrincipalId"), id: true },
    { label: "Platform resource", value: text("azureResourceId"), id: true },
  ];
}

function identifierFacts({ id }: SignInDetail, { text }: RecordReader): Fact[] {
  return [
    { label: "Request ID", value: id, id: true },
    { label: "Correlation ID", value: text("correlationId"), id: true },
    { label: "Original request ID", value: text("originalRequestId"), id: true },
    { label: "Unique token identifier", value: text("uniqueTokenIdentifier"), id: true },
    { label: "Session ID", value: text("sessionId"), id: true },
  ];
}

/** Without the license every risk field reads `hidden`, also where the provider sent none. */
function riskFacts({ riskHidden }: SignInDetail, { text }: RecordReader): FactGroup {
  const risk = (path: string) => text(path) ?? (riskHidden ? HIDDEN : undefined);
  const level = (path: string, field: "riskLevel" | "riskState") => {
    const sent = risk(path);
    return sent && providerWord(field, sent);
  };
  return {
    title: "Risk",
    facts: [
      { label: "Risk level, real time", value: level("riskLevelDuringSignIn", "riskLevel") },
      { label: "Risk level, aggregated", value: level("riskLevelAggregated", "riskLevel") },
      { label: "Risk state", value: level("riskState", "riskState") },
      { label: "Risk detail", value: risk("riskDetail") },
      { label: "Risk events", value: text("riskEventTypes_v2") ?? text("riskEventTypes") ?? risk("riskEventTypes_v2") },
    ],
  };
}
