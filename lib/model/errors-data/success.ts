import type { ErrorClassDefinition } from "./error-class";

export const success: ErrorClassDefinition = {
  label: "Success",
  about: "The sign-in went through.",
  searchWords: "",
  actor: "nobody",
  remedy: "There is nothing to do.",
  codes: {
    0: {
      name: "Success",
      reason: "no error",
      explanation: "The sign-in went through; 0 is recorded where no error occurred.",
      actor: "nobody",
      remedy: "Nothing has to be done.",
    },
  },
};
