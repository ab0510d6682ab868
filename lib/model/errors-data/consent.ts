import type { ErrorClassDefinition } from "./error-class";

export const consent: ErrorClassDefinition = {
  label: "Consent",
  about: "Nobody who may has agreed to what the application asks for.",
  searchWords: "permission approval",
  actor: "administrator",
  remedy: "Review what the application asks for and, if it should have it, grant consent for the organisation.",
  codes: {
    65001: {
      name: "DelegationDoesNotExist",
      reason: "consent missing",
      explanation: "Neither the person nor an administrator has agreed to what the application asks for.",
    },
    65004: {
      name: "UserDeclinedConsent",
      reason: "consent declined",
      explanation: "The person was asked for consent and said no.",
    },
    90095: {
      name: "AdminConsentRequiredRequestAccess",
      reason: "administrator’s approval asked for",
      explanation: "The application needs an administrator’s consent; the person was sent to request it.",
    },
  },
};
