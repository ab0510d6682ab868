import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { deleteUserRow, readRoles } from "@/db/queries/users";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireAnotherAdministrator } from "./keep-an-administrator";
import { requireUser } from "./require-user";
import { rolesText, userActivity } from "./user-activity";
import { upnInput } from "./user-input";

const removal = z.object({ upn: upnInput });

/**
 * Removes a user for good, with roles and sessions. Their sign-ins and what they did stay on record.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when there is no such user;
 *   ConflictError for the last Global Administrator.
 */
export async function deleteUser(scope: TenantScope, input: { upn: string }, now = new Date()): Promise<void> {
  authorize(scope, "tenant:manage");
  const { upn } = parseInput(removal, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const user = await requireUser(tenant, upn);
    const roles = await readRoles(tenant, user.userId);
    if (roles.includes("global-administrator")) await requireAnotherAdministrator(tenant, user.userId);
    if (!(await deleteUserRow(tenant, user.userId))) return;
    const properties = [
      ["User name", upn],
      ["Name", user.displayName],
      ["Object id", user.objectId],
      ["Roles", rolesText(roles)],
    ] as const;
    const changes = properties.flatMap(([property, before]) => (before ? [{ property, before, after: null }] : []));
    await recordAudit(tenant, scope, userActivity("Delete user", user, changes), now);
  });
}
