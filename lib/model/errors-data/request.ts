import type { ErrorClassDefinition } from "./error-class";

export const request: ErrorClassDefinition = {
  label: "Request",
  about: "The request itself was incomplete or malformed.",
  searchWords: "parameter oauth openid",
  actor: "applicationOwner",
  remedy:
    "Correct the part of the request that the explanation names; an up-to-date authentication library builds it correctly.",
  codes: {
    50059: {
      name: "MissingTenantRealmAndNoUserInformationProvided",
      reason: "tenant not recognisable",
      explanation: "Neither the request nor the user name said which organisation was meant.",
    },
  },
};
