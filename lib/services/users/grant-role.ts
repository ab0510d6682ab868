import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { insertRole, readRoles } from "@/db/queries/users";
import type { Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireUser } from "./require-user";
import { roleActivity } from "./user-activity";
import { roleInput, upnInput } from "./user-input";

const grant = z.object({ upn: upnInput, role: roleInput });

/**
 * Gives a user a role, from their next request on; nothing changes when they hold it.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when there is no such user.
 */
export async function grantRole(
  scope: TenantScope,
  input: { upn: string; role: Role },
  now = new Date(),
): Promise<void> {
  authorize(scope, "tenant:manage");
  const { upn, role } = parseInput(grant, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const user = await requireUser(tenant, upn);
    if (!(await insertRole(tenant, { userId: user.userId, role, grantedAt: now }))) return;
    const after = await readRoles(tenant, user.userId);
    const before = after.filter((held) => held !== role);
    await recordAudit(tenant, scope, roleActivity("Add member to role", user, { before, after }), now);
  });
}
