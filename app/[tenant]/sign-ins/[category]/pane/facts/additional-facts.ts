import { recordReader } from "@/lib/model/record-reader";
import { type Fact, type FactsOf, unlessNone } from "./fact";

/** What belongs to none of the other tabs. */
export const additionalFacts: FactsOf = (_, { text, flag, list }) => [
  { title: "Processing details", facts: list("authenticationProcessingDetails").map(keyAndValue) },
  {
    title: "Token protection",
    facts: [
      { label: "Sign-in session", value: unlessNone(text("tokenProtectionStatusDetails.signInSessionStatus")) },
      { label: "Sign-in session code", value: text("tokenProtectionStatusDetails.signInSessionStatusCode") },
      { label: "Sign-in token", value: unlessNone(text("signInTokenProtectionStatus")) },
      { label: "App token", value: unlessNone(text("appTokenProtectionStatus")) },
    ],
  },
  {
    title: "Agent",
    facts: [
      { label: "Agent type", value: text("agent.agentType") },
      { label: "Acts as", value: text("agent.agentSubjectType") },
      { label: "Parent application", value: text("agent.parentAppId"), id: true },
    ],
  },
  {
    title: "Record",
    facts: [
      { label: "Kinds of sign-in", value: text("signInEventTypes") },
      { label: "Interactive", value: flag("isInteractive") },
      { label: "Tenant restrictions", value: flag("isTenantRestricted") },
      { label: "Tenant ID", value: text("tenantId"), id: true },
      { label: "Time as it came", value: text("createdDateTime"), id: true },
      { label: "Activity time", value: text("activityDateTime"), id: true },
    ],
  },
];

function keyAndValue(item: Parameters<typeof recordReader>[0]): Fact {
  const { text, flag } = recordReader(item);
  return { label: text("key") ?? "Detail", value: flag("value") ?? text("value") ?? "Empty" };
}
