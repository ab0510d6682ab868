import type { ErrorClassDefinition } from "./error-class";

export const account: ErrorClassDefinition = {
  label: "Account",
  about: "The account is known, but its state does not let it sign in here.",
  searchWords: "user guest disabled",
  actor: "administrator",
  remedy: "Look the account up in the directory, settle what the explanation names, and have the person sign in again.",
  codes: {
    50057: {
      name: "UserDisabled",
      reason: "account disabled",
      explanation: "An administrator has disabled this account.",
    },
  },
};
