import type { ErrorClassDefinition } from "./error-class";

export const device: ErrorClassDefinition = {
  label: "Device",
  about: "The device could not prove what it is, or is not known.",
  searchWords: "computer phone",
  actor: "administrator",
  remedy:
    "Check the device’s record: present, enabled, and registered or joined as required; register the device again when its keys are lost.",
  codes: {
    50097: {
      name: "DeviceAuthenticationRequired",
      reason: "device proof asked for",
      explanation: "The device had to prove its identity before the sign-in could go on.",
      actor: "user",
      remedy:
        "Sign in from a device that is registered or joined, in a browser or application that can pass on the device’s identity.",
    },
    50099: {
      name: "PKeyAuthInvalidJwtUnauthorized",
      reason: "device’s signature not valid",
      explanation: "The device answered the challenge with a signature that could not be verified.",
    },
    50127: {
      name: "BrokerAppNotInstalled",
      reason: "broker app missing",
      explanation: "The application needs the organisation’s broker app on the device before it can go on.",
      actor: "user",
      remedy:
        "Install the broker app (Authenticator or Company Portal), sign in there, and open the application again.",
    },
    50129: {
      name: "DeviceIsNotWorkplaceJoined",
      reason: "device not registered",
      explanation: "Only a registered device may go on, and this one is not registered.",
      actor: "user",
      remedy:
        "Register the device with the organisation in its account settings, or sign in from one that is registered.",
    },
    50141: {
      reason: "device key of another person",
      explanation: "The key on the device was not made for the account that is signing in.",
      actor: "user",
      remedy: "Sign in with the account that the device is set up for, or add this account to the device.",
    },
    50155: {
      name: "DeviceAuthenticationFailed",
      reason: "device not accepted",
      explanation: "The device tried to prove its identity and failed.",
      actor: "administrator",
      remedy:
        "Check the device’s record: it must exist, be enabled, and hold the certificate that the device uses; otherwise remove it and register the device again.",
    },
    50156: {
      reason: "device token not supported",
      explanation: "The resource cannot be reached with a token of a device through the v2 endpoint.",
      actor: "applicationOwner",
      remedy: "Have the client sign in as a user for this resource.",
    },
    50168: {
      reason: "no token from the device’s single sign-on",
      explanation:
        "The browser could not get a token from the device’s single sign-on extension, and a visible sign-in followed.",
      actor: "nobody",
      remedy:
        "Nothing has to be done when a successful sign-in follows. If it happens at every sign-in, an administrator should check that the extension is installed, switched on and permitted in this browser.",
    },
    50187: {
      name: "DeviceInformationNotProvided",
      reason: "no device information sent",
      explanation: "The sign-in came without the device’s details, which were required.",
      actor: "administrator",
      remedy:
        "Check that the browser or application can pass on the device’s identity: not in a private window, and with the single sign-on extension where the browser needs one.",
    },
    53000: {
      name: "DeviceNotCompliant",
      reason: "device not compliant",
      explanation: "A policy admits only devices that meet the organisation’s rules, and this one does not.",
      actor: "user",
      remedy:
        "Open the organisation’s device management app, enrol the device and mend what it lists, or sign in from a device that is compliant already.",
    },
    53001: {
      name: "DeviceNotDomainJoined",
      reason: "device not joined",
      explanation: "A policy admits only devices that are joined to the organisation, and this one is not.",
      actor: "user",
      remedy:
        "Sign in from a joined device, in a browser that passes on its identity; an administrator can join this device.",
    },
    130004: {
      name: "NgcKeyNotFound",
      reason: "no Windows Hello key",
      explanation: "The account has no Windows Hello key of the kind that the device used.",
      actor: "user",
      remedy: "Sign in with the password, and set up Windows Hello on this device again.",
    },
    130005: {
      name: "NgcInvalidSignature",
      reason: "Windows Hello signature not valid",
      explanation: "The signature made with the Windows Hello key could not be verified.",
      actor: "user",
      remedy: "Sign in with the password, and set up Windows Hello on this device again.",
    },
    130006: {
      name: "NgcTransportKeyNotFound",
      reason: "device’s transport key missing",
      explanation: "The key that protects the exchange with the device was not found.",
    },
    130007: {
      name: "NgcDeviceIsDisabled",
      reason: "device disabled",
      explanation: "The device that Windows Hello belongs to is disabled in the directory.",
      actor: "administrator",
      remedy: "Enable the device in the directory if it is still in use; otherwise find out who tried to use it.",
    },
    130008: {
      name: "NgcDeviceIsNotFound",
      reason: "device not found",
      explanation: "The device that Windows Hello belongs to is not in the directory.",
      actor: "administrator",
      remedy: "Join or register the device again; its record may have been deleted.",
    },
    135010: {
      name: "KeyNotFound",
      reason: "device key not found",
      explanation: "The key with which the device proves itself is not known.",
    },
    135011: {
      reason: "disabled device used",
      explanation: "The sign-in came from a device that is disabled in the directory.",
      actor: "administrator",
      remedy:
        "Enable the device if it is still in use, or remove it and register it again; a lost or stolen device should stay disabled.",
    },
    220450: {
      name: "UnsupportedAndroidWebViewVersion",
      reason: "Android web view too old",
      explanation: "The web view of the Android device is too old for the sign-in page.",
      actor: "user",
      remedy: "Update Android System WebView and the browser from the app store, then sign in again.",
    },
    221000: {
      name: "DeviceOnlyTokensNotSupportedByResource",
      reason: "device-only token not accepted",
      explanation: "The resource does not accept a token that stands for a device alone.",
      actor: "applicationOwner",
      remedy: "Have the client sign in as a user for this resource.",
    },
    240001: {
      name: "BulkAADJTokenUnauthorized",
      reason: "not permitted to join devices",
      explanation: "The account may not join devices to the directory, so its token for bulk enrolment was refused.",
      actor: "administrator",
      remedy:
        "Permit the account to join devices in the device settings, or make the token for bulk enrolment with an account that may.",
    },
  },
};
