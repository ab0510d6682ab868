/** Interactive sign-ins: a person gives a factor, or is asked for one. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { INTERRUPTED_ERROR_CODES } from "@/lib/model/status";
import { APPLICATIONS, type Application, DEVICE_SIGN_IN, resourceId } from "./data/applications";
import type { InteractiveKind, StepTemplate } from "./data/kinds";
import { GUESSED_ACCOUNTS } from "./data/people";
import { RISK_SHARE } from "./data/volumes";
import type { Device, Person } from "./make-person";
import { applyPolicies, type PolicyOutcome } from "./policies";
import type { Random } from "./random";
import { chooseRisk, IN_OFFICE, type Moment, NOWHERE_NAMED, statusOf } from "./record-parts";
import type { TenantProfile } from "./tenant-profile";
import { foreignWhereabouts, whereabouts } from "./whereabouts";

const FINANCE = APPLICATIONS.filter(({ finance }) => finance);
const MAIL = APPLICATIONS.find(({ name }) => name === "Mail") as Application;
const MISSING_FACTOR = new Set([50072, 50074, 50076, 500121]);
const STEP_SECONDS = 9;
/** A second step has the correlation id of the first, if it follows soon. */
const RESUMED_WITHIN_MS = 10 * 60_000;
const BY_POLICY: JsonValue[] = [{ requirementProvider: "multiConditionalAccess", detail: "Conditional Access" }];

/** Who was sent on to a further step, and when. */
export type PendingSteps = Map<Person, { correlationId: string; atMs: number }>;

/** Builds the record of one sign-in of the given kind by the given person. */
export function buildInteractive(
  profile: TenantProfile,
  random: Random,
  pending: PendingSteps,
  { kind, person, moment }: { kind: InteractiveKind; person: Person; moment: Moment },
): JsonObject {
  const used = chooseClient(random, kind, person);
  const where =
    kind.special === "foreignCountry"
      ? foreignWhereabouts(profile, random)
      : whereabouts(profile, person, moment.atMs, kind.network);
  const policies = judge(kind, used);
  const federated = kind.special === "federated";
  const multi = kind.requirement === "multi";
  const who = kind.special === "unknownUser" ? nobody(profile, random) : person;
  const resource = random.pick(used.application.resources);
  const risk = chooseRisk(random, kind.errorCode === 0 ? RISK_SHARE : 0);
  return {
    createdDateTime: new Date(moment.atMs).toISOString(),
    userId: who.id,
    userDisplayName: who.displayName,
    userPrincipalName: who.upn,
    userType: who.userType,
    signInIdentifier: who.upn,
    homeTenantId: who.homeTenantId ?? profile.tenantId,
    crossTenantAccessType: who.homeTenantId ? "b2bCollaboration" : "none",
    appId: used.application.id,
    appDisplayName: used.application.name,
    resourceId: resourceId(resource),
    resourceDisplayName: resource,
    resourceTenantId: profile.tenantId,
    ipAddress: where.address,
    location: where.place.location,
    autonomousSystemNumber: where.place.autonomousSystemNumber,
    clientAppUsed: used.name,
    userAgent: used.userAgent,
    deviceDetail: used.detail,
    correlationId: correlation(random, pending, person, { kind, moment }),
    originalRequestId: moment.id,
    uniqueTokenIdentifier: random.hex(6),
    sessionId: person.sessionId,
    status: statusOf(kind.errorCode),
    isInteractive: true,
    signInEventTypes: ["interactiveUser"],
    authenticationRequirement: multi ? "multiFactorAuthentication" : "singleFactorAuthentication",
    authenticationRequirementPolicies: multi ? BY_POLICY : [],
    authenticationDetails: steps(kind.steps, moment.atMs),
    authenticationProcessingDetails: [{ key: "Login Hint Present", value: random.chance(0.6) ? "True" : "False" }],
    authenticationProtocol: federated ? "saml20" : kind.special === "legacyMail" ? "ropc" : "none",
    incomingTokenType: federated ? "saml20" : "none",
    tokenIssuerType: federated ? "ADFederationServices" : "AzureAD",
    tokenIssuerName: federated ? `http://sts.${profile.tenantDomain}/adfs/services/trust` : "",
    processingTimeInMilliseconds: 60 + random.below(900),
    networkLocationDetails: where.inOffice ? IN_OFFICE : NOWHERE_NAMED,
    conditionalAccessStatus: policies.status,
    appliedConditionalAccessPolicies: policies.applied,
    riskDetail: risk.detail,
    riskLevelAggregated: risk.level,
    riskLevelDuringSignIn: risk.level,
    riskState: risk.state,
    riskEventTypes_v2: risk.types,
    flaggedForReview: false,
  };
}

/** Nobody of that name exists, so there is no id; what was typed stands in for the name. */
function nobody(profile: TenantProfile, random: Random) {
  const typed = `${random.pick(GUESSED_ACCOUNTS)}@${profile.tenantDomain}`;
  return { id: "", displayName: typed, upn: typed, userType: "", homeTenantId: undefined };
}

interface Client {
  application: Application;
  known: boolean;
  browser: boolean;
  name: string;
  userAgent: string;
  detail: JsonObject;
}

function chooseClient(random: Random, { special }: InteractiveKind, person: Person): Client {
  if (special === "deviceSignIn") return client(DEVICE_SIGN_IN, person.laptop, false);
  if (special === "financeOnPrivateDevice") return client(random.pick(FINANCE), person.privateDevice, true);
  if (special === "legacyMail") {
    // Old protocols tell nothing about the device.
    const name = person.legacyClient ?? "Other clients";
    return { application: MAIL, known: false, browser: false, name, userAgent: "", detail: {} };
  }
  const habit = random.chance(0.25) ? person.anyHabit.pick(random) : random.pick(person.browserHabits);
  return client(habit.application, habit.device, habit.browser);
}

function client(application: Application, device: Device, browser: boolean): Client {
  return {
    application,
    browser,
    known: device.known,
    name: browser ? "Browser" : "Mobile Apps and Desktop clients",
    userAgent: device.userAgent,
    detail: browser ? device.inBrowser : device.inClient,
  };
}

function judge(kind: InteractiveKind, used: Client): PolicyOutcome {
  return applyPolicies({
    strong: kind.errorCode === 0 && kind.requirement === "multi",
    strongMissing: MISSING_FACTOR.has(kind.errorCode),
    // The kinds decide what fails: only the one that says so meets the policy on devices without a managed one.
    finance: used.application.finance && (used.known || kind.special === "financeOnPrivateDevice"),
    deviceKnown: used.known && kind.special !== "financeOnPrivateDevice",
    blockedCountry: kind.special === "foreignCountry",
    legacyClient: kind.special === "legacyMail",
    inBrowser: used.browser,
    // Policies are looked at after the first factor, and not when a computer is unlocked.
    neverEvaluated: kind.special === "deviceSignIn" || kind.steps.every(({ succeeded }) => !succeeded),
  });
}

function correlation(
  random: Random,
  pending: PendingSteps,
  person: Person,
  { kind, moment: { atMs } }: { kind: InteractiveKind; moment: Moment },
): string {
  const before = pending.get(person);
  const correlationId = before && atMs - before.atMs < RESUMED_WITHIN_MS ? before.correlationId : random.uuid();
  if (INTERRUPTED_ERROR_CODES.has(kind.errorCode)) pending.set(person, { correlationId, atMs });
  else if (before) pending.delete(person);
  return correlationId;
}

function steps(templates: readonly StepTemplate[], atMs: number): JsonValue[] {
  return templates.map(({ method, detail, succeeded, result, requirement }, index) => ({
    authenticationStepDateTime: new Date(atMs - (templates.length - 1 - index) * STEP_SECONDS * 1000).toISOString(),
    authenticationMethod: method,
    authenticationMethodDetail: detail,
    succeeded,
    authenticationStepResultDetail: result,
    authenticationStepRequirement: requirement,
  }));
}

/** Who can do a kind: unlocking a computer by face needs the right computer, old mail an old program. */
export function peopleFor(profile: TenantProfile, { special }: InteractiveKind): readonly Person[] | undefined {
  if (special === "deviceSignIn") return profile.deviceSignInPeople;
  if (special === "legacyMail") return profile.legacyMailPeople;
  return undefined;
}
