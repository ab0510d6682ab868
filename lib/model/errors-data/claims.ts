import type { ErrorClassDefinition } from "./error-class";

export const claims: ErrorClassDefinition = {
  label: "Claims",
  about: "The claims of the token could not be made as the application’s settings ask.",
  searchWords: "attribute mapping transformation",
  actor: "administrator",
  remedy: "Correct the claims mapping or transformation in the application’s settings, and try it with one account.",
  codes: {},
};
