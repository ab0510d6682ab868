import type { ErrorClassDefinition } from "./error-class";

export const federation: ErrorClassDefinition = {
  label: "Federation",
  about: "The exchange with another identity provider failed.",
  searchWords: "idp identity provider ws-fed oidc",
  actor: "administrator",
  remedy:
    "Check the trust with the other identity provider (metadata, certificates, claims), and give its operator the time and the correlation ID.",
  codes: {
    20001: {
      name: "WsFedSignInResponseError",
      reason: "answer by WS-Federation not valid",
      explanation: "The other identity provider answered by WS-Federation with a response that cannot be used.",
      actor: "administrator",
      remedy: "Ask the operator of the other identity provider to examine its response, by time and correlation ID.",
    },
    20012: {
      name: "WsFedMessageInvalid",
      reason: "WS-Federation message not valid",
      explanation: "A WS-Federation message was malformed.",
      actor: "administrator",
      remedy: "Ask the operator of the other identity provider to examine the message, by time and correlation ID.",
    },
    20033: {
      name: "FedMetadataInvalidTenantName",
      reason: "metadata names an unknown tenant",
      explanation: "The federation metadata point at a tenant that does not exist.",
    },
    40008: {
      name: "OAuth2IdPUnretryableServerError",
      reason: "identity provider failed",
      explanation: "The other identity provider failed in a way that trying again does not mend.",
    },
    40009: {
      name: "OAuth2IdPRefreshTokenRedemptionUserError",
      reason: "refresh token refused by the identity provider",
      explanation: "The other identity provider did not accept the refresh token that it had given.",
      actor: "user",
      remedy: "Sign in at the other identity provider again.",
    },
    40010: {
      name: "OAuth2IdPRetryableServerError",
      reason: "identity provider briefly away",
      explanation: "The other identity provider failed, and may work at the next attempt.",
      actor: "user",
      remedy:
        "Try again after a few minutes; if it lasts, an administrator should ask the other identity provider’s operator.",
    },
    40015: {
      name: "OAuth2IdPAuthCodeRedemptionUserError",
      reason: "code refused by the identity provider",
      explanation: "The other identity provider did not accept the authorization code that it had given.",
    },
    50107: {
      reason: "federation realm unknown",
      explanation: "The realm of the federation does not exist.",
    },
    50159: {
      reason: "too few claims from the provider",
      explanation: "The external provider sent fewer claims than needed.",
    },
    50161: {
      reason: "external claims address not confirmed",
      explanation: "The address from which external claims are to come has not been validated.",
    },
    50166: {
      reason: "external provider not reachable",
      explanation: "The call to the external OpenID Connect provider failed.",
    },
    50170: {
      name: "MissingExternalClaimsProviderMapping",
      reason: "external control not mapped",
      explanation: "The external provider’s control is not mapped to a claim.",
    },
    50172: {
      reason: "claims provider not approved",
      explanation: "The external claims provider has not been approved.",
    },
    50176: {
      reason: "external control not defined",
      explanation: "The definition of the external control is missing.",
    },
    90081: {
      name: "OrgIdWsFederationMessageInvalid",
      reason: "WS-Federation message not valid",
      explanation: "A WS-Federation message from the organisation is not valid.",
    },
    90082: {
      name: "OrgIdWsFederationNotSupported",
      reason: "WS-Federation policy not supported",
      explanation: "The request’s policy is not supported for WS-Federation.",
    },
    90084: {
      name: "OrgIdWsFederationGuestNotAllowed",
      reason: "guests not permitted",
      explanation: "Guest accounts may not sign in by this WS-Federation.",
      actor: "user",
      remedy: "Sign in with a member account of the organisation.",
    },
    90085: {
      name: "OrgIdWsFederationSltRedemptionFailed",
      reason: "organisation’s object not ready",
      explanation: "The sign-in token could not be exchanged because the organisation’s object is not ready.",
    },
    90086: {
      name: "OrgIdWsTrustDaTokenExpired",
      reason: "delegation token expired",
      explanation: "The token for access on behalf of another had expired.",
    },
    90087: {
      name: "OrgIdWsFederationMessageCreationFromUriFailed",
      reason: "WS-Federation message not made",
      explanation: "No WS-Federation message could be made from the address.",
    },
    90123: {
      name: "IdentityProviderAccessDenied",
      reason: "refused by the identity provider",
      explanation: "The other identity provider refused access.",
      actor: "administrator",
      remedy: "Ask the operator of the other identity provider why the person was refused, by time and correlation ID.",
    },
    399284: {
      name: "InboundIdTokenIssuerInvalid",
      reason: "issuer of the ID token not expected",
      explanation: "The ID token of the other identity provider names no issuer, or another than expected.",
      actor: "administrator",
      remedy:
        "Make the issuer in the federation’s settings the same as the one that the identity provider puts into its tokens.",
    },
    901011: {
      name: "NoEmailAddressCollectedFromExternalOidcIDP",
      reason: "no email address from the provider",
      explanation: "The external identity provider sent no email address.",
      actor: "administrator",
      remedy:
        "Have the external identity provider send the person’s email address, and request the scope that brings it.",
    },
    901012: {
      name: "EmailAddressCollectedFromExternalOidcIDPNotVerified",
      reason: "email address not verified",
      explanation: "The external identity provider sent an email address that it has not verified.",
      actor: "user",
      remedy: "Have the email address verified at the external identity provider, then sign in again.",
    },
    901014: {
      name: "NoExternalIdentifierCollectedFromExternalOidcIDP",
      reason: "no identifier from the provider",
      explanation: "The external identity provider sent no identifier for the person.",
    },
    1000000: {
      name: "UserNotBoundError",
      reason: "link with the identity provider missing",
      explanation: "The account is not linked with the external identity provider as it has to be.",
    },
    1000002: {
      name: "BindCompleteInterruptError",
      reason: "account linked",
      explanation: "The account was linked, and the person had to be told before going on.",
      actor: "nobody",
      remedy: "Nothing has to be done; the sign-in goes on once the person has seen the notice.",
    },
    5001256: {
      reason: "ID token of the provider not valid",
      explanation: "The ID token of the external identity provider is not valid.",
    },
  },
};
