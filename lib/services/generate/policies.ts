/** The conditional access policies of a generated organisation, and what they say about one sign-in. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { stableUuid } from "./random";

/** What the policies look at. */
export interface PolicyFacts {
  /** A second factor, or a proof as strong, was given. */
  strong: boolean;
  /** It was asked for and is missing: 50074, 50076, 50072, 500121. */
  strongMissing: boolean;
  finance: boolean;
  deviceKnown: boolean;
  blockedCountry: boolean;
  legacyClient: boolean;
  inBrowser: boolean;
  /** The first factor failed: no policy was looked at. */
  neverEvaluated: boolean;
}

type Result =
  | "success"
  | "failure"
  | "notApplied"
  | "notEnabled"
  | "reportOnlySuccess"
  | "reportOnlyFailure"
  | "reportOnlyNotApplied"
  | "reportOnlyInterrupted";

interface Policy {
  name: string;
  grant: readonly string[];
  session: readonly string[];
  /** The condition that keeps it from applying. */
  spares: string;
  result: (facts: PolicyFacts) => Result;
}

const POLICIES: readonly Policy[] = [
  {
    name: "Second factor outside the office",
    ...{ grant: ["Mfa"], session: [], spares: "location" },
    result: ({ strong, strongMissing }) => (strongMissing ? "failure" : strong ? "success" : "notApplied"),
  },
  {
    name: "Managed device for finance",
    ...{ grant: ["RequireCompliantDevice"], session: [], spares: "application" },
    result: ({ finance, deviceKnown }) => (!finance ? "notApplied" : deviceKnown ? "success" : "failure"),
  },
  {
    name: "Block countries without an office",
    ...{ grant: ["Block"], session: [], spares: "location" },
    result: ({ blockedCountry }) => (blockedCountry ? "failure" : "notApplied"),
  },
  {
    name: "Sign in again every twelve hours on the web",
    ...{ grant: [], session: ["SignInFrequency"], spares: "clientType" },
    result: ({ inBrowser }) => (inBrowser ? "success" : "notApplied"),
  },
  {
    name: "Trial: block old mail programs",
    ...{ grant: ["Block"], session: [], spares: "clientType" },
    result: ({ legacyClient }) => (legacyClient ? "reportOnlyFailure" : "reportOnlyNotApplied"),
  },
  {
    name: "Trial: passkeys on the web",
    ...{ grant: ["Mfa"], session: [], spares: "clientType" },
    result: ({ strong, strongMissing, inBrowser }) =>
      !inBrowser
        ? "reportOnlyNotApplied"
        : strong
          ? "reportOnlySuccess"
          : strongMissing
            ? "reportOnlyInterrupted"
            : "reportOnlyNotApplied",
  },
  { name: "Old pilot", ...{ grant: ["Mfa"], session: [], spares: "none" }, result: () => "notEnabled" },
];

export interface PolicyOutcome {
  status: "success" | "failure" | "notApplied";
  /** Shared between records: never to be changed. */
  applied: JsonValue[];
}

const known = new Map<number, PolicyOutcome>();

/** What every policy says; the same object for the same facts. */
export function applyPolicies(facts: PolicyFacts): PolicyOutcome {
  const key = Object.values(facts).reduce((bits, fact) => bits * 2 + (fact ? 1 : 0), 0);
  let outcome = known.get(key);
  if (!outcome) {
    outcome = facts.neverEvaluated ? { status: "notApplied", applied: [] } : evaluate(facts);
    known.set(key, outcome);
  }
  return outcome;
}

function evaluate(facts: PolicyFacts): PolicyOutcome {
  const results = POLICIES.map((policy) => policy.result(facts));
  const status = results.includes("failure") ? "failure" : results.includes("success") ? "success" : "notApplied";
  return { status, applied: POLICIES.map((policy, index) => describe(policy, results[index] as Result)) };
}

function describe(policy: Policy, result: Result): JsonObject {
  const spared = result === "notApplied" || result === "reportOnlyNotApplied";
  const off = result === "notEnabled";
  return {
    id: stableUuid(`policy:${policy.name}`),
    displayName: policy.name,
    enforcedGrantControls: [...policy.grant],
    enforcedSessionControls: [...policy.session],
    result,
    conditionsSatisfied: off ? "none" : spared && policy.spares === "application" ? "users" : "application,users",
    conditionsNotSatisfied: spared ? policy.spares : "none",
  };
}
