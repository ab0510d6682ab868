/** One's own one-time codes: offered, confirmed by a code, turned off with the password. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import {
  deleteSecondFactor,
  insertRecoveryCodes,
  confirmSecondFactor as noteConfirmation,
  offerSecondFactor,
  readSecondFactor,
} from "@/db/queries/second-factors";
import { ConflictError, InvalidInputError } from "@/lib/model/errors";
import type { OwnScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { newRecoveryCodes, newSealedSecret, spendTotp } from "../authentication/one-time-codes";
import { requireOwnPassword, requireOwnUser } from "./own-user";

const ALREADY_ON = "One-time codes are on already. Turn them off first to set up another app.";

/** Makes a secret for an authenticator app; nothing is asked for until it is confirmed. @throws ConflictError. */
export async function startSecondFactor(scope: OwnScope, now = new Date()): Promise<void> {
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const { userId, passwordHash } = await requireOwnUser(tenant, scope);
    if (passwordHash === null) throw new ConflictError("This account has no password that codes could stand beside.");
    const offer = { userId, secretEncrypted: newSealedSecret(userId), createdAt: now };
    if (!(await offerSecondFactor(tenant, offer))) throw new ConflictError(ALREADY_ON);
  });
}

/**
 * Turns one-time codes on, with the first code as the proof that the app has the secret.
 * @returns recovery codes, which nobody can be shown again.
 * @throws InvalidInputError for a wrong code; ConflictError when they are on already, or not set up.
 */
export async function confirmSecondFactor(scope: OwnScope, code: string, now = new Date()): Promise<string[]> {
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const factor = await readSecondFactor(tenant, scope.actor.id);
    if (!factor) throw new ConflictError("Set up the authenticator app first.");
    if (factor.confirmedAt) throw new ConflictError(ALREADY_ON);
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
