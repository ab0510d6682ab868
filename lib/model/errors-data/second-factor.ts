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
      explanation: "A second factor is required, and the person was asked to set one up.",
      actor: "user",
      remedy: "Set up a second factor on the page that follows; the sign-in then goes on from there.",
    },
    50074: {
      name: "UserStrongAuthClientAuthNRequiredInterrupt",
      reason: "second factor asked for",
      explanation: "The first factor was accepted, and the second was asked for but not given in this step.",
      actor: "user",
      remedy:
        "Complete the prompt. If you did not try to sign in, refuse it and change your password, since somebody else knows it.",
    },
    50076: {
      name: "UserStrongAuthClientAuthNRequired",
      reason: "second factor asked for",
      explanation:
        "A policy or an unfamiliar place made a second factor necessary, and the sign-in stopped to ask for it.",
      actor: "user",
      remedy:
        "Sign in again where the prompt can be shown, in a browser or the application’s own window, and complete the second factor.",
    },
    50078: {
      name: "UserStrongAuthExpired",
      reason: "second factor too old",
      explanation: "The second factor was given longer ago than the resource’s policy allows.",
      actor: "user",
      remedy: "Sign in again and give the second factor anew.",
    },
    50079: {
      name: "UserStrongAuthEnrollmentRequired",
      reason: "second factor not yet set up",
      explanation: "A policy requires a second factor, and none is set up for this person.",
      actor: "user",
      remedy:
        "Register a method on the security information page. For federated accounts an administrator can have the other identity provider send proof of its second factor.",
    },
    50086: {
      name: "SasNonRetryableError",
      reason: "second factor service failed",
      explanation: "The service that checks second factors failed in a way that trying again does not mend.",
      actor: "administrator",
      remedy:
        "Report it to the provider’s support with request ID, correlation ID and time; until then the person can use another method.",
    },
    50087: {
      name: "SasRetryableError",
      reason: "second factor service briefly away",
      explanation: "The service that checks second factors could not answer just then.",
      actor: "user",
      remedy: "Try again after a minute, or choose another method.",
    },
    50088: {
      reason: "too many calls or text messages",
      explanation: "The limit for calls or text messages with a second factor was reached.",
      actor: "user",
      remedy: "Wait a few minutes, or use another method such as an authenticator app.",
    },
    50158: {
      reason: "sent on to an external check",
      explanation:
        "The person was sent on to a check outside the directory, such as terms of use or another provider’s second factor.",
      actor: "user",
      remedy: "Complete that check; the later sign-in with the same correlation ID tells whether it was passed.",
    },
    500121: {
      reason: "second factor not completed",
      explanation: "The second factor was refused, ran out of time or failed.",
      actor: "user",
      remedy:
        "Sign in again and answer the prompt in time; if none arrives, choose another method or have the registered ones checked. If you did not try to sign in, change your password, since somebody else knows it.",
    },
  },
};
