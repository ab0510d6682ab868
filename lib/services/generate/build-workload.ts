/** Sign-ins of programs: service principals with a credential of their own, machines with one that is kept for them. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { resourceId } from "./data/applications";
import type { WorkloadKind } from "./data/kinds";
import type { Random } from "./random";
import { type Moment, NO_RISK, statusOf } from "./record-parts";
import type { TenantProfile } from "./tenant-profile";

const CREDENTIAL_TYPES = {
  certificate: "certificate",
  secret: "clientSecret",
  federated: "federatedIdentityCredential",
} as const;
const UNKNOWN_RESOURCE_CODE = 500011;
const RETIRED_RESOURCE = "Retired Archive";
const PROCESSING: JsonValue[] = [{ key: "Oauth Scope Info", value: '[".default"]' }];
const NO_POLICIES: JsonValue[] = [];
const NO_MANAGED_IDENTITY: JsonObject = { msiType: "none" };

/** Builds the record of a program that proves itself with a certificate, a secret or a federated token. */
export function buildServicePrincipal(
  profile: TenantProfile,
  random: Random,
  { kind, moment }: { kind: WorkloadKind; moment: Moment },
): JsonObject {
  const workload = profile.anyWorkload[kind.credential].pick(random);
  const resource = kind.errorCode === UNKNOWN_RESOURCE_CODE ? RETIRED_RESOURCE : workload.resource;
  return {
    createdDateTime: new Date(moment.atMs).toISOString(),
    servicePrincipalId: workload.id,
    servicePrincipalName: workload.name,
    appId: workload.applicationId,
    appDisplayName: workload.name,
    resourceId: resourceId(resource),
    resourceDisplayName: resource,
    resourceTenantId: profile.tenantId,
    homeTenantId: profile.tenantId,
    ipAddress: workload.address,
    location: workload.place.location,
    autonomousSystemNumber: workload.place.autonomousSystemNumber,
    correlationId: random.uuid(),
    originalRequestId: moment.id,
    uniqueTokenIdentifier: random.hex(6),
    clientCredentialType: CREDENTIAL_TYPES[workload.credential],
    servicePrincipalCredentialKeyId: workload.keyId,
    servicePrincipalCredentialThumbprint: workload.credential === "certificate" ? workload.thumbprint : "",
    managedServiceIdentity: NO_MANAGED_IDENTITY,
    status: statusOf(kind.errorCode),
    isInteractive: false,
    signInEventTypes: ["servicePrincipal"],
    authenticationProtocol: "clientCredentials",
    authenticationProcessingDetails: PROCESSING,
    incomingTokenType: "none",
    tokenIssuerType: "AzureAD",
    processingTimeInMilliseconds: 8 + random.below(120),
    conditionalAccessStatus: "notApplied",
    appliedConditionalAccessPolicies: NO_POLICIES,
    riskDetail: NO_RISK.detail,
    riskLevelAggregated: NO_RISK.level,
    riskLevelDuringSignIn: NO_RISK.level,
    riskState: NO_RISK.state,
    riskEventTypes_v2: NO_RISK.types,
  };
}

/** Builds the record of a machine or service with a managed identity. Such events carry no address. */
export function buildManagedIdentity(
  profile: TenantProfile,
  random: Random,
  { kind, moment }: { kind: { errorCode: number }; moment: Moment },
): JsonObject {
  const machine = profile.anyMachine.pick(random);
  const resource = kind.errorCode === UNKNOWN_RESOURCE_CODE ? RETIRED_RESOURCE : machine.resource;
  return {
    createdDateTime: new Date(moment.atMs).toISOString(),
    servicePrincipalId: machine.id,
    servicePrincipalName: machine.name,
    appId: machine.applicationId,
    appDisplayName: machine.name,
    resourceId: resourceId(resource),
    resourceDisplayName: resource,
    resourceTenantId: profile.tenantId,
    homeTenantId: profile.tenantId,
    correlationId: random.uuid(),
    originalRequestId: moment.id,
    uniqueTokenIdentifier: random.hex(6),
    clientCredentialType: "managedIdentity",
    managedServiceIdentity: {
      msiType: machine.kind === "system" ? "systemAssigned" : "userAssigned",
      associatedResourceId: machine.azurePath,
    },
    status: statusOf(kind.errorCode),
    isInteractive: false,
    signInEventTypes: ["managedIdentity"],
    authenticationProtocol: "clientCredentials",
    authenticationProcessingDetails: PROCESSING,
    incomingTokenType: "none",
    tokenIssuerType: "AzureAD",
    processingTimeInMilliseconds: 5 + random.below(40),
    conditionalAccessStatus: "notApplied",
    appliedConditionalAccessPolicies: NO_POLICIES,
  };
}
