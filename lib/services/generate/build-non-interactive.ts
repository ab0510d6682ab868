/** Non-interactive sign-ins: a client uses what it already holds. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { resourceId } from "./data/applications";
import type { NonInteractiveKind } from "./data/kinds";
import type { Habit, Person } from "./make-person";
import { applyPolicies, type PolicyOutcome } from "./policies";
import type { Random } from "./random";
import { IN_OFFICE, type Moment, NO_RISK, NOWHERE_NAMED, statusOf } from "./record-parts";
import type { TenantProfile } from "./tenant-profile";
import { type Whereabouts, whereabouts } from "./whereabouts";

/** What the client's program tells about the token, by whether it runs in a browser and shares it with its family. */
const PROCESSING: Readonly<Record<"browser" | "client" | "family", JsonValue[]>> = {
  browser: [{ key: "Is CAE Token", value: "False" }],
  client: [{ key: "Is CAE Token", value: "True" }],
  family: [
    { key: "Is CAE Token", value: "True" },
    { key: "Family Of Client Ids", value: "1" },
  ],
};
const NO_STEPS: JsonValue[] = [];

/**
 * Builds the record of one sign-in of the given kind on behalf of the given person. One object literal on purpose:
 * put together from parts, objects of this many properties took ten times as long.
 */
export function buildNonInteractive(
  profile: TenantProfile,
  random: Random,
  { kind, person, moment }: { kind: NonInteractiveKind; person: Person; moment: Moment },
): JsonObject {
  const { application, resource, device, browser } = chooseHabit(random, kind, person);
  const where = whereabouts(profile, person, moment.atMs);
  const policies = judge(kind, where, application.finance, browser);
  const at = new Date(moment.atMs).toISOString();
  return {
    createdDateTime: at,
    userId: person.id,
    userDisplayName: person.displayName,
    userPrincipalName: person.upn,
    userType: person.userType,
    signInIdentifier: person.upn,
    homeTenantId: person.homeTenantId ?? profile.tenantId,
    crossTenantAccessType: person.homeTenantId ? "b2bCollaboration" : "none",
    appId: application.id,
    appDisplayName: application.name,
    resourceId: resourceId(resource),
    resourceDisplayName: resource,
    resourceTenantId: profile.tenantId,
    ipAddress: where.address,
    location: where.place.location,
    autonomousSystemNumber: where.place.autonomousSystemNumber,
    clientAppUsed: browser ? "Browser" : "Mobile Apps and Desktop clients",
    userAgent: device.userAgent,
    deviceDetail: browser ? device.inBrowser : device.inClient,
    correlationId: random.uuid(),
    originalRequestId: moment.id,
    uniqueTokenIdentifier: random.hex(6),
    sessionId: person.sessionId,
    status: statusOf(kind.errorCode),
    isInteractive: false,
    signInEventTypes: ["nonInteractiveUser"],
    authenticationRequirement: asksSecondFactor(kind) ? "multiFactorAuthentication" : "singleFactorAuthentication",
    authenticationDetails: kind.errorCode === 0 ? [stepAt(at)] : NO_STEPS,
    authenticationProcessingDetails: PROCESSING[kind.client === "family" ? "family" : browser ? "browser" : "client"],
    authenticationProtocol: kind.protocol,
    incomingTokenType: kind.incomingToken,
    tokenIssuerType: "AzureAD",
    processingTimeInMilliseconds: 20 + random.below(200),
    networkLocationDetails: where.inOffice ? IN_OFFICE : NOWHERE_NAMED,
    conditionalAccessStatus: policies.status,
    appliedConditionalAccessPolicies: policies.applied,
    riskDetail: NO_RISK.detail,
    riskLevelAggregated: NO_RISK.level,
    riskLevelDuringSignIn: NO_RISK.level,
    riskState: NO_RISK.state,
    riskEventTypes_v2: NO_RISK.types,
  };
}

function asksSecondFactor({ errorCode }: NonInteractiveKind): boolean {
  return errorCode === 50076 || errorCode === 50078;
}

function judge(
  kind: NonInteractiveKind,
  { inOffice }: Whereabouts,
  finance: boolean,
  inBrowser: boolean,
): PolicyOutcome {
  const strongMissing = asksSecondFactor(kind);
  return applyPolicies({
    strong: !inOffice && !strongMissing,
    strongMissing,
    finance,
    // A token was only ever given to a device that met the policy.
    deviceKnown: true,
    blockedCountry: false,
    legacyClient: false,
    inBrowser,
    neverEvaluated: kind.errorCode !== 0 && !strongMissing,
  });
}

function stepAt(at: string): JsonObject {
  return {
    authenticationStepDateTime: at,
    authenticationMethod: "Previously satisfied",
    succeeded: true,
    authenticationStepResultDetail: "The token shows that the first factor was given",
    authenticationStepRequirement: "Primary authentication",
  };
}

function chooseHabit(random: Random, { client }: NonInteractiveKind, person: Person): Habit {
  switch (client) {
    case "browser":
      return random.pick(person.browserHabits);
    case "family":
      return random.pick(person.familyHabits);
    case "laptop":
      return random.pick(person.laptopHabits);
    case "any":
      return person.anyHabit.pick(random);
  }
}
