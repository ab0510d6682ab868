import { type FactsOf, wordOf } from "./fact";

/** The device, as far as it told of itself. */
export const deviceFacts: FactsOf = (_, { text, flag }) => [
  {
    title: "Device",
    facts: [
      { label: "Device", value: text("deviceDetail.displayName") },
      { label: "Device ID", value: text("deviceDetail.deviceId"), id: true },
      { label: "Browser", value: text("deviceDetail.browser") },
      { label: "Browser ID", value: text("deviceDetail.browserId"), id: true },
      { label: "Operating system", value: text("deviceDetail.operatingSystem") },
      { label: "Compliant", value: flag("deviceDetail.isCompliant") },
      { label: "Managed", value: flag("deviceDetail.isManaged") },
      { label: "Join type", value: wordOf("joinType", text("deviceDetail.trustType")) },
    ],
  },
];
