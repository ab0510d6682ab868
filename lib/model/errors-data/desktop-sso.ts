import type { ErrorClassDefinition } from "./error-class";

export const desktopSso: ErrorClassDefinition = {
  label: "Desktop single sign-on",
  about: "Signing in silently with the device’s Kerberos ticket failed.",
  searchWords: "kerberos seamless sso windows integrated",
  actor: "administrator",
  remedy:
    "Check that desktop single sign-on is switched on for the tenant, and that the browser and the device may send a Kerberos ticket to it.",
  codes: {
    51006: {
      name: "ForceReauthDueToInsufficientAuth",
      reason: "integrated sign-in asked for again",
      explanation: "The session had not come from integrated sign-in, which was required, so it had to be repeated.",
    },
    81010: {
      name: "DesktopSsoAuthTokenInvalid",
      reason: "Kerberos ticket not valid",
      explanation: "The ticket for desktop single sign-on had expired or could not be read.",
    },
  },
};
