import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { insertPasswordLink } from "@/db/queries/password-links";
import { findUserByUpn } from "@/db/queries/users";
import { ConflictError } from "@/lib/model/errors";
import type { Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { sendLinksSoon } from "../password-links/send-links";
import { createUser } from "./create-user";
import { requireUser } from "./require-user";
import { upnInput } from "./user-input";

export interface Invitation {
  /** `name@domain`; the domain must be the tenant's. The mail goes there. */
  upn: string;
  displayName: string;
  roles?: readonly Role[];
}

const INVITATION_DAYS = 7;
const DAY_MS = 24 * 3_600_000;
const invited = z.object({ upn: upnInput });

/**
 * Makes an account without a password and sends its owner a link to set one. Somebody who has been invited and has not set
 * a password yet gets a new link, and the one before is void; name and roles stay as they are then.
 * @returns `again` for such a repetition.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; ConflictError when the account has a password already
 *   or is disabled.
 */
export async function inviteUser(
  scope: TenantScope,
  invitation: Invitation,
  now = new Date(),
): Promise<{ userId: string; upn: string; again: boolean }> {
  authorize(scope, "tenant:manage");
  const { upn } = parseInput(invited, invitation);
  const { db } = appDatabase();
  const again = (await inTenant(db, scope, (tenant) => findUserByUpn(tenant, upn))) !== undefined;
  if (!again) {
    const { displayName, roles } = invitation;
    await createUser(scope, { upn, displayName, roles });
  }
  const userId = await inTenant(db, scope, async (tenant) => {
    const user = await requireUser(tenant, upn);
    if (user.passwordHash !== null) throw new ConflictError(`${upn} has an account with a password already.`);
    if (user.disabledAt) throw new ConflictError(`The account of ${upn} is disabled.`);
    await insertPasswordLink(tenant, {
      ...{ linkId: uuidv7(), userId: user.userId, purpose: "invitation", invitedBy: inviterOf(scope) },
      ...{ createdAt: now, expiresAt: new Date(now.getTime() + INVITATION_DAYS * DAY_MS) },
    });
    const target = { type: "User", id: user.userId, name: upn };
    await recordAudit(tenant, scope, { activity: "Invite user", category: "UserManagement", target }, now);
    return user.userId;
  });
  await sendLinksSoon(scope.tenantId);
  return { userId, upn, again };
}

/** As the mail names them; nobody where it was the operator. */
function inviterOf({ actor }: TenantScope): string | null {
  return actor.kind === "user" ? actor.name : null;
}
