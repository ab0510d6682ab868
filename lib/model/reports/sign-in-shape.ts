/** Graph's `signIn` in full: every property of a version, and what stands there where a record has none. */
import type { JsonObject, JsonValue } from "../sign-in-record";
import type { ReportVersion } from "./sign-in-fields";

const NULL = null;
const LIST: readonly never[] = [];

/** What an absent property reads: null, an empty list, or an object whose own properties read so. */
type Absent = null | readonly never[] | { readonly [name: string]: Absent };

const STATUS: Absent = { errorCode: NULL, failureReason: NULL, additionalDetails: NULL };
const DEVICE: Absent = {
  ...{ deviceId: NULL, displayName: NULL, operatingSystem: NULL, browser: NULL },
  ...{ isCompliant: NULL, isManaged: NULL, trustType: NULL },
};
const LOCATION: Absent = {
  ...{ city: NULL, state: NULL, countryOrRegion: NULL },
  geoCoordinates: { altitude: NULL, latitude: NULL, longitude: NULL },
};

const V1: Readonly<Record<string, Absent>> = {
  id: NULL,
  createdDateTime: NULL,
  userDisplayName: NULL,
  userPrincipalName: NULL,
  userId: NULL,
  appId: NULL,
  appDisplayName: NULL,
  ipAddress: NULL,
  clientAppUsed: NULL,
  correlationId: NULL,
  conditionalAccessStatus: NULL,
  isInteractive: NULL,
  riskDetail: NULL,
  riskLevelAggregated: NULL,
  riskLevelDuringSignIn: NULL,
  riskState: NULL,
  riskEventTypes: LIST,
  riskEventTypes_v2: LIST,
  resourceDisplayName: NULL,
  resourceId: NULL,
  status: STATUS,
  deviceDetail: DEVICE,
  location: LOCATION,
  appliedConditionalAccessPolicies: LIST,
};

const BETA: Readonly<Record<string, Absent>> = {
  id: NULL,
  createdDateTime: NULL,
  userDisplayName: NULL,
  userPrincipalName: NULL,
  userId: NULL,
  appId: NULL,
  appDisplayName: NULL,
  appOwnerTenantId: NULL,
  ipAddress: NULL,
  ipAddressFromResourceProvider: NULL,
  clientAppUsed: NULL,
  userAgent: NULL,
  correlationId: NULL,
  conditionalAccessStatus: NULL,
  conditionalAccessAudiences: NULL,
  originalRequestId: NULL,
  isInteractive: NULL,
  tokenIssuerName: NULL,
  tokenIssuerType: NULL,
  clientCredentialType: NULL,
  authenticationProtocol: NULL,
  incomingTokenType: NULL,
  originalTransferMethod: NULL,
  processingTimeInMilliseconds: NULL,
  riskDetail: NULL,
  riskLevelAggregated: NULL,
  riskLevelDuringSignIn: NULL,
  riskState: NULL,
  riskEventTypes_v2: LIST,
  resourceDisplayName: NULL,
  resourceId: NULL,
  resourceTenantId: NULL,
  resourceOwnerTenantId: NULL,
  resourceServicePrincipalId: NULL,
  homeTenantId: NULL,
  homeTenantName: NULL,
  authenticationMethodsUsed: LIST,
  authenticationRequirement: NULL,
  signInIdentifier: NULL,
  signInIdentifierType: NULL,
  servicePrincipalName: NULL,
  servicePrincipalId: NULL,
  servicePrincipalCredentialKeyId: NULL,
  servicePrincipalCredentialThumbprint: NULL,
  federatedCredentialId: NULL,
  uniqueTokenIdentifier: NULL,
  sessionId: NULL,
  userType: NULL,
  flaggedForReview: NULL,
  isTenantRestricted: NULL,
  autonomousSystemNumber: NULL,
  crossTenantAccessType: NULL,
  azureResourceId: NULL,
  globalSecureAccessIpAddress: NULL,
  isThroughGlobalSecureAccess: NULL,
  signInEventTypes: LIST,
  status: STATUS,
  deviceDetail: DEVICE,
  location: LOCATION,
  mfaDetail: NULL,
  managedServiceIdentity: NULL,
  privateLinkDetails: NULL,
  tokenProtectionStatusDetails: NULL,
  authenticationAppDeviceDetails: NULL,
  agent: NULL,
  appliedConditionalAccessPolicies: LIST,
  appliedEventListeners: LIST,
  authenticationAppPolicyEvaluationDetails: LIST,
  authenticationContextClassReferences: LIST,
  authenticationDetails: LIST,
  authenticationProcessingDetails: LIST,
  authenticationRequirementPolicies: LIST,
  networkLocationDetails: LIST,
  sessionLifetimePolicies: LIST,
};

/** Of older versions: given where a record has it. */
const FORMERLY = ["alternateSignInName", "riskEventTypes"];
/** Given where records are asked for in order of arrival. */
export const RECEIVED = "receivedDateTime";

export const SIGN_IN_SHAPES: Record<ReportVersion, Readonly<Record<string, Absent>>> = { "v1.0": V1, beta: BETA };

/** Every name that `$select` takes. */
export const SIGN_IN_NAMES: Record<ReportVersion, readonly string[]> = {
  "v1.0": [...Object.keys(V1), RECEIVED],
  beta: [...Object.keys(BETA), ...FORMERLY, RECEIVED],
};

const KNOWN = new Set([...Object.keys(V1), ...Object.keys(BETA), ...FORMERLY]);

/** True of a property that no version of the report knows: a sender's own, which is handed on. */
export function isUnknownProperty(name: string): boolean {
  return !KNOWN.has(name);
}

/**
 * The record with every property of the version, in the version's order, and what a sender added behind them.
 * @param record its own objects are not changed.
 */
export function inFullShape(version: ReportVersion, record: JsonObject): JsonObject {
  const shape = SIGN_IN_SHAPES[version];
  const full: JsonObject = {};
  for (const name in shape) full[name] = withAbsent(record[name], shape[name] as Absent);
  for (const name in record) {
    const isAdded = isUnknownProperty(name) || (version === "beta" && FORMERLY.includes(name));
    // Whatever its name, it becomes a property: a plain assignment of __proto__ would not.
    if (isAdded) Object.defineProperty(full, name, { value: record[name], enumerable: true });
  }
  return full;
}

function withAbsent(value: JsonValue | undefined, absent: Absent): JsonValue {
  if (value === undefined || value === null) return absent as JsonValue;
  if (absent === null || Array.isArray(absent) || typeof value !== "object" || Array.isArray(value)) return value;
  const full: JsonObject = {};
  const members = absent as Readonly<Record<string, Absent>>;
  for (const name in members) full[name] = withAbsent(value[name], members[name] as Absent);
  for (const name in value) {
    if (!(name in members)) Object.defineProperty(full, name, { value: value[name], enumerable: true });
  }
  return full;
}
