/** Words that providers write, in ours. */
type Words = Readonly<Record<string, string>>;

export const REQUIREMENT_LABELS: Words = {
  singleFactorAuthentication: "Single factor",
  multiFactorAuthentication: "Multifactor",
};

export const CREDENTIAL_LABELS: Words = {
  clientSecret: "Client secret",
  clientAssertion: "Client assertion",
  federatedIdentityCredential: "Federated credential",
  managedIdentity: "Managed identity",
  certificate: "Certificate",
};

export const CROSS_TENANT_LABELS: Words = {
  b2bCollaboration: "Guest (B2B collaboration)",
  b2bDirectConnect: "B2B direct connect",
  microsoftSupport: "Support of the platform’s vendor",
  serviceProvider: "Service provider",
  passthrough: "Passed through",
};

export const ISSUER_LABELS: Words = {
  AzureAD: "Azure AD",
  ADFederationServices: "AD FS",
  AzureADBackupAuth: "Azure AD, backup service",
  ADFederationServicesMFAAdapter: "AD FS, adapter for second factors",
  NPSExtension: "Network policy server",
};

export const JOIN_LABELS: Words = {
  AzureAd: "Azure AD joined",
  ServerAd: "Hybrid Azure AD joined",
  Workplace: "Azure AD registered",
};

export const SESSION_LABELS: Words = {
  rememberMultifactorAuthenticationOnTrustedDevices: "Second factor remembered on trusted devices",
  tenantTokenLifetimePolicy: "Token lifetime of the tenant",
  audienceTokenLifetimePolicy: "Token lifetime of the resource",
  signInFrequencyPeriodicReauthentication: "Sign in again after a period",
  signInFrequencyEveryTime: "Sign in again every time",
  ngcMfa: "Second factor with Windows Hello",
};

/** The label of a provider's word, or the word itself where we have none. */
export function word(labels: Words, value: string | undefined): string | undefined {
  return value !== undefined && Object.hasOwn(labels, value) ? labels[value] : value;
}
