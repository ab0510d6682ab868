import type { ErrorClassDefinition } from "./error-class";

export const onPremises: ErrorClassDefinition = {
  label: "On-premises password check",
  about: "The password could not be checked in the on-premises directory.",
  searchWords: "active directory agent pass-through",
  actor: "administrator",
  remedy:
    "Check the authentication agents, their connection to the domain controllers, and the account in the on-premises directory.",
  codes: {
    50144: {
      name: "InvalidPasswordExpiredOnPremPassword",
      reason: "on-premises password expired",
      explanation: "The account’s password in the on-premises directory has expired.",
      actor: "user",
      remedy:
        "Change the password in the organisation’s network or by self-service reset, then sign in with the new one; an administrator can reset it as well.",
    },
    80001: {
      name: "OnPremiseStoreIsNotAvailable",
      reason: "agent cannot reach the directory",
      explanation: "The authentication agent could not reach the on-premises directory.",
      actor: "administrator",
      remedy:
        "Check the connection from the agents’ servers to the domain controllers, and that they belong to the forest of the accounts.",
    },
    80002: {
      name: "OnPremisePasswordValidatorRequestTimedout",
      reason: "password check timed out",
      explanation: "The on-premises password check did not answer in time.",
      actor: "administrator",
      remedy: "Check the health and load of the domain controllers, and the network between them and the agents.",
    },
    80005: {
      name: "OnPremisePasswordValidatorUnpredictableWebException",
      reason: "odd answer of the agent",
      explanation: "The authentication agent gave an answer that could not be understood.",
    },
    80007: {
      name: "OnPremisePasswordValidatorErrorOccurredOnPrem",
      reason: "agent could not check the password",
      explanation: "The authentication agent failed to check the password.",
    },
    80010: {
      name: "OnPremisePasswordValidationEncryptionException",
      reason: "agent cannot decrypt the password",
      explanation: "The authentication agent could not decrypt the password that it was to check.",
      actor: "administrator",
      remedy: "Restart the agent; if it persists, install and register it again so that it gets new keys.",
    },
    80012: {
      name: "OnPremisePasswordValidationAccountLogonInvalidHours",
      reason: "outside permitted hours",
      explanation: "The on-premises directory does not permit the account to sign in at this hour.",
      actor: "administrator",
      remedy: "Wait for the permitted hours, or extend the account’s logon hours in the on-premises directory.",
    },
    80013: {
      name: "OnPremisePasswordValidationTimeSkew",
      reason: "clocks differ too much",
      explanation: "The clocks of the agent and the directory are too far apart.",
      actor: "administrator",
      remedy: "Bring the time of the agents’ servers and the domain controllers into step.",
    },
    80014: {
      name: "OnPremisePasswordValidationAuthenticationAgentTimeout",
      reason: "agent took too long",
      explanation: "The authentication agent needed longer for the password check than permitted.",
      actor: "administrator",
      remedy:
        "Check the load and the network of the agents and domain controllers, and add an agent if they are overloaded.",
    },
  },
};
