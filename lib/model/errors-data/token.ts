import type { ErrorClassDefinition } from "./error-class";

export const token: ErrorClassDefinition = {
  label: "Tokens and grants",
  about: "A token, code or assertion was expired, used up, or meant for something else.",
  searchWords: "refresh grant assertion jwt",
  actor: "applicationOwner",
  remedy:
    "Have the client discard what it holds and ask for a new one; if that is refused too, compare its issuer, audience, signature and lifetime with what the endpoint expects.",
  codes: {
    70008: {
      name: "ExpiredOrRevokedGrant",
      reason: "grant expired",
      explanation: "What the client held was not used for too long and has expired.",
    },
    700082: {
      name: "ExpiredOrRevokedGrantInactiveToken",
      reason: "refresh token expired",
      explanation: "The refresh token was not used for too long and has expired.",
    },
  },
};
