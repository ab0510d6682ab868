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

/** What no version of the report knows is a sender's own, and is handed on. */
const KNOWN = new Set([...Object.keys(V1), ...Object.keys(BETA), ...FORMERLY]);

/**
 * The record with every property of the version, in the version's order, and what a sender added behind them. A copy of the
 * whole shape is filled in: added one by one, so many properties would make an object that is slow to write.
 * @param record its own objects are not changed.
 */
export function inFullShape(version: ReportVersion, record: JsonObject): JsonObject {
  const shape = SIGN_IN_SHAPES[version];
  const full = { ...shape } as JsonObject;
  for (const name in record) {
    const value = record[name] as JsonValue;
    if (Object.hasOwn(shape, name)) {
      if (value !== null) full[name] = completed(value, shape[name] as Absent);
    } else if (!KNOWN.has(name) || (version === "beta" && FORMERLY.includes(name))) {
      // Whatever its name, it becomes a property: a plain assignment of __proto__ would not.
      Object.defineProperty(full, name, { value, enumerable: true, writable: true });
    }
  }
  return full;
}

/** An object has all its properties, too. */
function completed(value: JsonValue, absent: Absent): JsonValue {
  if (absent === null || Array.isArray(absent) || typeof value !== "object" || Array.isArray(value)) return value;
  return { ...(absent as JsonObject), ...value };
}
