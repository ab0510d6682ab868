import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { deleteRole, readRoles } from "@/db/queries/users";
import type { Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireAnotherAdministrator } from "./keep-an-administrator";
import { requireUser } from "./require-user";
import { roleActivity } from "./user-activity";
import { roleInput, upnInput } from "./user-input";

const revocation = z.object({ upn: upnInput, role: roleInput });

/**
 * Takes a role from a user, from their next request on; nothing changes when they do not hold it.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when there is no such user;
 *   ConflictError for the last Global Administrator.
 */
export async function revokeRole(
  scope: TenantScope,
  input: { upn: string; role: Role },
  now = new Date(),
): Promise<void> {
  authorize(scope, "tenant:manage");
  const { upn, role } = parseInput(revocation, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const user = await requireUser(tenant, upn);
    const { userId } = user;
    if (!(await readRoles(tenant, userId)).includes(role)) return;
    if (role === "global-administrator") await requireAnotherAdministrator(tenant, userId);
    if (!(await deleteRole(tenant, userId, role))) return;
    const after = await readRoles(tenant, userId);
    const before = [...after, role];
    await recordAudit(tenant, scope, roleActivity("Remove member from role", user, { before, after }), now);
  });
}
