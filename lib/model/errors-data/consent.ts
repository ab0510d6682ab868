import type { ErrorClassDefinition } from "./error-class";

export const consent: ErrorClassDefinition = {
  label: "Consent",
  about: "Nobody who may has agreed to what the application asks for.",
  searchWords: "permission approval",
  actor: "administrator",
  remedy: "Review what the application asks for and, if it should have it, grant consent for the organisation.",
  codes: {
    50150: {
      reason: "approval information missing",
      explanation: "The credentials did not carry the information that approval was given.",
    },
    52004: {
      name: "DelegationDoesNotExistForLinkedIn",
      reason: "no consent for LinkedIn",
      explanation: "Nobody has agreed to the connection with LinkedIn.",
      actor: "user",
      remedy: "Agree to the connection with LinkedIn when asked, or go on without it.",
    },
    65001: {
      name: "DelegationDoesNotExist",
      reason: "consent missing",
      explanation: "Neither the person nor an administrator has agreed to what the application asks for.",
      actor: "administrator",
      remedy:
        "Review the permissions that the application asks for and, if it should have them, grant consent for the organisation; where the settings let people consent, the person can do so.",
    },
    65002: {
      reason: "pre-authorisation missing",
      explanation: "One of the provider’s own applications has not been authorised for the resource in advance.",
      actor: "applicationOwner",
      remedy:
        "Have the owner of the resource authorise the application in advance; a consent in the tenant does not help here.",
    },
    65004: {
      name: "UserDeclinedConsent",
      reason: "consent declined",
      explanation: "The person was asked for consent and refused.",
      actor: "user",
      remedy:
        "Sign in again and accept if you trust the application; otherwise nothing has to be done. An administrator can consent for everybody.",
    },
    90008: {
      name: "TokenForItselfRequiresGraphPermission",
      reason: "profile permission missing",
      explanation: "An application asked for a token for itself without permission to read the basic profile.",
      actor: "applicationOwner",
      remedy:
        "Add the permission to sign people in and read their profile to the application’s registration, and have it consented to.",
    },
    90094: {
      name: "AdminConsentRequired",
      reason: "administrator’s consent needed",
      explanation: "The application asks for a permission that only an administrator can grant.",
      actor: "administrator",
      remedy:
        "Review the permissions that the application asks for and, if it should have them, grant consent for the organisation.",
    },
    90095: {
      name: "AdminConsentRequiredRequestAccess",
      reason: "administrator’s approval asked for",
      explanation: "The application needs an administrator’s consent, and the person was sent to request it.",
      actor: "administrator",
      remedy:
        "Review the waiting request among the consent requests, and grant or refuse it; the person can then sign in again.",
    },
    90099: {
      reason: "partner application not consented to",
      explanation: "The partner’s application has not been authorised in this tenant in advance.",
      actor: "administrator",
      remedy: "Grant the partner’s application consent in this tenant, if it should work here.",
    },
    700020: {
      name: "InteractionRequired",
      reason: "agreement of the person needed",
      explanation: "The grant cannot be used without the person taking part.",
      actor: "applicationOwner",
      remedy: "Have the application send the person through a visible sign-in.",
    },
    9002341: {
      reason: "agreement to single sign-on missing",
      explanation: "The person has to permit single sign-on first.",
      actor: "user",
      remedy: "Permit single sign-on when asked, then sign in again.",
    },
  },
};
