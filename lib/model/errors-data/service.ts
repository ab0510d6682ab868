import type { ErrorClassDefinition } from "./error-class";

export const service: ErrorClassDefinition = {
  label: "Service",
  about: "The identity platform could not do its part.",
  searchWords: "outage temporary retry",
  actor: "user",
  remedy:
    "Wait a few minutes and try again; if it lasts, an administrator can report it to the provider’s support with the request ID, correlation ID and time.",
  codes: {
    50000: {
      name: "TokenIssuanceError",
      reason: "no token issued",
      explanation: "The identity platform could not issue a token.",
      actor: "administrator",
      remedy:
        "Report it to the provider’s support with request ID, correlation ID and time, if a second attempt fails too.",
    },
    50033: {
      name: "RetryableError",
      reason: "passing error",
      explanation: "The identity platform had a passing error.",
      actor: "user",
      remedy: "Try again after a minute.",
    },
    50042: {
      name: "UnableToGeneratePairwiseIdentifierWithMissingSalt",
      reason: "salt for the pairwise identifier missing",
      explanation:
        "The identity platform lacks a value from which the application’s own identifier for the person is made.",
    },
    50043: {
      name: "UnableToGeneratePairwiseIdentifierWithMultipleSalts",
      reason: "several salts for the pairwise identifier",
      explanation:
        "The identity platform found several values from which the application’s own identifier for the person could be made.",
    },
    50134: {
      name: "DeviceFlowAuthorizeWrongDatacenter",
      reason: "wrong region for the device sign-in",
      explanation: "The sign-in of a device was continued in another region than it was begun in.",
    },
    50138: {
      reason: "key of another environment",
      explanation: "A key for encryption belongs to another environment of the platform.",
    },
    51000: {
      name: "RequiredFeatureNotEnabled",
      reason: "feature not switched on",
      explanation: "The sign-in needs a feature that is not switched on.",
      actor: "administrator",
      remedy: "Check which feature the message names, and switch it on for the tenant if its license has it.",
    },
    51005: {
      name: "TemporaryRedirect",
      reason: "sent on for the moment",
      explanation: "The sign-in was redirected to another address for the moment.",
      actor: "nobody",
      remedy: "Nothing has to be done; the client follows by itself.",
    },
    70012: {
      name: "MsaServerError",
      reason: "personal account service failed",
      explanation: "The service for personal accounts failed.",
    },
    90006: {
      name: "ExternalServerRetryableError",
      reason: "part of the service briefly away",
      explanation: "A service that the sign-in depends on was away for the moment.",
    },
    90010: {
      name: "NotSupported",
      reason: "algorithm not supported",
      explanation: "The platform could not provide the algorithm that was asked for.",
      actor: "applicationOwner",
      remedy: "Have the application ask for an algorithm that the platform supports.",
    },
    90012: {
      name: "RequestTimeout",
      reason: "request timed out",
      explanation: "The identity platform did not answer in time.",
    },
    90024: {
      name: "RequestBudgetExceededError",
      reason: "passing overload",
      explanation: "The request used up what the platform allots to one request, in a passing overload.",
    },
    90025: {
      reason: "platform’s own attempts used up",
      explanation: "The identity platform tried several times within itself, without success.",
      actor: "user",
      remedy: "Sign in again after a few minutes; it mostly mends itself.",
    },
    90033: {
      name: "MsodsServiceUnavailable",
      reason: "directory service away",
      explanation: "The directory service was not available.",
    },
    90036: {
      name: "MsodsServiceUnretryableFailure",
      reason: "directory service failed",
      explanation: "The directory service failed in a way that trying again does not mend.",
    },
    90090: {
      name: "GraphRetryableError",
      reason: "directory briefly away",
      explanation: "The interface to the directory was away for the moment.",
    },
    90091: {
      name: "GraphServiceUnreachable",
      reason: "directory not reachable",
      explanation: "The interface to the directory could not be reached.",
    },
    90092: {
      name: "GraphNonRetryableError",
      reason: "directory request failed",
      explanation: "The call to the directory failed in a way that trying again does not mend.",
    },
    90093: {
      name: "GraphUserUnauthorized",
      reason: "directory access refused",
      explanation: "The call to the directory was refused because the account has no right to it.",
      actor: "administrator",
      remedy: "Check that the account may read what the application needs from the directory.",
    },
    100007: {
      reason: "not at this regional endpoint",
      explanation: "The regional endpoint does not support this kind of request.",
      actor: "applicationOwner",
      remedy: "Send the request to the global endpoint.",
    },
    230109: {
      name: "CachedCredentialNonGWAuthNRequestsNotSupported",
      reason: "backup service called directly",
      explanation: "The backup of the sign-in service was called directly, which it does not support.",
      actor: "applicationOwner",
      remedy: "Send the request to the ordinary sign-in address.",
    },
  },
};
