import type { ErrorClassDefinition } from "./error-class";

export const token: ErrorClassDefinition = {
  label: "Tokens and grants",
  about: "A token, code or assertion was expired, used up, or meant for something else.",
  searchWords: "refresh grant assertion jwt",
  actor: "applicationOwner",
  remedy:
    "Have the client discard what it holds and ask for a new one; if that is refused too, compare its issuer, audience, signature and lifetime with what the endpoint expects.",
  codes: {
    50006: {
      name: "InvalidSignature",
      reason: "signature not valid",
      explanation: "The signature of the token or message could not be verified.",
    },
    50013: {
      name: "InvalidAssertion",
      reason: "assertion not valid",
      explanation: "The assertion was expired, malformed or from an issuer that is not accepted.",
      actor: "applicationOwner",
      remedy: "Get a new assertion, and check the server’s clock and the assertion’s issuer and audience.",
    },
    50027: {
      name: "InvalidJwtToken",
      reason: "token not valid",
      explanation: "The token’s format, issuer, audience or lifetime is not as required.",
    },
    50048: {
      name: "SubjectMismatchesIssuer",
      reason: "assertion’s subject differs from its issuer",
      explanation: "The assertion that the application signed names different parties as subject and issuer.",
      actor: "applicationOwner",
      remedy: "Set both subject and issuer of the assertion to the application’s ID.",
    },
    50098: {
      reason: "field missing in the token",
      explanation: "The signed token lacks a field that it must have.",
    },
    50164: {
      reason: "token meant for another purpose",
      explanation: "The token was issued for a purpose other than the one it was used for.",
    },
    50167: {
      reason: "proof-of-possession key not valid",
      explanation: "The key with which the client proves that the token is its own is not valid.",
    },
    54005: {
      reason: "code already used",
      explanation: "The authorization code has been exchanged for a token before.",
      actor: "applicationOwner",
      remedy:
        "Exchange each code once, and use the refresh token after that; a page reload or a second server must not send the code again.",
    },
    70000: {
      name: "InvalidGrant",
      reason: "grant not valid",
      explanation: "The refresh token or other grant that the client sent is not valid.",
      actor: "user",
      remedy: "Sign in again, and the client gets a new grant.",
    },
    70008: {
      name: "ExpiredOrRevokedGrant",
      reason: "grant expired",
      explanation: "What the client held was not used for too long, or was revoked.",
      actor: "user",
      remedy: "Sign in again, and the client gets a new grant; for a client that lay idle this is the ordinary course.",
    },
    90016: {
      name: "MissingRequiredClaim",
      reason: "claim missing in the token",
      explanation: "The token lacks a claim that it must have.",
    },
    90114: {
      name: "InvalidExpiryDate",
      reason: "expiry date in the past",
      explanation: "The expiry date of the token for bulk enrolment lies in the past.",
      actor: "administrator",
      remedy: "Make a new token for bulk enrolment, with an expiry date in the future.",
    },
    240002: {
      name: "RequiredClaimIsMissing",
      reason: "ID token not usable as a grant",
      explanation: "The ID token lacks a claim without which it cannot be used as a grant.",
    },
    500133: {
      reason: "assertion outside its lifetime",
      explanation: "The assertion is not valid yet, or no longer.",
      actor: "applicationOwner",
      remedy: "Get a new token for the user before asking on their behalf, and check the server’s clock.",
    },
    700005: {
      name: "InvalidGrantRedeemAgainstWrongTenant",
      reason: "code of another tenant",
      explanation: "The code was exchanged at another tenant than the one that issued it.",
      actor: "applicationOwner",
      remedy: "Exchange the code at the tenant that issued it, and use the same endpoint for both steps.",
    },
    700082: {
      name: "ExpiredOrRevokedGrantInactiveToken",
      reason: "refresh token expired",
      explanation: "The refresh token was not used for too long and has expired.",
      actor: "user",
      remedy: "Sign in again; for a client that lay idle this is the ordinary course.",
    },
    700084: {
      reason: "refresh token at its end",
      explanation: "The refresh token of a single-page application has reached its fixed lifetime.",
      actor: "user",
      remedy: "Sign in again; it is the ordinary course, and such applications mostly do it by themselves.",
    },
    700229: {
      name: "ForbiddenTokenType",
      reason: "application’s own token needed",
      explanation: "Only tokens that an application gets in its own name are accepted here.",
      actor: "applicationOwner",
      remedy: "Get the token with the client credentials of the application, not for a user.",
    },
    900384: {
      reason: "token’s signature not valid",
      explanation: "The signature of the signed token could not be verified.",
    },
  },
};
