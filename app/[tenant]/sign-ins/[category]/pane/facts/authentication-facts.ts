import { type RecordReader, recordReader } from "@/lib/model/record-reader";
import { type FactsOf, wordOf } from "./fact";

/** What was required and by whom: stands above the steps. */
export const requirementFacts: FactsOf = (_, { text, list }) => [
  {
    title: "Policies applied",
    facts: [
      {
        label: "Authentication requirement",
        value: wordOf("authenticationRequirement", text("authenticationRequirement")),
      },
      { label: "Required by", value: namesOf(list("authenticationRequirementPolicies"), requiredBy) },
      { label: "Session lifetime", value: namesOf(list("sessionLifetimePolicies"), sessionPolicy) },
      { label: "Authentication context", value: namesOf(list("authenticationContextClassReferences"), contextText) },
      { label: "Authentication strength", value: text("authenticationStrengths") },
    ],
  },
];

/** What the older shape says of the factors: below the steps. */
export const factorFacts: FactsOf = (_, { text }) => [
  {
    title: "Factors",
    facts: [
      { label: "Methods used", value: text("authenticationMethodsUsed") },
      { label: "Second factor", value: text("mfaDetail.authMethod") },
      { label: "Second factor detail", value: text("mfaDetail.authDetail") },
    ],
  },
];

const SESSION_LABELS: Readonly<Partial<Record<string, string>>> = {
  rememberMultifactorAuthenticationOnTrustedDevices: "Second factor remembered on trusted devices",
  tenantTokenLifetimePolicy: "Token lifetime of the tenant",
  audienceTokenLifetimePolicy: "Token lifetime of the resource",
  signInFrequencyPeriodicReauthentication: "Sign in again after a period",
  signInFrequencyEveryTime: "Sign in again every time",
  ngcMfa: "Second factor with Windows Hello",
};

type Describe = (read: RecordReader) => string | undefined;

function namesOf(items: ReturnType<RecordReader["list"]>, describe: Describe): string | undefined {
  const names = items.map((item) => describe(recordReader(item))).filter((name) => name !== undefined);
  return [...new Set(names)].join(", ") || undefined;
}

const requiredBy: Describe = ({ text }) => text("detail") ?? text("requirementProvider");
const sessionPolicy: Describe = ({ text }) => {
  const sent = text("expirationRequirement");
  return (sent && SESSION_LABELS[sent]) ?? sent ?? text("detail");
};
const contextText: Describe = ({ text }) => [text("id"), text("detail")].filter(Boolean).join(": ") || undefined;
