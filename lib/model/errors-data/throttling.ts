import type { ErrorClassDefinition } from "./error-class";

export const throttling: ErrorClassDefinition = {
  label: "Throttling",
  about: "Too many requests came in too short a time.",
  searchWords: "rate limit loop",
  actor: "applicationOwner",
  remedy: "Have the client keep and reuse its tokens, and wait longer between attempts.",
  codes: {},
};
