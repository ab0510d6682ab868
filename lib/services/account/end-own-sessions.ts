import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { forgetDevices } from "@/db/queries/known-devices";
import { listLiveSessions, revokeSession, revokeSessionsOfUser } from "@/db/queries/sessions";
import { nameOfSession } from "@/lib/access/session";
import { NotFoundError } from "@/lib/model/errors";
import type { OwnScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";

/** Ends one of one's own sessions. @throws NotFoundError when none of one's own has this id; UnavailableError. */
export async function endOwnSession(scope: OwnScope, sessionId: string, now = new Date()): Promise<void> {
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const own = await listLiveSessions(tenant, scope.actor.id, now);
    const session = own.find(({ secretHash }) => nameOfSession(secretHash) === sessionId);
    if (!session) throw new NotFoundError("This session has ended already.");
    await revokeSession(tenant, session.secretHash, now);
    await recordAudit(tenant, scope, ended(scope, "End session"), now);
  });
}

/** Signs out everywhere, here too; browsers that were known are strangers again. @throws UnavailableError. */
export async function endAllOwnSessions(scope: OwnScope, now = new Date()): Promise<void> {
  await inTenant(appDatabase().db, scope, async (tenant) => {
    await revokeSessionsOfUser(tenant, scope.actor.id, now);
    await forgetDevices(tenant, scope.actor.id);
    await recordAudit(tenant, scope, ended(scope, "Sign out everywhere"), now);
  });
}

function ended({ actor }: OwnScope, activity: string) {
  const target = { type: "User", id: actor.id, name: actor.upn };
  return { activity, category: "UserManagement" as const, target };
}
