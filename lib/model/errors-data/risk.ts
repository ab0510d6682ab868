import type { ErrorClassDefinition } from "./error-class";

export const risk: ErrorClassDefinition = {
  label: "Risk",
  about: "The account, the address or the attempt looked dangerous.",
  searchWords: "identity protection compromised lockout",
  actor: "administrator",
  remedy:
    "Examine the account’s risk and its recent sign-ins; when it is sound, confirm that, and otherwise have the password changed and its sessions revoked.",
  codes: {
    50053: {
      name: "IdsLocked",
      reason: "account locked",
      explanation:
        "The account is locked for a while after too many wrong passwords, or the address is one that attacks have come from.",
      actor: "administrator",
      remedy:
        "Look at the address and at the attempts before this one. If it was the person, wait until the lock ends or reset the password; if not, block the address and check that no attempt succeeded.",
    },
    50135: {
      name: "PasswordChangeCompromisedPassword",
      reason: "password change forced",
      explanation: "The password is thought to be known to others, so it has to be changed.",
      actor: "user",
      remedy:
        "Change the password at once, to one used nowhere else; an administrator should look through the account’s recent sign-ins.",
    },
    53004: {
      name: "ProofUpBlockedDueToRisk",
      reason: "registration stopped by risk",
      explanation: "The account needs a second factor, and could not register one because the attempt looked risky.",
      actor: "administrator",
      remedy:
        "Examine the account’s risk. If the person is who they claim to be, dismiss the risk and have them register from a trusted place; if not, reset the password and revoke the sessions.",
    },
    53011: {
      reason: "blocked by risk in the home tenant",
      explanation: "The account was stopped because its own organisation considers it at risk.",
      actor: "administrator",
      remedy:
        "Refer the person to the administrators of their own organisation, who alone can examine and clear the risk.",
    },
    530034: {
      name: "DelegatedAdminBlockedDueToSuspiciousActivity",
      reason: "partner’s administrator at risk",
      explanation:
        "An administrator of a partner was stopped because the account looks suspicious in the partner’s tenant.",
      actor: "administrator",
      remedy:
        "Ask the partner to examine and clear the account in its own tenant, and look through what the account did here lately.",
    },
  },
};
