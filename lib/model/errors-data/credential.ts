import type { ErrorClassDefinition } from "./error-class";

export const credential: ErrorClassDefinition = {
  label: "Password, secret or certificate",
  about: "What was sent as proof of identity was missing, wrong or out of date.",
  searchWords: "credentials key",
  actor: "administrator",
  remedy:
    "Compare what was sent as proof with what is registered for the account or application, and replace it when it is unknown or out of date.",
  codes: {
    17003: {
      name: "CredentialKeyProvisioningFailed",
      reason: "credential key not set up",
      explanation: "A key for the account’s credential could not be created.",
    },
    50012: {
      name: "AuthenticationFailed",
      reason: "certificate or assertion not trusted",
      explanation: "The certificate or signed assertion that the application sent could not be trusted.",
      actor: "applicationOwner",
      remedy:
        "Compare the certificate’s thumbprint, subject and issuing chain with what is registered for the application, and upload the current certificate if it is missing.",
    },
    50017: {
      name: "CertificateValidationFailed",
      reason: "certificate chain not verified",
      explanation:
        "The certificate could not be traced to a trusted authority, or its revocation list could not be checked.",
      actor: "administrator",
      remedy:
        "Make sure that every authority of the chain is uploaded as trusted, and that its revocation list is up to date and can be reached from the internet.",
    },
    50032: {
      name: "WeakRsaKey",
      reason: "RSA key too weak",
      explanation: "The RSA key that was used is too short to be accepted.",
      actor: "applicationOwner",
      remedy: "Make a key of at least 2,048 bits, register its certificate and use it in place of the old one.",
    },
    50034: {
      name: "UserAccountNotFound",
      reason: "unknown user",
      explanation:
        "No account of that name exists in the directory: a typing mistake, an account that is gone, or somebody guessing names.",
      actor: "user",
      remedy:
        "Check the spelling, the part after the @ included; a guest needs an administrator’s invitation first. Many such names from one address mean guessing, and are for an administrator to look at.",
    },
    50055: {
      name: "InvalidPasswordExpiredPassword",
      reason: "password expired",
      explanation: "The password was right but has expired, so a new one had to be chosen before going on.",
      actor: "user",
      remedy: "Choose a new password when asked; where no page asks for it, an administrator can reset the password.",
    },
    50056: {
      reason: "no password stored",
      explanation: "The directory holds no password for this account, so none could be right.",
      actor: "administrator",
      remedy:
        "Set a password for the account, or have the person sign in with the method that the account was made for.",
    },
    50064: {
      name: "CredentialAuthenticationError",
      reason: "user name or password not accepted",
      explanation: "The user name and the password could not be verified together.",
      actor: "user",
      remedy: "Enter both again, or reset the password if it is forgotten.",
    },
    50125: {
      name: "PasswordResetRegistrationRequiredInterrupt",
      reason: "asked to register for password reset",
      explanation: "The person was sent to register how a forgotten password can be reset: an ordinary step.",
      actor: "user",
      remedy: "Register the details that the page asks for; the sign-in then goes on by itself.",
    },
    50126: {
      name: "InvalidUserNameOrPassword",
      reason: "wrong password",
      explanation: "The password does not fit the user name: one of the two was mistyped, forgotten or guessed.",
      actor: "user",
      remedy:
        "Type the password again, minding caps lock and keyboard layout, or reset it. Many such failures from one address, or across many accounts, mean guessing: an administrator should then block the address.",
    },
    50137: {
      reason: "new password required",
      explanation: "A password policy requires a new password before the account may sign in.",
      actor: "user",
      remedy: "Choose a new password when asked, then sign in with it.",
    },
    50192: {
      reason: "no credential in the request",
      explanation: "The request held no credential at all; a client certificate may have been removed on the way.",
      actor: "administrator",
      remedy:
        "Check that no proxy or TLS inspection between the device and the sign-in page drops the client certificate, and exempt the sign-in addresses from inspection.",
    },
    51004: {
      name: "UserAccountNotInDirectory",
      reason: "user not in the directory",
      explanation: "The account does not exist in the directory of this tenant.",
      actor: "administrator",
      remedy: "Add the account to the directory, or invite it as a guest, if the person should have access.",
    },
    70002: {
      name: "InvalidClient",
      reason: "client credential not accepted",
      explanation: "The application proved itself with a secret that does not match the one registered.",
      actor: "applicationOwner",
      remedy: "Put a current client secret of this very application into its configuration.",
    },
    70018: {
      name: "BadVerificationCode",
      reason: "wrong device code",
      explanation: "The code that was typed to connect a device is not the one that the device shows.",
      actor: "user",
      remedy: "Type the code exactly as the device shows it now, or start again on the device for a new one.",
    },
    220501: {
      name: "InvalidCrlDownload",
      reason: "revocation list not reachable",
      explanation: "The revocation list of the certificate’s authority could not be downloaded.",
      actor: "administrator",
      remedy:
        "Check the list’s address in the settings of the authority: it must be reachable from the internet without a sign-in, and the list must be up to date.",
    },
    700027: {
      reason: "certificate not accepted",
      explanation: "The signature that the application sent fits no certificate registered for it.",
      actor: "applicationOwner",
      remedy:
        "Upload the certificate that the application signs with, or have it sign with a registered one; an expired certificate has to be replaced.",
    },
    700030: {
      reason: "certificate’s subject not permitted",
      explanation: "The certificate’s subject is not among those that may speak for the application.",
      actor: "applicationOwner",
      remedy:
        "Compare the certificate’s subject and issuer with those trusted for the application, and correct whichever is wrong.",
    },
    7000215: {
      reason: "wrong client secret",
      explanation:
        "The secret that the application sent is not one registered for it; often the secret’s ID was copied in place of its value.",
      actor: "applicationOwner",
      remedy:
        "Put the value of a current secret, not its ID, into the application’s configuration; if the value was not kept, create a new secret.",
    },
    7000222: {
      name: "InvalidClientSecretExpiredKeysProvided",
      reason: "client secret expired",
      explanation: "The application’s secret has expired.",
      actor: "applicationOwner",
      remedy:
        "Create a new secret, put it into the application’s configuration and then remove the old one; a managed identity needs no secret at all.",
    },
  },
};
