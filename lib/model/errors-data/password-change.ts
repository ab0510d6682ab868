import type { ErrorClassDefinition } from "./error-class";

export const passwordChange: ErrorClassDefinition = {
  label: "Password change",
  about: "A new password could not be set.",
  searchWords: "sspr reset",
  actor: "user",
  remedy: "Try once more with another new password; if it is refused again, ask an administrator to reset it.",
  codes: {},
};
