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
      explanation: "The device had to identify itself before going on.",
    },
    50127: {
      name: "BrokerAppNotInstalled",
      reason: "broker app missing",
      explanation: "The device needs its organisation’s broker application before it can go on.",
    },
    50129: {
      name: "DeviceIsNotWorkplaceJoined",
      reason: "device not registered",
      explanation: "Only a device that is registered may go on.",
    },
    50155: {
      name: "DeviceAuthenticationFailed",
      reason: "device not accepted",
      explanation: "The device could not prove who it is.",
    },
    50168: {
      reason: "no token from the device’s single sign-on",
      explanation: "The browser could not get single sign-on from the device, and a visible sign-in followed.",
    },
    53000: {
      name: "DeviceNotCompliant",
      reason: "device not compliant",
      explanation: "A policy admits only devices that meet the organisation’s rules, and this one does not.",
    },
    53001: {
      name: "DeviceNotDomainJoined",
      reason: "device not joined",
      explanation: "A policy admits only devices that are joined to the organisation.",
    },
  },
};
