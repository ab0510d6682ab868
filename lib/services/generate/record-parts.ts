/** Parts that the records of several logs have in common. Whatever is returned is shared: never to be changed. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { FAILURE_REASONS } from "./data/outcomes";
import type { Random } from "./random";

/** When and under which request id something happens. */
export interface Moment {
  id: string;
  atMs: number;
}

const statuses = new Map<number, JsonObject>();

export function statusOf(errorCode: number): JsonObject {
  let status = statuses.get(errorCode);
  if (!status) {
    status = { errorCode, failureReason: FAILURE_REASONS[errorCode] ?? null, additionalDetails: null };
    statuses.set(errorCode, status);
  }
  return status;
}

export interface Risk {
  level: string;
  state: string;
  detail: string;
  types: JsonValue[];
}

export const NO_RISK: Risk = { level: "none", state: "none", detail: "none", types: [] };
export const HIGH_RISK: Risk = { level: "high", state: "atRisk", detail: "none", types: ["maliciousIPAddress"] };

const RISKS: readonly Risk[] = [
  { level: "low", state: "atRisk", detail: "none", types: ["unfamiliarFeatures"] },
  { level: "medium", state: "atRisk", detail: "none", types: ["unlikelyTravel"] },
  {
    level: "medium",
    state: "remediated",
    detail: "userPassedMFADrivenByRiskBasedPolicy",
    types: ["anonymizedIPAddress"],
  },
  { level: "low", state: "dismissed", detail: "adminDismissedAllRiskForUser", types: ["unfamiliarFeatures"] },
  {
    level: "high",
    state: "confirmedCompromised",
    detail: "adminConfirmedSigninCompromised",
    types: ["leakedCredentials"],
  },
  { level: "medium", state: "confirmedSafe", detail: "adminConfirmedSigninSafe", types: ["unlikelyTravel"] },
];

/** Some risk for a share of sign-ins, none for the others. */
export function chooseRisk(random: Random, share: number): Risk {
  return random.chance(share) ? random.pick(RISKS) : NO_RISK;
}

export const IN_OFFICE: JsonValue[] = [{ networkType: "trustedNamedLocation", networkNames: ["Offices"] }];
export const NOWHERE_NAMED: JsonValue[] = [];
