import type { ErrorClassDefinition } from "./error-class";

export const saml: ErrorClassDefinition = {
  label: "SAML",
  about: "A SAML message was not as it has to be.",
  searchWords: "single sign-on assertion",
  actor: "applicationOwner",
  remedy:
    "Compare the SAML message with the application’s single sign-on settings on both sides: binding, identifiers, signature and name ID format.",
  codes: {
    50008: {
      name: "InvalidSamlToken",
      reason: "SAML assertion not valid",
      explanation: "The SAML assertion is missing or not as it has to be.",
      actor: "administrator",
      remedy: "Correct the claims or the assertion at the federated identity provider.",
    },
    75001: {
      name: "BindingSerializationError",
      reason: "SAML binding failed",
      explanation: "The SAML message could not be put into the binding that was asked for.",
    },
    75003: {
      name: "UnsupportedBindingError",
      reason: "SAML binding not supported",
      explanation: "The application asked for the answer by a binding other than HTTP POST, the only one supported.",
      actor: "applicationOwner",
      remedy: "Set the application to receive SAML responses by HTTP POST.",
    },
    75005: {
      name: "Saml2MessageInvalid",
      reason: "SAML request not supported",
      explanation: "The SAML request asks for something that is not supported.",
      actor: "applicationOwner",
      remedy:
        "Correct the SAML request that the application sends; its metadata and a current library are the place to begin.",
    },
    75008: {
      name: "RequestDeniedError",
      reason: "SAML request refused",
      explanation: "The SAML request was sent to another destination than it names.",
      actor: "applicationOwner",
      remedy: "Set the destination in the request to the tenant’s single sign-on address.",
    },
    75011: {
      name: "NoMatchedAuthnContextInOutputClaims",
      reason: "other method than the one requested",
      explanation: "The person signed in by another method than the SAML request demands.",
      actor: "applicationOwner",
      remedy:
        "Leave the requested authentication context out of the SAML request, or ask for one that fits how people sign in.",
    },
    75016: {
      name: "Saml2AuthenticationRequestInvalidNameIDPolicy",
      reason: "name ID policy not valid",
      explanation: "The SAML request asks for a name ID in a way that is not valid.",
      actor: "applicationOwner",
      remedy: "Ask for a supported name ID format, or leave the name ID policy out of the request.",
    },
    76021: {
      name: "ApplicationRequiresSignedRequests",
      reason: "SAML request not signed",
      explanation: "The application is set to send signed requests, and this one was not signed.",
      actor: "applicationOwner",
      remedy:
        "Have the application sign its requests with the registered certificate, or lift the requirement in its settings.",
    },
    76026: {
      name: "RequestIssueTimeExpired",
      reason: "SAML request too old",
      explanation: "The SAML request was made too long before it arrived.",
      actor: "applicationOwner",
      remedy:
        "Set the clock of the application’s server right. People should open the application itself rather than a bookmark of the sign-in page.",
    },
    90020: {
      reason: "immutable ID missing",
      explanation: "The SAML 1.1 assertion lacks the account’s immutable ID.",
      actor: "administrator",
      remedy: "Have the federated identity provider send the account’s immutable ID in the assertion.",
    },
    90107: {
      name: "InvalidXml",
      reason: "XML not valid",
      explanation: "The message is not valid XML.",
    },
    750054: {
      reason: "SAML message missing",
      explanation: "The address of the sign-in page held neither a SAML request nor a SAML response.",
      actor: "applicationOwner",
      remedy:
        "Send the SAML message as a parameter of the redirect. People should open the application itself rather than a bookmark of the sign-in page.",
    },
    900236: {
      name: "InvalidRequestSamlPropertyUnsupported",
      reason: "SAML property not supported",
      explanation: "The SAML request sets a property that is not supported.",
      actor: "applicationOwner",
      remedy: "Leave the property that the message names out of the SAML request.",
    },
    5000819: {
      name: "InvalidSamlTokenEmailMissingOrInvalid",
      reason: "email claim missing or foreign",
      explanation: "The SAML assertion has no email address, or one outside the domain of the external organisation.",
      actor: "administrator",
      remedy:
        "Have the external identity provider send an email address in the domain that the federation was set up for.",
    },
    7500514: {
      reason: "SAML response type not recognised",
      explanation: "The type of the SAML response was not recognised.",
    },
    7500529: {
      reason: "SAML ID begins with a digit",
      explanation: "The ID of the SAML request begins with a digit, which is not permitted.",
      actor: "applicationOwner",
      remedy: "Have the application begin the ID with a letter or an underscore.",
    },
  },
};
