import type { ErrorClassDefinition } from "./error-class";

export const conditionalAccess: ErrorClassDefinition = {
  label: "Conditional Access",
  about: "A policy asked for something that this sign-in did not meet.",
  searchWords: "policy ca blocked",
  actor: "administrator",
  remedy:
    "Open the sign-in’s Conditional Access tab, see which policy applied and which condition was not met, then meet the condition or change the policy.",
  codes: {
    50005: {
      name: "DevicePolicyError",
      reason: "platform not supported by policy",
      explanation: "A policy does not support the device’s operating system.",
      actor: "administrator",
      remedy: "Have the person use a platform that the policy supports, or add this one to the policy.",
    },
    50131: {
      name: "ConditionalAccessFailed",
      reason: "stopped by Conditional Access",
      explanation: "A policy, the state of the device or an unusual request stopped the sign-in.",
      actor: "administrator",
      remedy:
        "Open the sign-in’s Conditional Access tab, and find the policy that failed and the condition or control that was not met.",
    },
    50142: {
      reason: "new password demanded by policy",
      explanation: "A policy demanded a new password before going on, as it does for accounts at risk.",
      actor: "user",
      remedy:
        "Change the password when asked, to one used nowhere else; where no page asks for it, an administrator can reset the password.",
    },
    53002: {
      name: "ApplicationUsedIsNotAnApprovedApp",
      reason: "application not approved",
      explanation: "A policy admits only approved client applications, and this one is not approved.",
      actor: "user",
      remedy: "Use an approved application instead; an administrator can say which they are.",
    },
    53003: {
      name: "BlockedByConditionalAccess",
      reason: "blocked by Conditional Access",
      explanation: "A policy blocked the sign-in; the Conditional Access tab names it.",
      actor: "administrator",
      remedy:
        "See in the Conditional Access tab which policy blocked the sign-in and which condition matched (place, client, device or risk). If the sign-in should be let through, change the condition or make an exception.",
    },
    53010: {
      name: "ProofUpBlockedDueToSecurityInfoAcr",
      reason: "registration not permitted from here",
      explanation: "Security details may be registered only from certain places or devices, and this was none of them.",
      actor: "user",
      remedy:
        "Register from the organisation’s network or a managed device, or ask an administrator for a temporary access pass.",
    },
    70043: {
      name: "BadTokenDueToSignInFrequency",
      reason: "sign-in too long ago",
      explanation: "A policy limits how long a sign-in lasts, and that time was over.",
      actor: "user",
      remedy:
        "Sign in again. If people are asked too often, an administrator can change the sign-in frequency in the policy.",
    },
    530032: {
      name: "BlockedByConditionalAccessOnSecurityPolicy",
      reason: "blocked by a security policy",
      explanation: "A security policy that holds for the whole tenant blocked the sign-in.",
      actor: "administrator",
      remedy: "Check the security policies of the tenant, and which of their conditions this sign-in met.",
    },
    530035: {
      name: "BlockedBySecurityDefaults",
      reason: "blocked by security defaults",
      explanation:
        "The tenant’s security defaults blocked the sign-in, often because the client signs in by an outdated method.",
      actor: "administrator",
      remedy: "Move the client to modern authentication, or replace it: security defaults have no exceptions.",
    },
  },
};
