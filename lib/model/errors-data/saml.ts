import type { ErrorClassDefinition } from "./error-class";

export const saml: ErrorClassDefinition = {
  label: "SAML",
  about: "A SAML message was not as it has to be.",
  searchWords: "single sign-on assertion",
  actor: "applicationOwner",
  remedy:
    "Compare the SAML message with the application’s single sign-on settings on both sides: binding, identifiers, signature and name ID format.",
  codes: {},
};
