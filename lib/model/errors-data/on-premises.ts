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
      explanation: "The password of the on-premises directory has expired and must be changed there.",
    },
    80012: {
      name: "OnPremisePasswordValidationAccountLogonInvalidHours",
      reason: "outside permitted hours",
      explanation: "The on-premises directory does not allow a sign-in at this hour.",
    },
  },
};
