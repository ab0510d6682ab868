import type { ErrorClassDefinition } from "./error-class";

export const service: ErrorClassDefinition = {
  label: "Service",
  about: "The identity platform could not do its part.",
  searchWords: "outage temporary retry",
  actor: "user",
  remedy:
    "Wait a few minutes and try again; if it lasts, an administrator can report it to the provider’s support with the request ID, correlation ID and time.",
  codes: {},
};
