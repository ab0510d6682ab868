/** What the verbs on one's own account have in common. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { clearAttempts, reserveAttempt } from "@/db/queries/attempts";
import { findUser, type UserRow } from "@/db/queries/users";
import { InvalidInputError, NotFoundError, TooManyRequestsError } from "@/lib/model/errors";
import type { OwnScope } from "@/lib/model/scope";
import { ATTEMPT_RULES } from "../authentication/lockout";
import { PASSWORD_MAX_LENGTH, verifyPassword } from "../authentication/password-hash";

/** The account behind an own scope. @throws NotFoundError when it is gone. */
export async function requireOwnUser(tenant: TenantTransaction, { actor }: OwnScope): Promise<UserRow> {
  const user = await findUser(tenant, actor.id);
  if (!user) throw new NotFoundError("This account is gone.");
  return user;
}

/**
 * Requires the account's own password again, so that a browser left open does not decide who gets in from now on. Guesses
 * are counted as on the sign-in page, apart from those of strangers.
 * @param field under which a wrong one is told.
 * @throws InvalidInputError; TooManyRequestsError after too many wrong ones.
 */
export async function requireOwnPassword(
  scope: OwnScope,
  { password, field, now }: { password: string; field: string; now: Date },
): Promise<UserRow> {
  const { db } = appDatabase();
  const key = `confirm ${scope.actor.id}`;
  const { user, reserved } = await inTenant(db, scope, async (tenant) => ({
    user: await requireOwnUser(tenant, scope),
    reserved: await reserveAttempt(tenant, key, now, ATTEMPT_RULES),
  }));
  if (!reserved) throw new TooManyRequestsError("Too many wrong passwords. Try again in a few minutes.", 60);
  if (!(await verifyPassword(user.passwordHash, password.slice(0, PASSWORD_MAX_LENGTH + 1)))) {
    throw new InvalidInputError({ [field]: "This is not your password." });
  }
  await inTenant(db, scope, (tenant) => clearAttempts(tenant, key));
  return user;
}
