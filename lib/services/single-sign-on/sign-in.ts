/** Signing in through the tenant's identity provider: there, and back. */
import { v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type AttemptRules, giveBackAttempt, type Reservation, reserveAttempt } from "@/db/queries/attempts";
import type { TenantRow } from "@/db/queries/find-tenant";
import { findKnownDevice } from "@/db/queries/known-devices";
import { insertPendingSignIn } from "@/db/queries/pending-sign-ins";
import {
  findIdentity,
  insertIdentity,
  insertState,
  readSingleSignOn,
  type SingleSignOnRow,
  takeState,
} from "@/db/queries/single-sign-on";
import { findUser, findUserByUpn, insertUser, linkObjectId, type UserRow } from "@/db/queries/users";
import { findTenant, findTenantOfUpn, isUuid } from "@/lib/access/find-tenant";
import { seal, unseal } from "@/lib/access/sealed";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import { log } from "@/lib/log";
import { UnavailableError } from "@/lib/model/errors";
import type { SsoProblem } from "@/lib/model/sso-problems";
import { withoutUnprintable } from "@/lib/model/unprintable";
import { recordAudit } from "../audit/record-audit";
import { type AttemptStep, pendingSignInOf } from "../authentication/attempt-record";
import { completeSignIn, type SignedIn } from "../authentication/complete-sign-in";
import { normaliseUpn, USER_NAME } from "../authentication/sign-in-with-password";
import type { ClientFacts } from "../sessions/start-session";
import { claimsOf, departureTo, type ProvenClaims } from "./provider";
import { providerOf } from "./settings";

const ON_THE_WAY_MINUTES = 15;

/** Each departure asks the provider and leaves a row. Of one address so many may be on the way, or lost on it. */
export const DEPARTURE_RULES: AttemptRules = {
  freeAttempts: 60,
  firstPauseSeconds: 60,
  longestPauseSeconds: 600,
  forgetAfterHours: 1,
};

export interface SsoStart {
  /** The tenant, or a user name of it. */
  tenant: { slug: string } | { upn: string };
  /** Where to go afterwards; a path of ours. */
  callbackUrl: string | undefined;
  /** The signed-in account that is to be bound to the person at the provider. */
  bindTo?: { tenantId: string; userId: string };
  /** Where the browser is. */
  ip: string | null;
  now: Date;
}

export type SsoDeparture = { redirectTo: string; state: string } | { problem: SsoProblem };

interface Remembered {
  issuer: string;
  nonce: string;
  codeVerifier: string;
  callbackUrl?: string;
  bindTo?: string;
  /** The departure as it was counted, to be taken back when the person arrives. */
  counted?: { accountKey: string; lockedUntil: string };
}

/**
 * Sends somebody to the provider. The departure is counted for the address until the person arrives.
 * @throws UnavailableError when the database is away.
 */
export async function startSingleSignOn(start: SsoStart): Promise<SsoDeparture> {
  const { tenant: named, callbackUrl, bindTo, ip, now } = start;
  const tenant = "slug" in named ? await findTenant(named.slug) : await findTenantOfUpn(normaliseUpn(named.upn));
  if (!tenant || (bindTo && bindTo.tenantId !== tenant.tenantId)) return { problem: "none" };
  const { db } = appDatabase();
  const row = await inTenant(db, tenant, readSingleSignOn);
  const provider = row && providerOf(tenant.tenantId, row);
  if (!provider) return { problem: "none" };
  const counted = await countDeparture(tenant, ip, now);
  if (counted === "refused") return { problem: "tooMany" };
  const state = `${tenant.tenantId}.${randomSecret()}`;
  try {
    const { redirectTo, nonce, codeVerifier } = await departureTo(provider, state);
    const remembered: Remembered = {
      issuer: provider.issuer,
      nonce,
      codeVerifier,
      callbackUrl,
      bindTo: bindTo?.userId,
      counted,
    };
    const sealed = seal("single-sign-on", JSON.stringify(remembered), state);
    const expiresAt = new Date(now.getTime() + ON_THE_WAY_MINUTES * 60_000);
    await inTenant(db, tenant, (inside) => insertState(inside, { stateHash: hashSecret(state), sealed, expiresAt }));
    return { redirectTo, state };
  } catch (error) {
    log.warn({ err: error, tenantId: tenant.tenantId }, "The provider of single sign-on cannot be used now");
    return { problem: "provider" };
  }
}

/** Undefined where nobody knows the address: everybody would share one count. */
async function countDeparture(
  tenant: TenantRow,
  ip: string | null,
  now: Date,
): Promise<Remembered["counted"] | "refused"> {
  if (ip === null || ip === "unknown") return undefined;
  const reserved = await inTenant(appDatabase().db, tenant, (inside) =>
    reserveAttempt(inside, `single sign-on from ${ip}`, now, DEPARTURE_RULES),
  );
  return reserved ? { ...reserved, lockedUntil: reserved.lockedUntil.toISOString() } : "refused";
}

function reservationOf({ accountKey, lockedUntil }: NonNullable<Remembered["counted"]>): Reservation {
  return { accountKey, lockedUntil: new Date(lockedUntil) };
}

export interface SsoArrival extends ClientFacts {
  /** The parameters that the provider sent along. */
  query: URLSearchParams;
  /** The state that this browser left with, from its cookie. */
  state: string | undefined;
  devices: readonly string[];
  /** Who is signed in in this browser, where somebody is. */
  signedInAs?: { tenantId: string; userId: string };
  now: Date;
  onAttempt?: (tenantId: string) => void;
}

export type SsoResult =
  | { outcome: "signed-in"; signedIn: SignedIn; callbackUrl: string | undefined }
  | { outcome: "bound" }
  | { outcome: "refused"; problem: SsoProblem };

/** Takes somebody who comes back from the provider. @throws UnavailableError when the database is away. */
export async function finishSingleSignOn(arrival: SsoArrival): Promise<SsoResult> {
  const { query, state = "", now } = arrival;
  const tenantId = state.split(".")[0] ?? "";
  if (state === "" || query.get("state") !== state || !isUuid(tenantId)) return refused("state");
  const { db } = appDatabase();
  const tenant = await findTenant(tenantId);
  if (!tenant) return refused("state");
  const [sealed, row] = await inTenant(db, tenant, async (inside) => [
    await takeState(inside, hashSecret(state), now),
    await readSingleSignOn(inside),
  ]);
  const text = sealed && unseal("single-sign-on", sealed, state);
  const remembered = text ? (JSON.parse(text) as Remembered) : undefined;
  const provider = row && providerOf(tenantId, row);
  if (!remembered || !provider || provider.issuer !== remembered.issuer) return refused("state");
  const one: Arrived = { arrival, tenant, row, remembered };
  try {
    if (query.has("error")) return await logged(one, "denied", 50125);
    const claims = await claimsOf(provider, { query: query.toString(), state, ...remembered });
    return await inTenant(db, tenant, (inside) => admit(inside, one, claims));
  } catch (error) {
    if (isFault(error)) throw error;
    log.warn({ err: error, tenantId }, "What the provider of single sign-on sent was not accepted");
    return await logged(one, "invalid", 50013);
  } finally {
    arrival.onAttempt?.(tenantId);
  }
}

interface Arrived {
  arrival: SsoArrival;
  tenant: TenantRow;
  row: SingleSignOnRow;
  remembered: Remembered;
}

async function admit(inside: TenantTransaction, one: Arrived, claims: ProvenClaims): Promise<SsoResult> {
  const { arrival, row, remembered, tenant } = one;
  const { issuer } = row;
  // The provider vouches for somebody: whoever sends others on their way in vain never gets here.
  if (remembered.counted) await giveBackAttempt(inside, reservationOf(remembered.counted));
  const bound = await findIdentity(inside, { issuer, subject: claims.subject });
  if (remembered.bindTo) return bind(inside, one, claims, bound);
  const found = bound ? await findUser(inside, bound) : undefined;
  const user = found ?? (await createBound(inside, one, claims));
  if (typeof user === "string") return refusal(inside, one, user, null, 50020, claims.verifiedEmail);
  if (user.disabledAt) return refusal(inside, one, "disabled", user, 50057);
  const known = await findKnownDevice(inside, user.userId, arrival.devices.map(hashSecret));
  const facts = { client: clientOf(arrival), at: arrival.now, steps: [step(issuer, true)], protocol: "oAuth2" };
  const signedIn = await completeSignIn(inside, facts, { tenant, user, known });
  return { outcome: "signed-in", signedIn, callbackUrl: remembered.callbackUrl };
}

/** Binds the signed-in account that asked for it; the browser must still be signed in as that account. */
async function bind(
  inside: TenantTransaction,
  { arrival: { signedInAs, now }, row: { issuer }, remembered, tenant }: Arrived,
  { subject, objectId }: ProvenClaims,
  bound: string | undefined,
): Promise<SsoResult> {
  const userId = remembered.bindTo ?? "";
  if (signedInAs?.userId !== userId || signedInAs.tenantId !== tenant.tenantId) return refused("state");
  if (bound !== undefined) return bound === userId ? { outcome: "bound" } : refused("taken");
  const user = await findUser(inside, userId);
  if (!user) return refused("unknown");
  await insertIdentity(inside, { issuer, subject, userId, createdAt: now });
  await linkObjectId(inside, userId, objectId);
  await audit(inside, user, "Connect account to single sign-on", issuer, now);
  return { outcome: "bound" };
}

/** An account for somebody who comes for the first time, where the setting allows: of the tenant's domain, with no role. */
async function createBound(
  inside: TenantTransaction,
  { arrival: { now }, tenant, row: { issuer, createUsers } }: Arrived,
  { subject, verifiedEmail, name, objectId }: ProvenClaims,
): Promise<UserRow | "unknown" | "taken"> {
  const upn = normaliseUpn(verifiedEmail ?? "");
  if (!createUsers || !USER_NAME.test(upn) || !upn.endsWith(`@${tenant.domain}`)) {
    return "unknown";
  }
  if (await findUserByUpn(inside, upn)) return "taken";
  const userId = uuidv7();
  const displayName =
    withoutUnprintable(name ?? upn)
      .trim()
      .slice(0, 256) || upn;
  const user = { userId, upn, displayName, objectId: null, passwordHash: null, createdAt: now };
  if (!(await insertUser(inside, user))) return "taken";
  await insertIdentity(inside, { issuer, subject, userId, createdAt: now });
  await linkObjectId(inside, userId, objectId);
  const created = await findUser(inside, userId);
  if (!created) return "unknown";
  await audit(inside, created, "Add user by single sign-on", issuer, now);
  return created;
}

function audit(inside: TenantTransaction, user: UserRow, activity: string, issuer: string, now: Date): Promise<void> {
  const { userId, upn, displayName } = user;
  const actor = { kind: "user" as const, id: userId, name: displayName, upn };
  const target = { type: "User", id: userId, name: upn };
  const details = [{ key: "Issuer", value: issuer }];
  return recordAudit(inside, { actor }, { activity, category: "UserManagement", target, details }, now);
}

function refused(problem: SsoProblem): SsoResult {
  return { outcome: "refused", problem };
}

async function logged(one: Arrived, problem: SsoProblem, errorCode: number): Promise<SsoResult> {
  return inTenant(appDatabase().db, one.tenant, (inside) => refusal(inside, one, problem, null, errorCode));
}

/** Told to the tenant's log; of somebody whom nobody has named there is no name to tell. */
async function refusal(
  inside: TenantTransaction,
  { arrival, tenant: { tenantId }, row: { issuer } }: Arrived,
  problem: SsoProblem,
  user: UserRow | null,
  errorCode: number,
  upn = "unknown",
): Promise<SsoResult> {
  const steps = [step(issuer, errorCode === 50057)];
  const facts = { tenantId, user, upn: user?.upn ?? upn, errorCode, client: clientOf(arrival), at: arrival.now, steps };
  await insertPendingSignIn(inside, await pendingSignInOf({ ...facts, protocol: "oAuth2" }));
  return refused(problem);
}

function step(issuer: string, succeeded: boolean): AttemptStep {
  const result = succeeded ? "Accepted" : "Not accepted";
  return { method: "Single sign-on", detail: new URL(issuer).host, succeeded, result };
}

function clientOf({ ip, userAgent }: SsoArrival): ClientFacts {
  return { ip, userAgent };
}

/** An outage of ours is not the provider's fault. */
function isFault(error: unknown): boolean {
  return error instanceof UnavailableError;
}
