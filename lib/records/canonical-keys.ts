/**
 * The properties of Graph's beta `signIn` object: how each is spelled and what kind of value it has. Senders write them
 * in any letter case (`riskLevelDuringsignIn`, `IPAddress`), and log-analytics tables call a few of them otherwise.
 */

export type FieldKind =
  | "text"
  | "number"
  | "boolean"
  /** A mask of policy conditions, see `condition-masks.ts`. */
  | "conditions"
  /** A list of words; a single word may stand without its brackets. */
  | "words"
  /** An object or a list whose inside is kept as it is. */
  | "nested"
  | Shape;

export interface Field {
  name: string;
  kind: FieldKind;
}

/** An object whose keys are known; as the kind of a field also a list of such objects. */
export class Shape {
  private readonly byExactName = new Map<string, Field>();
  private readonly byLowerName = new Map<string, Field>();

  constructor(fields: Readonly<Record<string, FieldKind>>, aliases: Readonly<Record<string, string>> = {}) {
    for (const [name, kind] of Object.entries(fields)) this.add(name, { name, kind });
    for (const [alias, name] of Object.entries(aliases)) this.add(alias, { name, kind: fields[name]! });
  }

  /** The field that a key means, letter case ignored. */
  field(key: string): Field | undefined {
    return this.byExactName.get(key) ?? this.byLowerName.get(key.toLowerCase());
  }

  private add(key: string, field: Field): void {
    this.byExactName.set(key, field);
    this.byLowerName.set(key.toLowerCase(), field);
  }
}

export function texts<Name extends string>(...names: Name[]): Record<Name, "text"> {
  return Object.fromEntries(names.map((name) => [name, "text"])) as Record<Name, "text">;
}

export function kinds<Name extends string, Kind extends FieldKind>(kind: Kind, ...names: Name[]): Record<Name, Kind> {
  return Object.fromEntries(names.map((name) => [name, kind])) as Record<Name, Kind>;
}

const STATUS = new Shape({ errorCode: "number", ...texts("failureReason", "additionalDetails") });

const DEVICE = new Shape({
  ...texts("deviceId", "displayName", "operatingSystem", "browser", "browserId", "trustType"),
  ...kinds("boolean", "isCompliant", "isManaged"),
});

const LOCATION = new Shape({
  ...texts("city", "state", "countryOrRegion"),
  geoCoordinates: new Shape(kinds("number", "altitude", "latitude", "longitude")),
});

const POLICY = new Shape({
  ...texts("id", "displayName", "result"),
  ...kinds("nested", "enforcedGrantControls", "enforcedSessionControls", "sessionControlsNotSatisfied"),
  ...kinds("conditions", "conditionsSatisfied", "conditionsNotSatisfied"),
  ...kinds("nested", "includeRulesSatisfied", "excludeRulesSatisfied", "authenticationStrength"),
});

const AUTHENTICATION_STEP = new Shape({
  ...texts("authenticationStepDateTime", "authenticationMethod", "authenticationMethodDetail"),
  ...texts("authenticationStepResultDetail", "authenticationStepRequirement"),
  succeeded: "boolean",
  ...kinds("number", "RequestSequence", "StatusSequence"),
});

export const SIGN_IN = new Shape(
  {
    ...texts("createdDateTime", "correlationId", "originalRequestId", "uniqueTokenIdentifier", "sessionId"),
    ...texts("userDisplayName", "userPrincipalName", "userId", "userType"),
    ...texts("signInIdentifier", "signInIdentifierType", "alternateSignInName"),
    ...texts("appDisplayName", "appId", "appOwnerTenantId", "appServicePrincipalId", "sourceAppClientId"),
    ...texts("resourceDisplayName", "resourceId", "resourceTenantId", "resourceOwnerTenantId"),
    ...texts("resourceServicePrincipalId", "azureResourceId"),
    ...texts("servicePrincipalId", "servicePrincipalName", "federatedCredentialId"),
    ...texts("servicePrincipalCredentialKeyId", "servicePrincipalCredentialThumbprint", "managedIdentityType"),
    ...texts("clientAppUsed", "userAgent", "clientCredentialType", "authenticationProtocol", "incomingTokenType"),
    ...texts("originalTransferMethod", "authenticationRequirement", "conditionalAccessStatus"),
    ...texts("ipAddress", "ipAddressFromResourceProvider", "globalSecureAccessIpAddress"),
    ...texts("homeTenantId", "homeTenantName", "tenantId", "crossTenantAccessType"),
    ...texts("tokenIssuerName", "tokenIssuerType", "appTokenProtectionStatus", "signInTokenProtectionStatus"),
    ...texts("riskDetail", "riskLevelAggregated", "riskLevelDuringSignIn", "riskState", "activityDateTime"),
    ...kinds("number", "processingTimeInMilliseconds", "autonomousSystemNumber"),
    ...kinds("boolean", "isInteractive", "flaggedForReview", "isTenantRestricted", "isThroughGlobalSecureAccess"),
    signInEventTypes: "words",
    ...kinds("nested", "riskEventTypes", "riskEventTypes_v2", "authenticationMethodsUsed"),
    ...kinds("nested", "conditionalAccessAudiences", "authenticationStrengths"),
    ...kinds("nested", "authenticationProcessingDetails", "authenticationRequirementPolicies"),
    ...kinds("nested", "authenticationContextClassReferences", "sessionLifetimePolicies", "networkLocationDetails"),
    ...kinds("nested", "authenticationAppDeviceDetails", "authenticationAppPolicyEvaluationDetails"),
    ...kinds("nested", "appliedEventListeners", "privateLinkDetails", "tokenProtectionStatusDetails"),
    mfaDetail: new Shape(texts("authMethod", "authDetail")),
    agent: new Shape(texts("agentType", "agentSubjectType", "parentAppId")),
    managedServiceIdentity: new Shape(
      texts("msiType", "associatedResourceId", "federatedTokenId", "federatedTokenIssuer"),
    ),
    status: STATUS,
    deviceDetail: DEVICE,
    location: LOCATION,
    appliedConditionalAccessPolicies: POLICY,
    authenticationDetails: AUTHENTICATION_STEP,
  },
  {
    ConditionalAccessPolicies: "appliedConditionalAccessPolicies",
    ResourceIdentity: "resourceId",
    LocationDetails: "location",
  },
);
