import type { ErrorClassDefinition } from "./error-class";

export const desktopSso: ErrorClassDefinition = {
  label: "Desktop single sign-on",
  about: "Signing in silently with the device’s Kerberos ticket failed.",
  searchWords: "kerberos seamless sso windows integrated",
  actor: "administrator",
  remedy:
    "Check that desktop single sign-on is switched on for the tenant, and that the browser and the device may send a Kerberos ticket to it.",
  codes: {
    50180: {
      name: "WindowsIntegratedAuthMissing",
      reason: "integrated sign-in needed",
      explanation: "The sign-in has to be made by integrated Windows authentication, which was not used.",
      actor: "administrator",
      remedy: "Switch desktop single sign-on on for the tenant, and sign in from a device of the domain.",
    },
    51006: {
      name: "ForceReauthDueToInsufficientAuth",
      reason: "integrated sign-in asked for again",
      explanation: "The session did not come from integrated sign-in, which was required, so it had to be repeated.",
      actor: "user",
      remedy: "Sign in again, from a device of the domain if the sign-in is refused once more.",
    },
    81004: {
      name: "DesktopSsoIdentityInTicketIsNotAuthenticated",
      reason: "Kerberos attempt failed",
      explanation: "Signing in with the device’s Kerberos ticket failed.",
    },
    81005: {
      name: "DesktopSsoAuthenticationPackageNotSupported",
      reason: "authentication package not supported",
      explanation: "The device used an authentication package that is not supported.",
    },
    81006: {
      name: "DesktopSsoNoAuthorizationHeader",
      reason: "no Kerberos ticket sent",
      explanation: "The browser sent no Kerberos ticket.",
      actor: "administrator",
      remedy: "Add the single sign-on address to the browser’s intranet zone, so that it sends a ticket there.",
    },
    81007: {
      name: "DesktopSsoTenantIsNotOptIn",
      reason: "desktop single sign-on not switched on",
      explanation: "The tenant has not switched desktop single sign-on on.",
      actor: "administrator",
      remedy: "Switch desktop single sign-on on for the tenant, or stop sending devices to it.",
    },
    81009: {
      name: "DesktopSsoAuthorizationHeaderValueWithBadFormat",
      reason: "Kerberos ticket not readable",
      explanation: "The Kerberos ticket that the browser sent could not be read.",
    },
    81010: {
      name: "DesktopSsoAuthTokenInvalid",
      reason: "Kerberos ticket not valid",
      explanation: "The Kerberos ticket had expired or was not valid.",
      actor: "user",
      remedy:
        "Lock and unlock the device to get a new ticket, then sign in again. If it happens to everybody, an administrator should renew the key of the single sign-on account.",
    },
    81011: {
      name: "DesktopSsoLookupUserBySidFailed",
      reason: "user of the ticket not found",
      explanation: "The account in the Kerberos ticket was not found by its security identifier.",
      actor: "administrator",
      remedy: "Check that the account is synchronised from the on-premises directory to this tenant.",
    },
    81012: {
      name: "DesktopSsoMismatchBetweenTokenUpnAndChosenUpn",
      reason: "other user than the device’s",
      explanation: "The person who signs in is not the one who is signed in to the device.",
      actor: "user",
      remedy: "Sign in with the account of the device, or give your password instead of using single sign-on.",
    },
  },
};
