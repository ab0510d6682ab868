import type { ErrorClassDefinition } from "./error-class";

export const risk: ErrorClassDefinition = {
  label: "Risk",
  about: "The account, the address or the attempt looked dangerous.",
  searchWords: "identity protection compromised",
  actor: "administrator",
  remedy:
    "Examine the account’s risk and its recent sign-ins; when it is sound, confirm that, and otherwise have the password changed and its sessions revoked.",
  codes: {
    50053: {
      name: "IdsLocked",
      reason: "account locked",
      explanation: "Too many wrong attempts, or an address known for attacks: the account is locked for a while.",
    },
    53004: {
      name: "ProofUpBlockedDueToRisk",
      reason: "second factor needed before enrolling",
      explanation: "Because of risk, new security details could not be registered from here.",
    },
  },
};
