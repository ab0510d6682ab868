import type { ErrorClassDefinition } from "./error-class";

export const passwordChange: ErrorClassDefinition = {
  label: "Password change",
  about: "A new password could not be set.",
  searchWords: "sspr reset",
  actor: "user",
  remedy: "Try once more with another new password; if it is refused again, ask an administrator to reset it.",
  codes: {
    120000: {
      name: "PasswordChangeIncorrectCurrentPassword",
      reason: "current password wrong",
      explanation: "The current password, which a change asks for, was wrong.",
      actor: "user",
      remedy: "Type the current password again, or use the reset for forgotten passwords.",
    },
    120002: {
      name: "PasswordChangeInvalidNewPasswordWeak",
      reason: "new password too weak",
      explanation: "The new password is too weak.",
      actor: "user",
      remedy: "Choose a longer password that is harder to guess.",
    },
    120003: {
      name: "PasswordChangeInvalidNewPasswordContainsMemberName",
      reason: "new password contains the name",
      explanation: "The new password contains the person’s name.",
      actor: "user",
      remedy: "Choose a password without any part of your name or user name.",
    },
    120004: {
      name: "PasswordChangeOnPremComplexity",
      reason: "new password refused on premises",
      explanation: "The new password does not meet the rules of the on-premises directory.",
      actor: "user",
      remedy:
        "Choose a password by the on-premises rules; an administrator can say which hold for length, characters, age and reuse.",
    },
    120005: {
      name: "PasswordChangeOnPremSuccessCloudFail",
      reason: "changed on premises only",
      explanation: "The password was changed in the on-premises directory, but the cloud’s copy was not.",
      actor: "user",
      remedy:
        "Sign in with the new password after some minutes; if it is not accepted, an administrator should check the password synchronisation.",
    },
    120008: {
      name: "PasswordChangeAsyncJobStateTerminated",
      reason: "password change ended",
      explanation: "The job that was to change the password ended for good.",
    },
    120011: {
      name: "PasswordChangeAsyncUpnInferenceFailed",
      reason: "account for the change not recognised",
      explanation: "The user name of the account whose password was to change could not be worked out.",
    },
    120012: {
      name: "PasswordChangeNeedsToHappenOnPrem",
      reason: "change on premises only",
      explanation: "The password of this account can be changed in the on-premises directory only.",
      actor: "user",
      remedy: "Change the password on a computer in the organisation’s network.",
    },
    120013: {
      name: "PasswordChangeOnPremisesConnectivityFailure",
      reason: "on-premises directory not reachable",
      explanation: "The on-premises directory could not be reached to change the password.",
      actor: "administrator",
      remedy:
        "Check the password writeback service and its connection to the domain controllers; the person can try again after that.",
    },
    120014: {
      name: "PasswordChangeOnPremUserAccountLockedOutOrDisabled",
      reason: "on-premises account locked or disabled",
      explanation: "The account is locked or disabled in the on-premises directory.",
      actor: "administrator",
      remedy: "Unlock or enable the account in the on-premises directory if the person should have access.",
    },
    120015: {
      name: "PasswordChangeADAdminActionRequired",
      reason: "administrator has to act",
      explanation: "The password cannot be changed before an administrator has acted.",
      actor: "administrator",
      remedy:
        "Look at the account in the directory, remove what stands against a change, or set a new password for the person.",
    },
    120016: {
      name: "PasswordChangeUserNotFoundBySspr",
      reason: "user unknown to password reset",
      explanation: "The password reset service does not know the account.",
    },
    120018: {
      name: "PasswordChangePasswordDoesnotComplyFuzzyPolicy",
      reason: "banned password",
      explanation: "The new password is on the list of banned passwords, or too close to one.",
      actor: "user",
      remedy: "Choose a password without common words, the organisation’s name, or small changes of them.",
    },
    120020: {
      name: "PasswordChangeFailure",
      reason: "password change failed",
      explanation: "The password could not be changed.",
    },
    120021: {
      name: "PartnerServiceSsprInternalServiceError",
      reason: "password reset service failed",
      explanation: "The password reset service had an error of its own.",
      actor: "user",
      remedy: "Try again after some minutes; if it lasts, ask an administrator to reset the password.",
    },
  },
};
