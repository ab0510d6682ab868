import type { ErrorClassDefinition } from "./error-class";

export const application: ErrorClassDefinition = {
  label: "Application set-up",
  about: "The application, or the resource it asks for, is not set up for this request.",
  searchWords: "app registration client",
  actor: "applicationOwner",
  remedy:
    "Compare the application’s registration (identifiers, addresses, permissions, kinds of accounts) with what the application sends.",
  codes: {
    50001: {
      name: "InvalidResource",
      reason: "resource unknown or switched off",
      explanation: "The resource that was asked for is not known in this tenant, or is disabled.",
      actor: "applicationOwner",
      remedy:
        "Correct the resource’s identifier in the request; if it is right, an administrator has to install or enable the resource in the tenant.",
    },
    50003: {
      name: "MissingSigningKey",
      reason: "signing key missing",
      explanation: "There is no key or certificate with which tokens for the application could be signed.",
      actor: "administrator",
      remedy:
        "Create or upload a signing certificate in the application’s single sign-on settings, and make it the active one.",
    },
    50007: {
      name: "PartnerEncryptionCertificateMissing",
      reason: "encryption certificate missing",
      explanation: "The certificate with which tokens for the application are to be encrypted is missing.",
      actor: "applicationOwner",
      remedy: "Upload the application’s encryption certificate, or switch the encryption of tokens off.",
    },
    50010: {
      name: "AudienceUriValidationFailed",
      reason: "no audience set up",
      explanation: "The application has no audience against which the request could be checked.",
      actor: "applicationOwner",
      remedy: "Enter the application’s identifier in its settings, as the application sends it.",
    },
    50011: {
      name: "InvalidReplyTo",
      reason: "reply address not registered",
      explanation: "The address to which the application wants the answer sent is not registered for it.",
      actor: "applicationOwner",
      remedy:
        "Register the very address that the application sends: scheme, host, port, path and the slash at the end have to be the same.",
    },
    50105: {
      name: "EntitlementGrantsNotFound",
      reason: "not assigned to the application",
      explanation: "The application admits only assigned people and groups, and this person is not among them.",
      actor: "administrator",
      remedy:
        "Assign the person, or a group that they are a direct member of, to the application, or lift its requirement of an assignment.",
    },
    50146: {
      name: "MissingCustomSigningKey",
      reason: "application’s signing key missing",
      explanation: "The application has to have a signing key of its own, and none is in force.",
      actor: "applicationOwner",
      remedy: "Set up a current signing key for the application.",
    },
    50165: {
      reason: "encryption method not supported",
      explanation: "The application’s settings ask for an encryption method that is not supported.",
      actor: "applicationOwner",
      remedy: "Choose a supported encryption method in the application’s settings.",
    },
    50194: {
      reason: "single-tenant application at the common endpoint",
      explanation: "The application is meant for one tenant, and signed in through the endpoint for all tenants.",
      actor: "applicationOwner",
      remedy: "Use the tenant’s own sign-in address, or make the application multi-tenant.",
    },
    65005: {
      name: "MisconfiguredApplication",
      reason: "permissions not declared",
      explanation: "The application asks for a resource that its registration does not list.",
      actor: "applicationOwner",
      remedy: "Declare the permissions for the resource in the application’s registration, and have them consented to.",
    },
    70001: {
      name: "UnauthorizedClient",
      reason: "application disabled or unknown",
      explanation: "The application is disabled, or not installed in this tenant.",
      actor: "administrator",
      remedy:
        "Check the application ID in the request; if it is right, install or enable the application in the tenant.",
    },
    70004: {
      name: "InvalidRedirectUri",
      reason: "reply address not valid",
      explanation: "The reply address in the request is not valid for the application.",
      actor: "applicationOwner",
      remedy:
        "Compare the reply address that the application sends with those registered for it, and correct whichever is wrong.",
    },
    90009: {
      name: "TokenForItselfMissingIdenticalAppIdentifier",
      reason: "application must name itself by its ID",
      explanation: "An application that asks for a token for itself has to give its application ID.",
      actor: "applicationOwner",
      remedy: "Send the application ID (a GUID) as the resource, in place of the identifier’s address.",
    },
    90027: {
      reason: "API version not for personal accounts",
      explanation: "The API version that the application uses does not work for the tenant of personal accounts.",
      actor: "applicationOwner",
      remedy: "Set the application to an API version that supports personal accounts, or admit work accounts only.",
    },
    90124: {
      name: "V1ResourceV2GlobalEndpointNotSupported",
      reason: "resource not at the common endpoint",
      explanation: "The resource understands only the older protocol and is not served at the common endpoint.",
      actor: "applicationOwner",
      remedy: "Use the tenant’s own sign-in address for this resource.",
    },
    90130: {
      name: "NonConvergedAppV2GlobalEndpointNotSupported",
      reason: "application not at the common endpoint",
      explanation: "The application is not served at the common endpoint.",
      actor: "applicationOwner",
      remedy: "Use the tenant’s own sign-in address for this application.",
    },
    500011: {
      name: "InvalidResourceServicePrincipalNotFound",
      reason: "resource unknown in this tenant",
      explanation: "The resource that was asked for has no service principal in this tenant.",
      actor: "applicationOwner",
      remedy:
        "Check the resource’s identifier and the tenant in the request; if both are right, an administrator has to install the resource’s application in the tenant.",
    },
    500014: {
      name: "InvalidResourceServicePrincipalDisabled",
      reason: "resource disabled",
      explanation: "The resource’s application is disabled in this tenant.",
      actor: "administrator",
      remedy: "Enable sign-in for the resource’s application, or renew the subscription that it belongs to.",
    },
    501461: {
      reason: "mapped claims not permitted",
      explanation: "The audience of the token may not receive mapped claims.",
      actor: "applicationOwner",
      remedy:
        "Ask for the token with the application’s own ID, or an identifier in a domain verified by the tenant, as the audience.",
    },
    650052: {
      reason: "needed service not subscribed",
      explanation: "The application needs a service that the organisation has not subscribed to.",
      actor: "administrator",
      remedy: "Subscribe to the service that the message names, or ask the application’s owner to do without it.",
    },
    650054: {
      reason: "permission for a removed resource",
      explanation: "The application asks for permission to a resource that is gone.",
      actor: "applicationOwner",
      remedy: "Remove the permission from the application’s registration, and have the remaining ones consented to.",
    },
    650056: {
      reason: "application set up wrongly",
      explanation: "The application’s permissions, the consent to them, or the identifier in the request is not right.",
      actor: "applicationOwner",
      remedy:
        "Check that the registration declares what the application asks for, that an administrator has consented to it, and that the identifier in the request is the registered one.",
    },
    650057: {
      reason: "resource not declared",
      explanation: "The resource that was asked for is not among those in the application’s registration.",
      actor: "applicationOwner",
      remedy:
        "Add a permission for the resource to the application’s registration, or ask for a resource that it lists.",
    },
    650059: {
      reason: "application limited to its own tenant",
      explanation: "The application’s registration admits accounts of its own tenant only.",
      actor: "applicationOwner",
      remedy:
        "Open the registration to accounts of other tenants, or have people sign in with an account of the application’s tenant.",
    },
    700011: {
      name: "UnauthorizedClientAppNotFoundInOrgIdTenant",
      reason: "application unknown in this tenant",
      explanation: "No application with the ID in the request is installed in this tenant.",
      actor: "applicationOwner",
      remedy:
        "Check the application ID and the tenant in the client’s configuration; if both are right, an administrator has to install the application in the tenant.",
    },
    700016: {
      name: "UnauthorizedClient_DoesNotMatchRequest",
      reason: "application unknown in this tenant",
      explanation:
        "No application with the ID in the request is installed in this tenant, or the request went to the wrong tenant.",
      actor: "applicationOwner",
      remedy:
        "Check the application ID and the tenant in the client’s configuration; if both are right, an administrator has to install the application in the tenant or consent to it.",
    },
    700025: {
      name: "InvalidClientPublicClientWithCredential",
      reason: "secret sent by a public client",
      explanation: "The application is registered as a public client, and yet sent a secret or certificate.",
      actor: "applicationOwner",
      remedy: "Leave the secret out of the request, or register the application as a confidential client.",
    },
    700054: {
      reason: "ID tokens not switched on",
      explanation: "The application asked for an ID token, which its registration does not permit.",
      actor: "applicationOwner",
      remedy: "Switch ID tokens on in the application’s registration, or use the authorization code flow.",
    },
    900971: {
      reason: "no reply address",
      explanation: "No reply address is known for the application.",
      actor: "applicationOwner",
      remedy: "Register a reply address for the application, and send it with the request.",
    },
    1000031: {
      reason: "application not available",
      explanation: "The application cannot be reached at the moment.",
      actor: "user",
      remedy: "Try again later; if it lasts, tell the application’s owner.",
    },
    7000112: {
      name: "UnauthorizedClientApplicationDisabled",
      reason: "application disabled",
      explanation: "Sign-ins of this application are switched off in the tenant.",
      actor: "administrator",
      remedy:
        "Find out why the application was disabled; enable it if it should work, and otherwise find what still signs in with it.",
    },
    7000114: {
      reason: "on-behalf-of not permitted",
      explanation: "The application may not ask for tokens on behalf of its users.",
      actor: "applicationOwner",
      remedy: "Use another flow, or an application that is registered for acting on behalf of its users.",
    },
    9002332: {
      reason: "work accounts only",
      explanation: "The application is for work accounts only, and was asked for at the endpoint of personal accounts.",
      actor: "applicationOwner",
      remedy: "Use the tenant’s own sign-in address, or the one for work accounts.",
    },
  },
};
