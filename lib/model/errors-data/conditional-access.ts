import type { ErrorClassDefinition } from "./error-class";

export const conditionalAccess: ErrorClassDefinition = {
  label: "Conditional Access",
  about: "A policy asked for something that this sign-in did not meet.",
  searchWords: "policy ca blocked",
  actor: "administrator",
  remedy:
    "Open the sign-in’s Conditional Access tab, see which policy applied and which condition was not met, then meet the condition or change the policy.",
  codes: {
    50131: {
      name: "ConditionalAccessFailed",
      reason: "stopped by Conditional Access",
      explanation: "A policy, the state of the device or an unusual request stopped the sign-in.",
    },
    50142: {
      reason: "password change demanded",
      explanation: "A policy demanded a new password because of risk.",
    },
    53002: {
      name: "ApplicationUsedIsNotAnApprovedApp",
      reason: "application not approved",
      explanation: "A policy admits only approved client applications, and this one is not on the list.",
    },
    53003: {
      name: "BlockedByConditionalAccess",
      reason: "blocked by Conditional Access",
      explanation: "A policy blocked the sign-in. The Conditional Access tab names it.",
    },
    70043: {
      name: "BadTokenDueToSignInFrequency",
      reason: "sign-in too long ago",
      explanation: "A policy limits how long a sign-in lasts, and that time was over.",
    },
    530032: {
      name: "BlockedByConditionalAccessOnSecurityPolicy",
      reason: "blocked by a security policy",
      explanation: "A security policy of the whole tenant blocked the sign-in.",
    },
    530035: {
      name: "BlockedBySecurityDefaults",
      reason: "blocked by security defaults",
      explanation: "The tenant’s security defaults blocked it; often a client with an outdated sign-in method.",
    },
  },
};
