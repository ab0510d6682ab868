import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { forgetDevices } from "@/db/queries/known-devices";
import { listLiveSessions, revokeSession } from "@/db/queries/sessions";
import { updatePasswordHash } from "@/db/queries/users";
import { nameOfSession } from "@/lib/access/session";
import { InvalidInputError } from "@/lib/model/errors";
import type { OwnScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { hashPassword } from "../authentication/password-hash";
import { requireGoodPassword } from "../authentication/password-rules";
import { requireOwnPassword } from "./own-user";

export interface PasswordChange {
  current: string;
  password: string;
  /** The session that stays: the one in which the change is made. */
  sessionId: string;
}

/**
 * Changes one's own password and ends every other session: whoever knew the old one is out.
 * @throws InvalidInputError for a wrong old or a weak new password; TooManyRequestsError; UnavailableError.
 */
export async function changePassword(scope: OwnScope, change: PasswordChange, now = new Date()): Promise<void> {
  const { current, password, sessionId } = change;
  await requireGoodPassword(password, {
    ...{ upn: scope.actor.upn, displayName: scope.actor.name, tenantName: scope.tenantName },
  });
  const { userId } = await requireOwnPassword(scope, { password: current, field: "current", now });
  if (current === password) throw new InvalidInputError({ password: "Password: it must be another one than before." });
  const passwordHash = await hashPassword(password);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    await updatePasswordHash(tenant, userId, passwordHash);
    for (const { secretHash } of await listLiveSessions(tenant, userId, now)) {
      if (nameOfSession(secretHash) !== sessionId) await revokeSession(tenant, secretHash, now);
    }
    await forgetDevices(tenant, userId);
    const target = { type: "User", id: userId, name: scope.actor.upn };
    await recordAudit(tenant, scope, { activity: "Change user password", category: "UserManagement", target }, now);
  });
}
