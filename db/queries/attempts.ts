/** Attempts to sign in, reserved before anything is checked: the count holds however many processes guess at once. */
import { and, eq, lte, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { passwordAttempts } from "@/db/schema";

export interface AttemptRules {
  /** Attempts without a success until the account is locked. */
  freeAttempts: number;
  /** The pause after the last free attempt; each further failure doubles it. */
  firstPauseSeconds: number;
  longestPauseSeconds: number;
  /** Failures older than this are forgotten. */
  forgetAfterHours: number;
}

/** Bounds the power of two below, which would overflow after a thousand failures. */
const MOST_DOUBLINGS = 20;

/** An attempt that counts as failed until it is given back. */
export interface Reservation {
  accountKey: string;
  /** Until when the attempt itself has locked the account, were it to fail; in the past where it has not. */
  lockedUntil: Date;
}

/**
 * Reserves one attempt on an account name, a device or an address: counts it as failed until a success takes it back. The attempt that uses up
 * the free ones, and every later one, locks the account in the same statement, so no parallel attempt slips past.
 * @returns undefined when the account is locked at `now`; nothing is counted then.
 */
export async function reserveAttempt(
  { tx, tenantId }: TenantTransaction,
  accountKey: string,
  now: Date,
  rules: AttemptRules,
): Promise<Reservation | undefined> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { failures, lastAttemptAt } = passwordAttempts;
  const failuresNow = sql`case when ${lastAttemptAt} < ${at} - make_interval(hours => ${rules.forgetAfterHours}::int)
    then 1 else ${failures} + 1 end`;
  const doublings = sql`least(${failuresNow} - ${rules.freeAttempts}::int, ${MOST_DOUBLINGS}::int)`;
  const pauseSeconds = sql`least(${rules.firstPauseSeconds}::float8 * power(2, ${doublings}), ${rules.longestPauseSeconds}::float8)`;
  const [reserved] = await tx
    .insert(passwordAttempts)
    .values({ tenantId, accountKey, failures: 1, lockedUntil: new Date(0), lastAttemptAt: now })
    .onConflictDoUpdate({
      target: [passwordAttempts.tenantId, passwordAttempts.accountKey],
      set: {
        failures: failuresNow,
        lockedUntil: sql`case when ${failuresNow} >= ${rules.freeAttempts}::int
          then ${at} + make_interval(secs => ${pauseSeconds}) else ${passwordAttempts.lockedUntil} end`,
        lastAttemptAt: now,
      },
      setWhere: lte(passwordAttempts.lockedUntil, now),
    })
    .returning({ lockedUntil: passwordAttempts.lockedUntil });
  return reserved && { accountKey, lockedUntil: reserved.lockedUntil };
}

/**
 * Takes back one attempt that was no failure. A lock goes with it only where this attempt has set it: one that another
 * attempt has set meanwhile stays.
 */
export async function giveBackAttempt(
  { tx, tenantId }: TenantTransaction,
  { accountKey, lockedUntil }: Reservation,
): Promise<void> {
  await tx
    .update(passwordAttempts)
    .set({
      failures: sql`greatest(${passwordAttempts.failures} - 1, 0)`,
      lockedUntil: sql`case when ${passwordAttempts.lockedUntil} = ${lockedUntil.toISOString()}::timestamptz
        then 'epoch'::timestamptz else ${passwordAttempts.lockedUntil} end`,
    })
    .where(and(eq(passwordAttempts.tenantId, tenantId), eq(passwordAttempts.accountKey, accountKey)));
}

/** Forgets an account's failures after a success. */
export async function clearAttempts({ tx, tenantId }: TenantTransaction, accountKey: string): Promise<void> {
  await tx
    .delete(passwordAttempts)
    .where(and(eq(passwordAttempts.tenantId, tenantId), eq(passwordAttempts.accountKey, accountKey)));
}
