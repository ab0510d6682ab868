import type { ErrorClassDefinition } from "./error-class";

export const account: ErrorClassDefinition = {
  label: "Account",
  about: "The account is known, but its state does not let it sign in here.",
  searchWords: "user guest disabled",
  actor: "administrator",
  remedy: "Look the account up in the directory, settle what the explanation names, and have the person sign in again.",
  codes: {
    50014: {
      name: "GuestUserInPendingState",
      reason: "guest invitation not accepted",
      explanation: "The account is a guest that has not accepted its invitation, or that is no longer in this tenant.",
      actor: "user",
      remedy: "Open the invitation mail and accept it; if it is lost or too old, an administrator can send a new one.",
    },
    50015: {
      name: "ViralUserLegalAgeConsentRequiredState",
      reason: "age consent outstanding",
      explanation: "The account belongs to an age group for which a consent is still missing.",
      actor: "administrator",
      remedy:
        "Check the age group and the consent for minors in the account’s properties, and complete what is missing.",
    },
    50057: {
      name: "UserDisabled",
      reason: "account disabled",
      explanation: "The account is disabled in the directory, so not even the right password lets it in.",
      actor: "administrator",
      remedy:
        "Enable the account if the person should have access. If not, find out what still signs in with it: a forgotten device, a script, or somebody else.",
    },
    50197: {
      name: "ConflictingIdentities",
      reason: "account not unique",
      explanation: "Several identities conflict, and the directory could not decide which account was meant.",
      actor: "user",
      remedy:
        "Sign in again with the full user name; if it repeats, give an administrator the correlation ID so that the conflicting accounts can be found.",
    },
    54000: {
      name: "MinorUserBlockedLegalAgeGroupRule",
      reason: "age group not admitted",
      explanation: "A rule about age does not admit the account’s age group here.",
      actor: "administrator",
      remedy:
        "Check the age group recorded for the account, and correct it if it is wrong; if it is right, the application is not open to this person.",
    },
    500141: {
      reason: "invitation opened in the wrong place",
      explanation: "The guest accepted the invitation outside the application that it was meant for.",
      actor: "user",
      remedy: "Open the link in the invitation mail again, and follow it to the application that it names.",
    },
    500207: {
      reason: "kind of account not admitted",
      explanation: "Accounts of this kind cannot be used for the resource that was asked for.",
      actor: "user",
      remedy: "Sign in with another kind of account, such as a work account in place of a personal one.",
    },
    500208: {
      reason: "domain does not fit the account",
      explanation: "The domain that was used to sign in does not belong to this kind of account.",
      actor: "user",
      remedy:
        "Sign in with the address that belongs to the account: a work account’s at its organisation, a personal account’s at its provider.",
    },
  },
};
