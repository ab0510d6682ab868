/**
 * Who may try next. Guesses are counted per account and per address, before anything is checked and across processes. A
 * browser in which the person has signed in before has a count of its own: strangers who guess do not lock it out, and
 * whoever has its cookie does not guess without end either.
 */
import type { TenantTransaction } from "@/db/client";
import {
  type AttemptRules,
  clearAttempts,
  giveBackAttempt,
  type Reservation,
  reserveAttempt,
} from "@/db/queries/attempts";
import { findKnownDevice } from "@/db/queries/known-devices";
import { hashSecret } from "@/lib/access/secrets";

/** Ten guesses, then one a minute, then ever fewer, up to one an hour. */
export const ATTEMPT_RULES: AttemptRules = {
  freeAttempts: 10,
  firstPauseSeconds: 60,
  longestPauseSeconds: 3600,
  forgetAfterHours: 24,
};

/** Behind one address may be a whole office; whoever tries one password on every account fails more often than it. */
export const ADDRESS_RULES: AttemptRules = { ...ATTEMPT_RULES, freeAttempts: 50, forgetAfterHours: 1 };

/** No user's id: looked up for names that are nobody's, so that these take as long. */
const NOBODY = "00000000-0000-0000-0000-000000000000";
/** A browser in which many people have signed in brings a cookie for each. */
const MOST_DEVICES = 20;

export interface Guess {
  /** As typed, lower-cased, whether there is such an account or not. */
  upn: string;
  userId: string | undefined;
  ip: string | null;
  /** The secrets of the browser's device cookies. */
  devices: readonly string[];
}

export interface ReservedGuess {
  /** The count of the account or of the known device. */
  own: Reservation;
  address: Reservation | undefined;
  /** The browser, where it is known. */
  device: Buffer | undefined;
}

/** Counts a guess as failed until it turns out well; undefined when there may be none now, and nothing is counted. */
export async function reserveGuess(
  tenant: TenantTransaction,
  { upn, userId = NOBODY, ip, devices }: Guess,
  now: Date,
): Promise<ReservedGuess | undefined> {
  const hashes = devices.slice(0, MOST_DEVICES).map(hashSecret);
  const device = hashes.length > 0 ? await findKnownDevice(tenant, userId, hashes) : undefined;
  const key = device ? `device ${device.toString("hex")}` : upn;
  const own = await reserveAttempt(tenant, key, now, ATTEMPT_RULES);
  if (!own) return undefined;
  if (device || ip === null || ip === "unknown") return { own, address: undefined, device };
  // Always in this order, account before address, so that no two wait for each other.
  const address = await reserveAttempt(tenant, `address ${ip}`, now, ADDRESS_RULES);
  if (address) return { own, address, device };
  await giveBackAttempt(tenant, own);
  return undefined;
}

/** The password was right, but the person has not signed in yet: the guess counts no more, those before it do. */
export async function giveBackGuess(tenant: TenantTransaction, { own, address }: ReservedGuess): Promise<void> {
  await giveBackAttempt(tenant, own);
  if (address) await giveBackAttempt(tenant, address);
}

/** The person has signed in: what was guessed before on the account, or on their browser, is forgotten. */
export async function forgiveGuesses(tenant: TenantTransaction, { own, address }: ReservedGuess): Promise<void> {
  await clearAttempts(tenant, own.accountKey);
  // Of an address only this attempt: who has one account is not free to guess on others.
  if (address) await giveBackAttempt(tenant, address);
}
