import type { ErrorClassDefinition } from "./error-class";

export const tenant: ErrorClassDefinition = {
  label: "Tenant and guests",
  about: "The account, or the tenant it comes from, is not admitted here.",
  searchWords: "organisation guest b2b cross-tenant",
  actor: "administrator",
  remedy:
    "Check that the tenant is the intended one, that the account has been invited to it, and that the cross-tenant access settings on both sides allow it.",
  codes: {
    16000: {
      name: "InteractionRequired",
      reason: "account has no place in this directory",
      explanation: "The signed-in account belongs to another directory and does not exist in this one.",
      actor: "user",
      remedy: "Choose an account of this organisation, or ask an administrator to invite the one you use as a guest.",
    },
    16003: {
      name: "SsoUserAccountNotFoundInResourceTenant",
      reason: "account not in the resource’s tenant",
      explanation: "The account that was signed in automatically was never added to the tenant that owns the resource.",
      actor: "administrator",
      remedy:
        "Invite the account to the resource’s tenant if it should have access; otherwise the person has to choose another account.",
    },
    50002: {
      name: "NotAllowedTenant",
      reason: "blocked by tenant restriction",
      explanation: "The organisation’s network restricts which tenants may be used, and this one is not on the list.",
      actor: "administrator",
      remedy: "If access to the other tenant is wanted, add it to the tenant restriction on the proxy.",
    },
    50020: {
      name: "UserUnauthorized",
      reason: "account unknown in this tenant",
      explanation: "An account from outside signed in that does not exist in this tenant.",
      actor: "administrator",
      remedy:
        "Invite the account as a guest if it should have access; otherwise the person has to sign out and use an account of this tenant.",
    },
    50160: {
      reason: "other tenant preferred",
      explanation: "The sign-in was directed to another tenant than the one asked for.",
    },
    50177: {
      name: "ExternalChallengeNotSupportedForPassthroughUsers",
      reason: "external check not for pass-through users",
      explanation: "A policy asks for an external check, which accounts that are only passed through cannot take.",
      actor: "administrator",
      remedy: "Exclude these accounts from the policy’s external check, or invite them as guests.",
    },
    50178: {
      name: "SessionControlNotSupportedForPassthroughUsers",
      reason: "session control not for pass-through users",
      explanation: "A policy sets session controls, which do not work for accounts that are only passed through.",
      actor: "administrator",
      remedy: "Exclude these accounts from the policy’s session controls, or invite them as guests.",
    },
    90002: {
      name: "InvalidTenantName",
      reason: "tenant unknown",
      explanation: "The request names a tenant that does not exist.",
      actor: "applicationOwner",
      remedy:
        "Check the tenant’s ID or domain in the request, and that the sign-in address is that of the cloud it belongs to.",
    },
    90072: {
      name: "PassThroughUserMfaError",
      reason: "external account not in this tenant",
      explanation: "An account from outside does not exist in this tenant, so it could not give a second factor here.",
      actor: "administrator",
      remedy:
        "Invite the account as a guest if it should have access; for a federated account of your own, check that its immutable ID is the same in both directories.",
    },
    90125: {
      name: "DebugModeEnrollTenantNotFound",
      reason: "user not in the system",
      explanation: "The tenant of the user was not found.",
    },
    90126: {
      name: "DebugModeEnrollTenantNotInferred",
      reason: "tenant not recognisable from the user name",
      explanation: "The user name does not tell which tenant the account belongs to.",
      actor: "user",
      remedy: "Type the full user name with its domain.",
    },
    500021: {
      reason: "blocked by tenant restriction",
      explanation: "The network’s tenant restriction does not permit sign-ins to this tenant.",
      actor: "administrator",
      remedy: "If access to the tenant is wanted, add it to the tenants that the proxy’s header permits.",
    },
    500022: {
      reason: "blocked by tenant restriction",
      explanation: "The tenant restriction (version 2) of the organisation does not permit sign-ins to this tenant.",
      actor: "administrator",
      remedy: "If access to the tenant is wanted, permit it in the tenant restriction policy of the organisation.",
    },
    500212: {
      name: "NotAllowedByOutboundPolicyTenant",
      reason: "blocked by the home tenant’s outbound rules",
      explanation: "The outbound cross-tenant access settings of the account’s own organisation do not permit this.",
      actor: "administrator",
      remedy: "The account’s own organisation has to permit the access in its outbound cross-tenant access settings.",
    },
    500213: {
      name: "NotAllowedByInboundPolicyTenant",
      reason: "blocked by the resource tenant’s inbound rules",
      explanation: "The inbound cross-tenant access settings of the resource’s organisation do not permit this.",
      actor: "administrator",
      remedy: "The resource’s organisation has to permit the access in its inbound cross-tenant access settings.",
    },
    5000224: {
      name: "NotAllowedTenantBlockedTenantFraud",
      reason: "tenant blocked",
      explanation: "The tenant is blocked because fraud is suspected.",
      actor: "administrator",
      remedy: "Contact the provider’s support about the tenant; nothing in its settings lifts the block.",
    },
  },
};
