import type { ErrorClassDefinition } from "./error-class";

export const throttling: ErrorClassDefinition = {
  label: "Throttling",
  about: "Too many requests came in too short a time.",
  searchWords: "rate limit loop",
  actor: "applicationOwner",
  remedy: "Have the client keep and reuse its tokens, and wait longer between attempts.",
  codes: {
    50196: {
      name: "LoopDetected",
      reason: "client in a loop",
      explanation: "The client sent the same request again and again, and was stopped.",
      actor: "applicationOwner",
      remedy:
        "Have the client keep the tokens it gets, and stop on errors in place of asking again at once; restarting it often helps for the moment.",
    },
    90055: {
      name: "TenantThrottlingError",
      reason: "too many requests of the tenant",
      explanation: "The tenant sent more requests than permitted, and some were refused.",
      actor: "administrator",
      remedy:
        "Find the application that sends the most sign-ins, by the logs, and have it reuse its tokens; refused sign-ins work again after a pause.",
    },
  },
};
