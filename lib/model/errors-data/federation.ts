import type { ErrorClassDefinition } from "./error-class";

export const federation: ErrorClassDefinition = {
  label: "Federation",
  about: "The exchange with another identity provider failed.",
  searchWords: "idp identity provider ws-fed oidc",
  actor: "administrator",
  remedy:
    "Check the trust with the other identity provider (metadata, certificates, claims), and give its operator the time and the correlation ID.",
  codes: {
    1000002: {
      name: "BindCompleteInterruptError",
      reason: "account linked",
      explanation: "The account was linked; the person had to be told before going on.",
    },
  },
};
