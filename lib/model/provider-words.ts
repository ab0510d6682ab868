/** Words that providers send in records, as people read them. */

/** By field, keyed in lower case: providers do not agree on their letter case. */
const WORDS = {
  authenticationProtocol: {
    oauth2: "OAuth 2.0",
    ropc: "Password grant (ROPC)",
    wsfederation: "WS-Federation",
    saml20: "SAML 2.0",
    devicecode: "Device code",
    authenticationtransfer: "Authentication transfer",
    nativeauth: "Native authentication",
    implicitaccesstokenandgetresponsemode: "Implicit grant",
  },
  authenticationRequirement: {
    single: "Single factor",
    singlefactorauthentication: "Single factor",
    multi: "Multifactor",
    multifactorauthentication: "Multifactor",
  },
  clientCredentialType: {
    clientsecret: "Client secret",
    clientassertion: "Client assertion",
    federatedidentitycredential: "Federated credential",
    managedidentity: "Managed identity",
    certificate: "Certificate",
  },
  crossTenantAccessType: {
    b2bcollaboration: "B2B collaboration",
    b2bdirectconnect: "B2B direct connect",
    microsoftsupport: "Microsoft support",
    serviceprovider: "Service provider",
    passthrough: "Pass-through",
  },
  incomingTokenType: {
    primaryrefreshtoken: "Primary refresh token",
    refreshtoken: "Refresh token",
    saml11: "SAML 1.1",
    saml20: "SAML 2.0",
    remotedesktoptoken: "Remote desktop token",
  },
  joinType: {
    azuread: "Azure AD joined",
    "azure ad joined": "Azure AD joined",
    workplace: "Azure AD registered",
    "azure ad registered": "Azure AD registered",
    serverad: "Hybrid Azure AD joined",
    "hybrid azure ad joined": "Hybrid Azure AD joined",
  },
  riskLevel: { low: "Low", medium: "Medium", high: "High" },
  riskState: {
    atrisk: "At risk",
    remediated: "Remediated",
    dismissed: "Dismissed",
    confirmedsafe: "Confirmed safe",
    confirmedcompromised: "Confirmed compromised",
  },
  tokenIssuerType: {
    azuread: "Azure AD",
    adfederationservices: "AD Federation Services",
    azureadbackupauth: "Azure AD backup",
    adfederationservicesmfaadapter: "AD FS MFA adapter",
    npsextension: "NPS extension",
  },
  userType: { member: "Member", guest: "Guest", external: "External" },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** Sent for any field where the thing played no part, or is too new for the sender's own list. */
const ANYWHERE: Readonly<Record<string, string>> = { none: "None", unknownfuturevalue: "Unknown" };

export type WordField = keyof typeof WORDS;

/** The word as people read it; one that we do not know stands as it was sent. */
export function providerWord(field: WordField, sent: string): string {
  const key = sent.toLowerCase();
  const labels: Readonly<Record<string, string>> = WORDS[field];
  if (Object.hasOwn(labels, key)) return labels[key] as string;
  return Object.hasOwn(ANYWHERE, key) ? (ANYWHERE[key] as string) : sent;
}
