/** Signing in with user name and password, and a one-time code: the tenant follows from the domain of the name. */
import { randomUUID } from "node:crypto";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import type { TenantRow } from "@/db/queries/find-tenant";
import { insertPendingSignIn } from "@/db/queries/pending-sign-ins";
import { hasSecondFactor } from "@/db/queries/second-factors";
import { findUser, findUserByUpn, type UserRow } from "@/db/queries/users";
import { findTenant, findTenantOfUpn } from "@/lib/access/find-tenant";
import { sameSecret } from "@/lib/access/secrets";
import { signInAttempts } from "@/lib/metrics";
import type { ClientFacts } from "../sessions/start-session";
import { type AttemptFacts, type AttemptStep, pendingSignInOf } from "./attempt-record";
import { completeSignIn, type SignedIn } from "./complete-sign-in";
import { forgiveGuesses, giveBackGuess, type ReservedGuess, reserveGuess } from "./lockout";
import { type CodeCheck, spendCode } from "./one-time-codes";
import { PASSWORD_MAX_LENGTH, verifyPassword } from "./password-hash";
import { markOfPassword, openSecondStep, sealSecondStep } from "./second-step";

interface AttemptOrigin extends ClientFacts {
  /** The secrets of the browser's device cookies. */
  devices?: readonly string[];
  now: Date;
  /** Told the tenant once an attempt, good or bad, waits to be brought into its log. */
  onAttempt?: (tenantId: string) => void;
}

export interface PasswordAttempt extends AttemptOrigin {
  username: string;
  password: string;
  /** A one-time or recovery code, where it is sent along. */
  code?: string;
}

export interface CodeAttempt extends AttemptOrigin {
  /** What the answer to the password gave for this step. */
  pending: string;
  code: string;
}

/** What really happened, in the error codes of the field. Only `message` is meant for the person who tried. */
export type PasswordSignIn = SignedIn | SecondFactorAsked | RefusedSignIn;

/** The password was right, and a code is needed: `pending` leads on to {@link finishSignIn}. */
export interface SecondFactorAsked {
  errorCode: 50074;
  pending: string;
  message: string;
  tenant: TenantRow;
  user: UserRow;
}

/**
 * 50034 no such user; 50126 wrong password; 50053 locked; 50057 the right password of a disabled account; 500121 wrong
 * code; 50089 the second step came too late.
 */
export interface RefusedSignIn {
  errorCode: 50034 | 50126 | 50053 | 50057 | 500121 | 50089;
  message: string;
  tenant: TenantRow | null;
  user: UserRow | null;
}

/** One text for every refusal that could tell a stranger which accounts exist. */
export const REFUSED_MESSAGE =
  "User name and password do not match, or there were too many attempts. Check both, or try again in a few minutes.";

/** Told only to somebody who knows the password. */
const MESSAGES: Readonly<Partial<Record<PasswordSignIn["errorCode"], string>>> = {
  50057: "This account is disabled. An administrator of your organisation can enable it again.",
  50074: "Enter the code that your authenticator app shows, or one of your recovery codes.",
  500121: "This code is not right, or it was used already. Wait for the next one and try again.",
  50089: "That took too long. Enter your password again.",
};
const CODE_LOCKED = "Too many attempts. Try again in a few minutes.";

/** Anything else is no user name of any tenant, and nothing of it is stored. */
export const USER_NAME = /^[^\s@\p{Cc}]{1,128}@[^\s@\p{Cc}]{1,192}$/u;
const LONGEST_CODE = 64;

/** A user name as accounts are kept: without blanks around it, lower-cased. */
export function normaliseUpn(username: string): string {
  return username.trim().toLowerCase();
}

/**
 * Checks a password, and a code where the account needs one, and starts a session. The attempt is counted before anything
 * is hashed, whether the account exists or not; the count holds across processes. What came of it waits for the tenant's
 * log from the same transaction on. Names of a domain that no tenant owns cost the same time.
 * @throws UnavailableError when the database is away; TooManyRequestsError when too many sign in at once.
 */
export async function signInWithPassword(attempt: PasswordAttempt): Promise<PasswordSignIn> {
  return told(attempt, await decide(attempt));
}

/**
 * The second of two steps: checks the code and starts a session.
 * @throws UnavailableError when the database is away.
 */
export async function finishSignIn(attempt: CodeAttempt): Promise<PasswordSignIn> {
  return told(attempt, await decideCode(attempt));
}

function told({ onAttempt }: AttemptOrigin, outcome: PasswordSignIn): PasswordSignIn {
  if (outcome.tenant) onAttempt?.(outcome.tenant.tenantId);
  signInAttempts.inc({ outcome: OUTCOME_LABELS[outcome.errorCode] });
  return outcome;
}

const OUTCOME_LABELS = {
  0: "success",
  50034: "unknown_user",
  50126: "wrong_password",
  50053: "locked",
  50057: "disabled",
  50074: "code_asked",
  500121: "wrong_code",
  50089: "too_late",
} as const;

/** One attempt in one tenant, with what its steps have in common. */
interface Attempt {
  tenant: TenantRow;
  user: UserRow | null;
  upn: string;
  origin: AttemptOrigin;
  correlationId: string;
}

async function decide(attempt: PasswordAttempt): Promise<PasswordSignIn> {
  const { username, password, code = "", now } = attempt;
  const upn = normaliseUpn(username);
  const checked = password.slice(0, PASSWORD_MAX_LENGTH + 1);
  const tenant = USER_NAME.test(upn) ? await findTenantOfUpn(upn) : undefined;
  if (!tenant) {
    // No tenant, no log: counted in the metrics only.
    await verifyPassword(null, checked);
    return { errorCode: 50034, message: REFUSED_MESSAGE, tenant: null, user: null };
  }
  const { db } = appDatabase();
  const { guess, ...one } = await inTenant(db, tenant, async (inside) => {
    const user = (await findUserByUpn(inside, upn)) ?? null;
    return reserve(inside, { tenant, user, upn, origin: attempt, correlationId: randomUUID() });
  });
  if (!guess) return refusal(one, 50053);
  const { user } = one;
  const fits = await verifyPassword(user?.passwordHash ?? null, checked);
  return inTenant(db, tenant, async (inside) => {
    if (!user) return refused(inside, one, 50034, []);
    // A password that was changed while the old one was being checked lets nobody in.
    const current = await findUser(inside, user.userId);
    if (!fits || current?.passwordHash !== user.passwordHash) {
      return refused(inside, one, 50126, [passwordStep(false)]);
    }
    if (current.disabledAt) return refused(inside, one, 50057, [passwordStep(true)]);
    if (!(await hasSecondFactor(inside, user.userId))) return accepted(inside, one, guess, [passwordStep(true)]);
    if (code.trim() !== "") return judgeCode(inside, { ...one, user }, guess, code);
    await giveBackGuess(inside, guess);
    await remember(inside, one, { errorCode: 50074, steps: [passwordStep(true)], needsSecondFactor: true });
    const { tenantId, userId } = user;
    const { correlationId } = one;
    const step = { tenantId, userId, upn, correlationId, passwordMark: markOfPassword(user) };
    const pending = sealSecondStep(step, now);
    return { errorCode: 50074, pending, message: MESSAGES[50074] ?? "", tenant, user };
  });
}

async function decideCode(attempt: CodeAttempt): Promise<PasswordSignIn> {
  const { pending, code, now } = attempt;
  const step = openSecondStep(pending, now);
  const tenant = step && (await findTenant(step.tenantId));
  const tooLate = { errorCode: 50089, message: MESSAGES[50089] ?? "", tenant: null, user: null } as const;
  if (!tenant) return tooLate;
  return inTenant(appDatabase().db, tenant, async (inside) => {
    const user = await findUser(inside, step.userId);
    if (!user || !sameSecret(markOfPassword(user), step.passwordMark)) return tooLate;
    const { upn, correlationId } = step;
    const { guess, ...one } = await reserve(inside, { tenant, user, upn, origin: attempt, correlationId });
    if (!guess) return { ...refusal(one, 50053), message: CODE_LOCKED };
    if (user.disabledAt) return refused(inside, one, 50057, [passwordStep(true)]);
    return judgeCode(inside, { ...one, user }, guess, code);
  });
}

/** Counts the guess; a locked account is told to the log in the same transaction. */
async function reserve(inside: TenantTransaction, one: Attempt): Promise<Attempt & { guess?: ReservedGuess }> {
  const { upn, user, origin } = one;
  const { ip, devices = [], now } = origin;
  const guess = await reserveGuess(inside, { upn, userId: user?.userId, ip, devices }, now);
  if (!guess) await remember(inside, one, { errorCode: 50053, steps: [] });
  return { ...one, guess };
}

async function judgeCode(
  inside: TenantTransaction,
  one: Attempt & { user: UserRow },
  guess: ReservedGuess,
  code: string,
): Promise<PasswordSignIn> {
  const check = await spendCode(inside, one.user.userId, code.slice(0, LONGEST_CODE), one.origin.now);
  const steps = [passwordStep(true), codeStep(check)];
  return check.accepted ? accepted(inside, one, guess, steps) : refused(inside, one, 500121, steps);
}

async function accepted(
  inside: TenantTransaction,
  one: Attempt,
  guess: ReservedGuess,
  steps: readonly AttemptStep[],
): Promise<PasswordSignIn> {
  const { tenant, user, origin, correlationId } = one;
  await forgiveGuesses(inside, guess);
  const facts = { client: clientOf(origin), at: origin.now, steps, correlationId, needsSecondFactor: steps.length > 1 };
  return completeSignIn(inside, facts, { tenant, user: user as UserRow, known: guess.device });
}

async function refused(
  inside: TenantTransaction,
  one: Attempt,
  errorCode: RefusedSignIn["errorCode"],
  steps: readonly AttemptStep[],
): Promise<RefusedSignIn> {
  await remember(inside, one, { errorCode, steps, needsSecondFactor: errorCode === 500121 });
  return refusal(one, errorCode);
}

function refusal({ tenant, user }: Attempt, errorCode: RefusedSignIn["errorCode"]): RefusedSignIn {
  return { errorCode, message: MESSAGES[errorCode] ?? REFUSED_MESSAGE, tenant, user };
}

async function remember(
  inside: TenantTransaction,
  { tenant: { tenantId }, user, upn, origin, correlationId }: Attempt,
  what: Pick<AttemptFacts, "errorCode" | "steps" | "needsSecondFactor">,
): Promise<void> {
  const facts = { tenantId, user, upn, client: clientOf(origin), at: origin.now, correlationId, ...what };
  await insertPendingSignIn(inside, await pendingSignInOf(facts));
}

function clientOf({ ip, userAgent }: AttemptOrigin): ClientFacts {
  return { ip, userAgent };
}

function passwordStep(succeeded: boolean): AttemptStep {
  return {
    method: "Password",
    detail: "Signbook",
    succeeded,
    result: succeeded ? "Correct password" : "Wrong password",
  };
}

function codeStep({ accepted: succeeded, method }: CodeCheck): AttemptStep {
  return { method, succeeded, result: succeeded ? "Code accepted" : "Code not accepted", second: true };
}
