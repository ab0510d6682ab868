import type { ErrorClassDefinition } from "./error-class";

export const application: ErrorClassDefinition = {
  label: "Application set-up",
  about: "The application, or the resource it asks for, is not set up for this request.",
  searchWords: "app registration client",
  actor: "applicationOwner",
  remedy:
    "Compare the application’s registration (identifiers, addresses, permissions, kinds of accounts) with what the application sends.",
  codes: {
    50105: {
      name: "EntitlementGrantsNotFound",
      reason: "not assigned to the application",
      explanation: "The application is open only to assigned people and groups, and this person is not among them.",
    },
    500011: {
      name: "InvalidResourceServicePrincipalNotFound",
      reason: "resource unknown in this tenant",
      explanation: "The resource asked for is not installed in this tenant.",
    },
    700016: {
      name: "UnauthorizedClient_DoesNotMatchRequest",
      reason: "application unknown in this tenant",
      explanation: "No application of that ID is installed in this tenant.",
    },
    7000112: {
      name: "UnauthorizedClientApplicationDisabled",
      reason: "application disabled",
      explanation: "Sign-ins of this application are switched off in the tenant.",
    },
  },
};
