/** Signing in with user name and password: the tenant follows from the domain of the name. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type AttemptRules, clearAttempts, reserveAttempt } from "@/db/queries/attempts";
import type { TenantRow } from "@/db/queries/find-tenant";
import { insertPendingSignIn } from "@/db/queries/pending-sign-ins";
import { findUserByUpn, readRoles, type UserRow } from "@/db/queries/users";
import { findTenantOfUpn } from "@/lib/access/find-tenant";
import { signInAttempts } from "@/lib/metrics";
import type { Role } from "@/lib/model/roles";
import { type ClientFacts, startSession } from "../sessions/start-session";
import { type AttemptStep, pendingSignInOf } from "./attempt-record";
import { PASSWORD_MAX_LENGTH, verifyPassword } from "./password-hash";

export interface PasswordAttempt extends ClientFacts {
  username: string;
  password: string;
  now: Date;
  /** Told the tenant once an attempt, good or bad, waits to be brought into its log. */
  onAttempt?: (tenantId: string) => void;
}

/** What really happened, in the error codes of the field. Only `message` is meant for the person who tried. */
export type PasswordSignIn =
  | { errorCode: 0; sid: string; tenant: TenantRow; user: UserRow; roles: Role[] }
  /** 50034 no such user; 50126 wrong password; 50053 locked; 50057 the right password of a disabled account. */
  | { errorCode: 50034 | 50126 | 50053 | 50057; message: string; tenant: TenantRow | null; user: UserRow | null };

/** Ten guesses, then one a minute, then ever fewer, up to one an hour. */
export const ATTEMPT_RULES: AttemptRules = {
  freeAttempts: 10,
  firstPauseSeconds: 60,
  longestPauseSeconds: 3600,
  forgetAfterHours: 24,
};

/** One text for every refusal that could tell a stranger which accounts exist. */
export const REFUSED_MESSAGE =
  "User name and password do not match, or there were too many attempts. Check both, or try again in a few minutes.";
/** Told only to somebody who knows the password. */
const DISABLED_MESSAGE = "This account is disabled. An administrator of your organisation can enable it again.";

/** Anything else is no user name of any tenant, and nothing of it is stored. */
const USER_NAME = /^[^\s@\p{Cc}]{1,128}@[^\s@\p{Cc}]{1,192}$/u;

/** A user name as accounts are kept: without blanks around it, lower-cased. */
export function normaliseUpn(username: string): string {
  return username.trim().toLowerCase();
}

/**
 * Checks a password and starts a session. The attempt is counted before anything is hashed, whether the account
 * exists or not; the count holds across processes. What came of it waits for the tenant's log from the same transaction
 * on. Names of a domain that no tenant owns cost the same time.
 * @throws UnavailableError when the database is away; TooManyRequestsError when too many sign in at once.
 */
export async function signInWithPassword(attempt: PasswordAttempt): Promise<PasswordSignIn> {
  const outcome = await decide(attempt);
  if (outcome.tenant) attempt.onAttempt?.(outcome.tenant.tenantId);
  signInAttempts.inc({ outcome: OUTCOME_LABELS[outcome.errorCode] });
  return outcome;
}

const OUTCOME_LABELS = {
  0: "success",
  50034: "unknown_user",
  50126: "wrong_password",
  50053: "locked",
  50057: "disabled",
} as const;

async function decide({ username, password, now, onAttempt: _, ...client }: PasswordAttempt): Promise<PasswordSignIn> {
  const upn = normaliseUpn(username);
  const checked = password.slice(0, PASSWORD_MAX_LENGTH + 1);
  const tenant = USER_NAME.test(upn) ? await findTenantOfUpn(upn) : undefined;
  if (!tenant) {
    // No tenant, no log: counted in the metrics only.
    await verifyPassword(null, checked);
    return refused(50034, null);
  }
  const { db } = appDatabase();
  const { tenantId } = tenant;
  const about = (user: UserRow | null, errorCode: number, steps: readonly AttemptStep[]) =>
    pendingSignInOf({ tenantId, user, upn, errorCode, client, at: now, steps });
  const { reserved, user } = await inTenant(db, tenant, async (inside) => {
    const known = (await findUserByUpn(inside, upn)) ?? null;
    const open = await reserveAttempt(inside, upn, now, ATTEMPT_RULES);
    if (!open) await insertPendingSignIn(inside, await about(known, 50053, []));
    return { reserved: open, user: known };
  });
  if (!reserved) return refused(50053, tenant, user);
  const fits = await verifyPassword(user?.passwordHash ?? null, checked);
  const refusal = refusalOf(user, fits);
  return inTenant(db, tenant, async (inside) => {
    if (refusal || !user) {
      await insertPendingSignIn(inside, await about(user, refusal ?? 50034, user ? [passwordStep(fits)] : []));
      return refused(refusal ?? 50034, tenant, user);
    }
    await clearAttempts(inside, upn);
    const roles = await readRoles(inside, user.userId);
    const { sid, sessionId } = await startSession(inside, user, client, now);
    const facts = { tenantId, user, upn, errorCode: 0, client, at: now, steps: [passwordStep(true)], sessionId };
    await insertPendingSignIn(inside, await pendingSignInOf(facts));
    return { errorCode: 0, sid, tenant, user, roles };
  });
}

function refusalOf(user: UserRow | null, fits: boolean): 50034 | 50126 | 50057 | undefined {
  if (!user) return 50034;
  if (!fits) return 50126;
  return user.disabledAt ? 50057 : undefined;
}

function passwordStep(succeeded: boolean): AttemptStep {
  return {
    method: "Password",
    detail: "Signbook",
    succeeded,
    result: succeeded ? "Correct password" : "Wrong password",
  };
}

function refused(
  errorCode: 50034 | 50126 | 50053 | 50057,
  tenant: TenantRow | null,
  user: UserRow | null = null,
): PasswordSignIn {
  return { errorCode, message: errorCode === 50057 ? DISABLED_MESSAGE : REFUSED_MESSAGE, tenant, user };
}
