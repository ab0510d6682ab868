import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { insertRole } from "@/db/queries/users";
import type { Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireUser } from "./require-user";
import { roleInput, upnInput } from "./user-input";

const grant = z.object({ upn: upnInput, role: roleInput });

/**
 * Gives a user a role, from their next request on; nothing changes when they hold it.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when there is no such user.
 */
export async function grantRole(scope: TenantScope, input: { upn: string; role: Role }): Promise<void> {
  authorize(scope, "tenant:manage");
  const { upn, role } = parseInput(grant, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const { userId } = await requireUser(tenant, upn);
    await insertRole(tenant, { userId, role, grantedAt: new Date() });
  });
}
