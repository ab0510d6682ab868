/** One's own one-time codes: offered, confirmed by a code, turned off with the password. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import {
  deleteSecondFactor,
  insertRecoveryCodes,
  confirmSecondFactor as noteConfirmation,
  offerSecondFactor,
  readSecondFactor,
  withdrawOffer,
} from "@/db/queries/second-factors";
import { ConflictError, InvalidInputError } from "@/lib/model/errors";
import type { OwnScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { markOfOffer, newRecoveryCodes, newSealedSecret, spendTotp } from "../authentication/one-time-codes";
import { requireOwnPassword, requireOwnUser } from "./own-user";

const ALREADY_ON = "One-time codes are on already. Turn them off first to set up another app.";
const OVER = "This key is void: setting up was cancelled, or begun again elsewhere. Begin again.";

/**
 * Makes a secret for an authenticator app, in place of one that was not confirmed; nothing is asked for until it is.
 * @returns what opens this offer. Whoever has another session of the account, if only for a minute, does not see the secret
 *   that its owner confirms.
 * @throws ConflictError.
 */
export async function startSecondFactor(scope: OwnScope, now = new Date()): Promise<string> {
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const { userId, passwordHash } = await requireOwnUser(tenant, scope);
    if (passwordHash === null) throw new ConflictError("This account has no password that codes could stand beside.");
    const offer = { userId, secretEncrypted: newSealedSecret(userId), createdAt: now };
    if (!(await offerSecondFactor(tenant, offer))) throw new ConflictError(ALREADY_ON);
    return markOfOffer(offer);
  });
}

/** Takes back what was begun and not confirmed. */
export async function cancelSecondFactor(scope: OwnScope): Promise<void> {
  await inTenant(appDatabase().db, scope, (tenant) => withdrawOffer(tenant, scope.actor.id));
}

export interface Confirmation {
  /** What {@link startSecondFactor} answered. */
  offer: string;
  code: string;
  password: string;
}

/**
 * Turns one-time codes on, with the password, and the first code as the proof that the app has the secret.
 * @returns recovery codes, which nobody can be shown again.
 * @throws InvalidInputError for a wrong password or code; TooManyRequestsError; ConflictError when they are on already, or
 *   setting them up was begun again elsewhere.
 */
export async function confirmSecondFactor(
  scope: OwnScope,
  { offer, code, password }: Confirmation,
  now = new Date(),
): Promise<string[]> {
  await requireOwnPassword(scope, { password, field: "password", now });
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const factor = await readSecondFactor(tenant, scope.actor.id);
    if (factor?.confirmedAt) throw new ConflictError(ALREADY_ON);
    if (!factor || markOfOffer(factor) !== offer) throw new ConflictError(OVER);
    if (!(await spendTotp(tenant, factor, code, now))) {
      throw new InvalidInputError({
        code: "This is not the code that the app shows now. Check the clock of the phone.",
      });
    }
    if (!(await noteConfirmation(tenant, factor.userId, now))) throw new ConflictError(ALREADY_ON);
    const { codes, hashes } = newRecoveryCodes();
    await insertRecoveryCodes(tenant, factor.userId, hashes);
    await record(tenant, scope, { activity: "Turn on one-time codes", before: "off", after: "on" }, now);
    return codes;
  });
}

/** Turns one-time codes off. @throws InvalidInputError for a wrong password; TooManyRequestsError. */
export async function turnOffSecondFactor(scope: OwnScope, password: string, now = new Date()): Promise<void> {
  const { userId } = await requireOwnPassword(scope, { password, field: "password", now });
  await inTenant(appDatabase().db, scope, async (tenant) => {
    if (!(await deleteSecondFactor(tenant, userId))) return;
    await record(tenant, scope, { activity: "Turn off one-time codes", before: "on", after: "off" }, now);
  });
}

function record(
  tenant: TenantTransaction,
  scope: OwnScope,
  { activity, before, after }: { activity: string; before: string; after: string },
  now: Date,
): Promise<void> {
  const target = { type: "User", id: scope.actor.id, name: scope.actor.upn };
  const changes = [{ property: "One-time codes", before, after }];
  return recordAudit(tenant, scope, { activity, category: "UserManagement", target, changes }, now);
}
