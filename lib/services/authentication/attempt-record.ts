/** A sign-in to Signbook itself in the shape in which providers send theirs. */
import { randomUUID } from "node:crypto";
import type { PendingSignIn } from "@/db/queries/pending-sign-ins";
import type { UserRow } from "@/db/queries/users";
import { failureReasonOf } from "@/lib/model/error-catalogue";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { uuidOfText } from "@/lib/records/content-hash";
import type { ClientFacts } from "../sessions/start-session";
import { audience } from "../tokens/token-claims";
import { describeClient } from "./describe-client";
import { locateAddress } from "./locate-address";

const MINUTE_MS = 60_000;
/**
 * Stands for whoever typed a name that is no account's. What was typed is the record's sign-in identifier only: as a user
 * it would be offered to filters and counted among the tenant's people, and is at times a password in the wrong field.
 */
const NO_ACCOUNT = "No such account";
const LONGEST_USER_AGENT = 1000;

/** One factor that was given, or should have been. */
export interface AttemptStep {
  method: "Password" | "OATH verification code" | "Recovery code" | "Single sign-on" | "Previously satisfied";
  /** Where the factor was checked, where that says more than the method. */
  detail?: string;
  succeeded: boolean;
  /** How it went, in a few words. */
  result: string;
  second?: boolean;
}

export interface AttemptFacts {
  tenantId: string;
  /** Whose account it is; null where no account has the name that was typed. */
  user: Pick<UserRow, "userId" | "objectId" | "upn" | "displayName"> | null;
  /** The name that was typed, where there is no account. */
  upn: string;
  errorCode: number;
  client: ClientFacts;
  at: Date;
  /** Of the steps that were looked at; none where the attempt was refused unseen. */
  steps: readonly AttemptStep[];
  /** The same for the steps of one sign-in. */
  correlationId?: string;
  /** The session that began or goes on. */
  sessionId?: string;
  /** A session that goes on, without anybody doing anything. */
  renewal?: boolean;
  /** Whether the account needs a second factor. */
  needsSecondFactor?: boolean;
  protocol?: string;
}

/** What the log is to say of an attempt. Attempts that are refused unseen are one record a minute. */
export async function pendingSignInOf(facts: AttemptFacts): Promise<Omit<PendingSignIn, "repeats">> {
  const unseen = facts.errorCode === 50053;
  const pendingId = unseen ? minuteId(facts) : randomUUID();
  const endOfMinute = new Date(minuteOf(facts.at) * MINUTE_MS + MINUTE_MS);
  const record = { id: pendingId, ...(await recordOf(facts)) };
  return { pendingId, dueAt: unseen ? endOfMinute : facts.at, record: JSON.stringify(record) };
}

function minuteOf(at: Date): number {
  return Math.floor(at.getTime() / MINUTE_MS);
}

function minuteId({ tenantId, upn, client, at }: AttemptFacts): string {
  return uuidOfText(JSON.stringify([tenantId, upn, client.ip, minuteOf(at)]));
}

async function recordOf(facts: AttemptFacts): Promise<JsonObject> {
  const { tenantId, user, upn, client, at, errorCode, steps, renewal = false, needsSecondFactor = false } = facts;
  const location = await locateAddress(client.ip);
  const { browser, operatingSystem } = describeClient(client.userAgent);
  const site = audience();
  return {
    createdDateTime: at.toISOString(),
    // Sign-ins of other senders carry the linked id, so both are told as one person's.
    userId: user ? (user.objectId ?? user.userId) : "",
    userDisplayName: user?.displayName ?? NO_ACCOUNT,
    userPrincipalName: user?.upn ?? "",
    userType: user ? "member" : "",
    signInIdentifier: upn,
    homeTenantId: tenantId,
    resourceTenantId: tenantId,
    ...{ appId: site, appDisplayName: "Signbook", resourceId: site, resourceDisplayName: "Signbook" },
    ...(client.ip && client.ip !== "unknown" ? { ipAddress: client.ip } : {}),
    ...(location ? { location } : {}),
    clientAppUsed: "Browser",
    userAgent: (client.userAgent ?? "").slice(0, LONGEST_USER_AGENT),
    deviceDetail: { deviceId: "", displayName: "", operatingSystem, browser, isCompliant: false, isManaged: false },
    correlationId: facts.correlationId ?? randomUUID(),
    ...(facts.sessionId ? { sessionId: facts.sessionId } : {}),
    status: { errorCode, failureReason: failureReasonOf(errorCode), additionalDetails: null },
    isInteractive: !renewal,
    signInEventTypes: [renewal ? "nonInteractiveUser" : "interactiveUser"],
    authenticationRequirement: needsSecondFactor ? "multiFactorAuthentication" : "singleFactorAuthentication",
    authenticationDetails: steps.map((step) => stepOf(step, at)),
    authenticationProtocol: facts.protocol ?? "none",
    incomingTokenType: "none",
    conditionalAccessStatus: "notApplied",
  };
}

function stepOf({ method, detail, succeeded, result, second }: AttemptStep, at: Date): JsonObject {
  return {
    authenticationStepDateTime: at.toISOString(),
    authenticationMethod: method,
    authenticationMethodDetail: detail ?? "",
    succeeded,
    authenticationStepResultDetail: result,
    authenticationStepRequirement: second ? "Multi-factor authentication" : "Primary authentication",
  };
}

/** The record with the number of attempts that it stands for, where these were several. */
export function withRepeats({ record, repeats }: PendingSignIn): string {
  if (repeats === 1) return record;
  const told = [{ key: "Attempts in this minute", value: String(repeats) }];
  return JSON.stringify({ ...JSON.parse(record), authenticationProcessingDetails: told });
}
