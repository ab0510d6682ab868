import type { ErrorClassDefinition } from "./error-class";

export const request: ErrorClassDefinition = {
  label: "Request",
  about: "The request itself was incomplete or malformed.",
  searchWords: "parameter oauth openid",
  actor: "applicationOwner",
  remedy:
    "Correct the part of the request that the explanation names; an up-to-date authentication library builds it correctly.",
  codes: {
    28002: {
      reason: "scope not valid",
      explanation: "The scope in the request for an access token is not valid.",
      actor: "applicationOwner",
      remedy: "Send a scope that the resource publishes, spelled exactly as there.",
    },
    28003: {
      reason: "scope empty",
      explanation: "The scope was empty when the code was exchanged for a token.",
      actor: "applicationOwner",
      remedy: "Send the scope that was asked for at the sign-in along with the code.",
    },
    50029: {
      reason: "forbidden characters in an address",
      explanation: "An address in the request holds characters that a domain name may not have.",
    },
    50049: {
      name: "NoSuchInstanceForDiscovery",
      reason: "unknown cloud",
      explanation: "The request names a cloud of the provider that does not exist.",
    },
    50050: {
      name: "MalformedDiscoveryRequest",
      reason: "discovery request malformed",
      explanation: "The request to discover the sign-in endpoints was malformed.",
    },
    50059: {
      name: "MissingTenantRealmAndNoUserInformationProvided",
      reason: "tenant not recognisable",
      explanation: "Neither the request nor the user name says which organisation is meant.",
      actor: "applicationOwner",
      remedy:
        "Use the tenant’s own sign-in address. People can help themselves by typing their full user name with its domain.",
    },
    50117: {
      reason: "claims parameter not readable",
      explanation: "The policy in the request’s claims parameter could not be read.",
    },
    50120: {
      reason: "unknown kind of credential",
      explanation: "The header of the signed token names a kind of credential that is not known.",
    },
    50128: {
      reason: "no tenant for this domain",
      explanation: "The domain name in the request belongs to no tenant.",
      actor: "applicationOwner",
      remedy:
        "Check the spelling of the domain or tenant in the request; a new domain has to be verified in the tenant first.",
    },
    50147: {
      name: "MissingCodeChallenge",
      reason: "PKCE challenge has a wrong length",
      explanation: "The code challenge for PKCE does not have a permitted length.",
      actor: "applicationOwner",
      remedy: "Have a library make verifier and challenge; the verifier must have 43 to 128 characters.",
    },
    50148: {
      reason: "PKCE verifier does not fit",
      explanation: "The code verifier does not belong to the challenge that was sent at the sign-in.",
      actor: "applicationOwner",
      remedy:
        "Keep the verifier from the start of the sign-in and send the same one with the code; sign-ins that run side by side each need their own.",
    },
    50149: {
      reason: "PKCE method not valid",
      explanation: "The method of the code challenge is not a valid one.",
      actor: "applicationOwner",
      remedy: "Send S256 as the code challenge method.",
    },
    50169: {
      name: "InvalidRequestBadRealm",
      reason: "realm not set up",
      explanation: "The request names a realm that is not configured.",
    },
    50171: {
      reason: "audience needs mutual TLS",
      explanation: "The audience that was asked for may be used with mutual TLS only.",
      actor: "applicationOwner",
      remedy: "Connect with a client certificate, or ask for an audience that does not need one.",
    },
    51001: {
      name: "DomainHintMustbePresent",
      reason: "domain hint missing",
      explanation: "The request has to carry a domain hint and did not.",
      actor: "applicationOwner",
      remedy: "Send the organisation’s domain as the domain hint.",
    },
    67003: {
      name: "ActorNotValidServiceIdentity",
      reason: "actor is not a service",
      explanation: "The actor that the request names is not the identity of a service.",
    },
    70003: {
      name: "UnsupportedGrantType",
      reason: "grant type not supported",
      explanation: "The request uses a grant type that is not supported.",
      actor: "applicationOwner",
      remedy:
        "Send a grant type that the endpoint knows, such as authorization_code, refresh_token or client_credentials.",
    },
    70005: {
      name: "UnsupportedResponseType",
      reason: "response type not available",
      explanation: "The application asked for a response type that is not supported or not switched on for it.",
      actor: "applicationOwner",
      remedy: "Ask for a code, or switch on the kind of token that the application asks for in its registration.",
    },
    70007: {
      name: "UnsupportedResponseMode",
      reason: "response mode not valid",
      explanation: "The response mode in the request cannot be used for what was asked.",
      actor: "applicationOwner",
      remedy: "Send query, fragment or form_post; tokens cannot be returned in the query.",
    },
    70011: {
      name: "InvalidScope",
      reason: "scope not valid",
      explanation: "The scope in the request is not valid.",
      actor: "applicationOwner",
      remedy:
        "Write the scopes as the resource publishes them, separated by spaces; .default cannot stand beside single permissions.",
    },
    90004: {
      name: "InvalidRequestFormat",
      reason: "request has a wrong format",
      explanation: "The request is not formatted as it has to be.",
    },
    90005: {
      name: "InvalidRequestWithMultipleRequirements",
      reason: "account named twice",
      explanation: "The request names the account by an identifier and by a login hint, and only one may be sent.",
      actor: "applicationOwner",
      remedy: "Send either the identifier or the login hint.",
    },
    90007: {
      name: "InvalidSessionId",
      reason: "session ID not readable",
      explanation: "The session ID in the request could not be read.",
    },
    90013: {
      name: "InvalidUserInput",
      reason: "input not valid",
      explanation: "A value that was entered or sent is not valid.",
    },
    90014: {
      name: "MissingRequiredField",
      reason: "required field missing",
      explanation: "A field that the request needs is not there.",
      actor: "applicationOwner",
      remedy: "Send the field that the message names; check that nothing on the way strips the body of the request.",
    },
    90015: {
      name: "QueryStringTooLong",
      reason: "address too long",
      explanation: "The query string of the request is longer than permitted.",
      actor: "applicationOwner",
      remedy: "Shorten what the application puts into the address, most often the state or the scopes.",
    },
    90019: {
      name: "MissingTenantRealm",
      reason: "tenant not recognisable",
      explanation: "The request does not say which tenant is meant.",
      actor: "applicationOwner",
      remedy: "Use the tenant’s own sign-in address, by its ID or one of its domains.",
    },
    90022: {
      name: "AuthenticatedInvalidPrincipalNameFormat",
      reason: "principal name has a wrong format",
      explanation: "The name of the principal is not in the form of a name and a domain.",
    },
    90023: {
      name: "InvalidRequest",
      reason: "request not valid",
      explanation: "The authentication service could not accept the request as it is.",
    },
    90056: {
      name: "BadResourceRequest",
      reason: "wrong call at the token endpoint",
      explanation: "The token endpoint was called without what it needs to give a token.",
      actor: "applicationOwner",
      remedy: "Send the authorization code to the token endpoint in a POST request.",
    },
    90100: {
      name: "InvalidRequestParameter",
      reason: "parameter empty or not valid",
      explanation: "A parameter of the request is empty or not valid.",
    },
    90101: {
      name: "InvalidEmailAddress",
      reason: "not an email address",
      explanation: "A value that has to be an email address is not one.",
    },
    90102: {
      name: "InvalidUriParameter",
      reason: "address not complete",
      explanation: "An address in the request is not a complete one.",
      actor: "applicationOwner",
      remedy: "Send the full address, from the scheme on.",
    },
    90112: {
      reason: "application ID is not a GUID",
      explanation: "The application ID in the request has to be a GUID and is not.",
      actor: "applicationOwner",
      remedy: "Send the application ID from the registration, not the application’s name.",
    },
    90117: {
      name: "InvalidRequestInput",
      reason: "input not valid",
      explanation: "The request holds input that is not valid.",
    },
    90119: {
      name: "InvalidUserCode",
      reason: "device code empty",
      explanation: "No code was entered to connect the device.",
      actor: "user",
      remedy: "Type the code that the device shows.",
    },
    90120: {
      name: "InvalidDeviceFlowRequest",
      reason: "device request already decided",
      explanation: "The device’s request has already been approved or refused.",
      actor: "user",
      remedy: "Look at the device: if it is not signed in, start again there for a new code.",
    },
    90121: {
      name: "InvalidEmptyRequest",
      reason: "request empty",
      explanation: "The request held nothing.",
    },
    140000: {
      name: "InvalidRequestNonce",
      reason: "nonce missing",
      explanation: "The request lacks the nonce that protects it from being replayed.",
    },
    165004: {
      reason: "refused for a reason in the message",
      explanation: "The request was refused for a reason that only the message of the single sign-in tells.",
      actor: "applicationOwner",
      remedy:
        "Read the failure reason and the additional details recorded with the sign-in, and correct what they name.",
    },
    165900: {
      name: "InvalidApiRequest",
      reason: "request not valid",
      explanation: "The request to the service is not valid.",
    },
    501481: {
      reason: "PKCE verifier does not fit",
      explanation: "The code verifier does not belong to the challenge that was sent at the sign-in.",
      actor: "applicationOwner",
      remedy:
        "Keep the verifier from the start of the sign-in and send the same one with the code; sign-ins that run side by side each need their own.",
    },
    501491: {
      name: "InvalidCodeChallengeMethodInvalidSize",
      reason: "PKCE challenge has a wrong length",
      explanation: "The code challenge for PKCE does not have a permitted length.",
      actor: "applicationOwner",
      remedy: "Have a library make verifier and challenge; the verifier must have 43 to 128 characters.",
    },
    700022: {
      name: "InvalidMultipleResourcesScope",
      reason: "several resources in one scope",
      explanation: "The scope asks for permissions of several resources at once.",
      actor: "applicationOwner",
      remedy: "Ask for one resource in each request.",
    },
    700023: {
      name: "InvalidResourcelessScope",
      reason: "scope names no resource",
      explanation: "The scope does not say which resource is meant.",
      actor: "applicationOwner",
      remedy: "Write the resource’s identifier before the permission, or before .default.",
    },
    900144: {
      reason: "parameter missing in the body",
      explanation: "The body of the request lacks a parameter that it must have.",
      actor: "applicationOwner",
      remedy: "Send the parameter that the message names, form-encoded in the body and not in the address.",
    },
    900561: {
      name: "BadResourceRequestInvalidRequest",
      reason: "wrong HTTP method",
      explanation: "The endpoint was called by the wrong HTTP method, as happens with the browser’s back button.",
      actor: "user",
      remedy:
        "Start again from the application, without the back button; if it happens to everybody, the application’s owner has to correct the method.",
    },
    901002: {
      reason: "resource parameter not supported",
      explanation: "The request holds a resource parameter, which this endpoint does not support.",
      actor: "applicationOwner",
      remedy: "Name the resource in the scope, in place of the resource parameter.",
    },
    7000218: {
      reason: "no client secret or assertion",
      explanation: "The request held neither a client secret nor a signed assertion.",
      actor: "applicationOwner",
      remedy:
        "Send the application’s secret or assertion; an application that cannot keep one has to be registered as a public client.",
    },
    9001023: {
      reason: "grant type not at this endpoint",
      explanation: "The grant type cannot be used at the common endpoint or at that of personal accounts.",
      actor: "applicationOwner",
      remedy: "Use the tenant’s own endpoint for this grant type.",
    },
    9002313: {
      name: "InvalidRequest",
      reason: "request malformed",
      explanation: "The request is not well formed.",
      actor: "applicationOwner",
      remedy:
        "Compare the request with the protocol, name by name and encoding by encoding; values cut off or encoded twice are the usual cause.",
    },
  },
};
