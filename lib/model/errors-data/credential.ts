import type { ErrorClassDefinition } from "./error-class";

export const credential: ErrorClassDefinition = {
  label: "Password, secret or certificate",
  about: "What was sent as proof of identity was missing, wrong or out of date.",
  searchWords: "credentials key",
  actor: "administrator",
  remedy:
    "Compare what was sent as proof with what is registered for the account or application, and replace it when it is unknown or out of date.",
  codes: {
    50034: {
      name: "UserAccountNotFound",
      reason: "unknown user",
      explanation:
        "No account of that name exists in the directory; often a typing mistake, or somebody guessing names.",
    },
    50055: {
      name: "InvalidPasswordExpiredPassword",
      reason: "password expired",
      explanation: "The password was right but too old; a new one had to be chosen.",
    },
    50056: {
      reason: "no password stored",
      explanation: "The directory holds no password for this account, so none could be right.",
    },
    50125: {
      name: "PasswordResetRegistrationRequiredInterrupt",
      reason: "asked to register for password reset",
      explanation: "The person was sent to register how to reset the password later.",
    },
    50126: {
      name: "InvalidUserNameOrPassword",
      reason: "wrong password",
      explanation: "The user name or the password was wrong. Many of these from one address point to guessing.",
    },
    700027: {
      reason: "certificate not accepted",
      explanation: "The application’s signature does not fit any certificate registered for it.",
    },
    7000215: {
      reason: "wrong client secret",
      explanation: "The secret that the application sent is not one registered for it.",
    },
    7000222: {
      name: "InvalidClientSecretExpiredKeysProvided",
      reason: "client secret expired",
      explanation: "The application’s secret has expired and must be replaced.",
    },
  },
};
