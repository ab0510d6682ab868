import type { ErrorClassDefinition } from "./error-class";

export const secondFactor: ErrorClassDefinition = {
  label: "Second factor",
  about: "A second factor was asked for and was not given, not set up, or not reachable.",
  searchWords: "mfa multi-factor multifactor 2fa strong authentication",
  actor: "user",
  remedy:
    "Sign in again and complete the second factor; when no method works, ask an administrator to check the methods registered for the account.",
  codes: {
    50072: {
      name: "UserStrongAuthEnrollmentRequiredInterrupt",
      reason: "second factor not yet set up",
      explanation: "A second factor is required and this person was asked to set one up.",
    },
    50074: {
      name: "UserStrongAuthClientAuthNRequiredInterrupt",
      reason: "second factor asked for",
      explanation: "The password was accepted; the second factor was asked for and not completed in this step.",
    },
    50076: {
      name: "UserStrongAuthClientAuthNRequired",
      reason: "second factor asked for",
      explanation: "A policy or an unfamiliar place made a second factor necessary; the person was sent on to give it.",
    },
    50079: {
      name: "UserStrongAuthEnrollmentRequired",
      reason: "second factor not yet set up",
      explanation: "A policy requires a second factor and this person has to enrol one.",
    },
    50158: {
      reason: "sent on to an external check",
      explanation: "The person was sent to another check, such as terms of use or a partner’s second factor.",
    },
    500121: {
      reason: "second factor not completed",
      explanation: "The second factor was refused, ran out of time or went wrong.",
    },
  },
};
