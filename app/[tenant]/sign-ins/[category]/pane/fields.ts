/** What each tab of the details pane tells of a sign-in. Facts that were not recorded are left out. */
import { explainErrorCode } from "@/lib/model/error-catalogue";
import { conditionalAccessLabel } from "@/lib/model/format-conditional-access";
import { formatLocation } from "@/lib/model/format-place";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { STATUS_LABELS } from "@/lib/model/status";
import { recordReader } from "./record-reader";
import { REQUIREMENT_LABELS, word } from "./words";

export interface Fact {
  label: string;
  value: string | undefined;
  /** An identifier: monospaced, with a button to copy it. */
  id?: boolean;
}

export interface FactGroup {
  title: string;
  facts: readonly Fact[];
}

export function basicFacts(detail: SignInDetail, zone: string): FactGroup[] {
  const { text, flag } = recordReader(detail.record);
  const explanation = explainErrorCode(detail.errorCode)?.explanation;
  const latency = text("processingTimeInMilliseconds");
  return [
    {
      title: "What happened",
      facts: [
        { label: "Date", value: `${formatInstant(detail.createdAt, zone)} (${zoneLabel(zone, detail.createdAt)})` },
        { label: "Status", value: STATUS_LABELS[detail.status] },
        { label: "Error code", value: detail.errorCode === 0 ? undefined : String(detail.errorCode), id: true },
        { label: "What it means", value: detail.errorCode === 0 ? undefined : explanation },
        { label: "Failure reason", value: detail.errorCode === 0 ? undefined : text("status.failureReason") },
        { label: "Additional details", value: text("status.additionalDetails") },
        { label: "Flagged for review", value: flag("flaggedForReview") },
      ],
    },
    { title: "Who", facts: whoFacts(detail) },
    {
      title: "How",
      facts: [
        {
          label: "Authentication requirement",
          value: word(REQUIREMENT_LABELS, text("authenticationRequirement")),
        },
        { label: "Client app", value: text("clientAppUsed") },
        { label: "Client credential type", value: unlessNone(text("clientCredentialType")) },
        { label: "Authentication protocol", value: unlessNone(text("authenticationProtocol")) },
        { label: "Incoming token type", value: unlessNone(text("incomingTokenType")) },
        { label: "Token issuer type", value: text("tokenIssuerType") },
        { label: "Token issuer", value: text("tokenIssuerName") },
        { label: "Continuous access evaluation", value: flag("isContinuousAccessEvaluation") },
        { label: "Cross-tenant access", value: unlessNone(text("crossTenantAccessType")) },
        { label: "User agent", value: text("userAgent") },
        { label: "Latency", value: latency && `${latency} ms` },
      ],
    },
    {
      title: "To what",
      facts: [
        { label: "Application", value: detail.application.name ?? undefined },
        { label: "Application ID", value: detail.application.id ?? undefined, id: true },
        { label: "Application owner tenant", value: text("appOwnerTenantId"), id: true },
        { label: "Resource", value: detail.resource.name ?? undefined },
        { label: "Resource ID", value: detail.resource.id ?? undefined, id: true },
        { label: "Resource tenant", value: text("resourceTenantId"), id: true },
        { label: "Resource service principal", value: text("resourceServicePrincipalId"), id: true },
      ],
    },
    { title: "Identifiers", facts: identifierFacts(detail) },
    { title: "Risk", facts: riskFacts(detail) },
    {
      title: "Stored",
      facts: [
        {
          label: "Received",
          value: detail.receivedAt
            ? `${formatInstant(detail.receivedAt, zone)} (${zoneLabel(zone, detail.receivedAt)})`
            : undefined,
        },
      ],
    },
  ];
}

/** Providers write "none" where a thing played no part. */
function unlessNone(value: string | undefined): string | undefined {
  return value?.toLowerCase() === "none" ? undefined : value;
}

function whoFacts(detail: SignInDetail): Fact[] {
  const { text } = recordReader(detail.record);
  const { principal } = detail;
  if (detail.category === "service-principal" || detail.category === "managed-identity") {
    const noun = detail.category === "service-principal" ? "Service principal" : "Managed identity";
    return [
      { label: noun, value: principal.name ?? undefined },
      { label: `${noun} ID`, value: principal.id ?? undefined, id: true },
      { label: "Type", value: unlessNone(text("managedServiceIdentity.msiType")) },
      { label: "Associated resource", value: text("managedServiceIdentity.associatedResourceId"), id: true },
      { label: "Credential key ID", value: text("servicePrincipalCredentialKeyId"), id: true },
      { label: "Credential thumbprint", value: text("servicePrincipalCredentialThumbprint"), id: true },
      { label: "Federated credential ID", value: text("federatedCredentialId"), id: true },
    ];
  }
  return [
    { label: "User", value: principal.name ?? undefined },
    { label: "User name", value: text("userPrincipalName") ?? principal.upn ?? undefined, id: true },
    { label: "User ID", value: principal.id ?? undefined, id: true },
    { label: "Sign-in identifier", value: text("signInIdentifier"), id: true },
    { label: "User type", value: text("userType") },
    { label: "Home tenant", value: text("homeTenantName") },
    { label: "Home tenant ID", value: text("homeTenantId"), id: true },
  ];
}

function identifierFacts(detail: SignInDetail): Fact[] {
  const { text } = recordReader(detail.record);
  return [
    { label: "Request ID", value: detail.id, id: true },
    { label: "Correlation ID", value: detail.correlationId ?? undefined, id: true },
    { label: "Original request ID", value: text("originalRequestId"), id: true },
    { label: "Unique token identifier", value: text("uniqueTokenIdentifier"), id: true },
    { label: "Session ID", value: text("sessionId"), id: true },
  ];
}

function riskFacts(detail: SignInDetail): Fact[] {
  if (detail.riskHidden) return [{ label: "Risk", value: "Not part of this tenant’s license" }];
  const { text } = recordReader(detail.record);
  return [
    { label: "Risk level, real time", value: text("riskLevelDuringSignIn") },
    { label: "Risk level, aggregated", value: text("riskLevelAggregated") },
    { label: "Risk state", value: text("riskState") },
    { label: "Risk detail", value: text("riskDetail") },
    { label: "Risk events", value: text("riskEventTypes_v2") },
  ];
}

export function locationFacts(detail: SignInDetail): FactGroup[] {
  const { text, list } = recordReader(detail.record);
  const { city, state, country } = detail.location;
  const [latitude, longitude] = [text("location.geoCoordinates.latitude"), text("location.geoCoordinates.longitude")];
  const networks = list("networkLocationDetails").map((network) => {
    const { text: read } = recordReader(network);
    return [read("networkNames"), read("networkType")].filter(Boolean).join(", ");
  });
  return [
    {
      title: "Place",
      facts: [
        { label: "Location", value: formatLocation(detail.location) ?? "Not recorded" },
        { label: "City", value: city ?? undefined },
        { label: "State or province", value: state ?? undefined },
        { label: "Country", value: country ?? undefined },
        { label: "Coordinates", value: latitude && longitude ? `${latitude}, ${longitude}` : undefined, id: true },
      ],
    },
    {
      title: "Network",
      facts: [
        { label: "IP address", value: detail.ipAddress ?? "Not recorded", id: detail.ipAddress !== null },
        { label: "IP address seen by resource", value: text("ipAddressFromResourceProvider"), id: true },
        { label: "Autonomous system", value: text("autonomousSystemNumber"), id: true },
        { label: "Named networks", value: networks.filter(Boolean).join("; ") || undefined },
      ],
    },
  ];
}

export function deviceFacts(detail: SignInDetail): FactGroup[] {
  const { text, flag } = recordReader(detail.record);
  const facts: Fact[] = [
    { label: "Device", value: text("deviceDetail.displayName") },
    { label: "Device ID", value: text("deviceDetail.deviceId"), id: true },
    { label: "Browser", value: text("deviceDetail.browser") },
    { label: "Operating system", value: text("deviceDetail.operatingSystem") },
    { label: "Compliant", value: flag("deviceDetail.isCompliant") },
    { label: "Managed", value: flag("deviceDetail.isManaged") },
    { label: "Join type", value: text("deviceDetail.trustType") },
  ];
  return [{ title: "Device", facts }];
}

export function conditionalAccessSummary(detail: SignInDetail): string {
  return conditionalAccessLabel(detail.conditionalAccess) ?? "Not recorded";
}
