import type { ErrorClassDefinition } from "./error-class";

export const claims: ErrorClassDefinition = {
  label: "Claims",
  about: "The claims of the token could not be made as the application’s settings ask.",
  searchWords: "attribute mapping transformation",
  actor: "administrator",
  remedy: "Correct the claims mapping or transformation in the application’s settings, and try it with one account.",
  codes: {
    50100: {
      reason: "claims transformation failed",
      explanation: "A transformation of the token’s claims failed.",
    },
    50101: {
      reason: "unknown claims transformation",
      explanation: "The claims settings name a transformation that does not exist.",
    },
    50102: {
      reason: "claims transformation not loaded",
      explanation: "A custom transformation of claims could not be loaded.",
    },
    50103: {
      reason: "claims transformation failed",
      explanation: "A transformation of the token’s claims failed; the message of the sign-in gives the detail.",
    },
    50108: {
      reason: "claims settings not reachable",
      explanation: "The settings of the claims transformation could not be fetched.",
    },
    50109: {
      reason: "unknown claims transformation",
      explanation: "The claims settings use a transformation that is not known.",
    },
    50111: {
      reason: "unknown claims transformation",
      explanation: "A transformation was asked for that is not known.",
    },
    50123: {
      reason: "unknown transformation method",
      explanation: "A claims transformation uses a method that is not known.",
    },
    50124: {
      reason: "regular expression not valid",
      explanation: "A claims transformation uses a regular expression that is not valid.",
      actor: "administrator",
      remedy: "Correct the regular expression in the application’s claims settings.",
    },
    50130: {
      reason: "method claim not understood",
      explanation: "The claim about how the person signed in has a value that is not understood.",
    },
    50162: {
      reason: "claims transformation took too long",
      explanation: "A transformation of the token’s claims did not finish in time.",
      actor: "administrator",
      remedy: "Simplify the transformation in the application’s claims settings, or try again if it worked before.",
    },
    50163: {
      reason: "result of an expression too large",
      explanation: "The regular expression of a claims transformation gave more text than permitted.",
      actor: "administrator",
      remedy: "Narrow the regular expression, or apply it to a shorter attribute.",
    },
    501241: {
      reason: "mandatory claim has no value",
      explanation: "A value that the token must carry, often the name ID, is missing on the account.",
      actor: "administrator",
      remedy: "Fill in the attribute on the account, or map another attribute to the claim.",
    },
    501621: {
      name: "ClaimsTransformationTimeoutRegularExpressionTimeout",
      reason: "regular expression took too long",
      explanation: "The regular expression of a claims transformation did not finish in time.",
      actor: "administrator",
      remedy: "Simplify the regular expression in the application’s claims settings.",
    },
  },
};
