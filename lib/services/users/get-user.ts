import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readSecondFactor } from "@/db/queries/second-factors";
import { countLiveSessions } from "@/db/queries/sessions";
import { findUser, readRoles } from "@/db/queries/users";
import { isUuid } from "@/lib/access/find-tenant";
import { NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import type { UserDetail } from "@/lib/model/users";
import { authorize } from "../authorize";
import { viewOfUser } from "./view-of-user";

/**
 * One user of the tenant.
 * @throws ForbiddenError without `tenant:manage`; NotFoundError when there is no such user, also when another tenant has one.
 */
export async function getUser(scope: TenantScope, userId: string, now = new Date()): Promise<UserDetail> {
  authorize(scope, "tenant:manage");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const row = isUuid(userId) ? await findUser(tenant, userId) : undefined;
    if (!row) throw new NotFoundError("There is no such user.");
    const roles = await readRoles(tenant, row.userId);
    const liveSessions = await countLiveSessions(tenant, row.userId, now);
    const factor = await readSecondFactor(tenant, row.userId);
    const ways = { hasPassword: row.passwordHash !== null, hasSecondFactor: factor?.confirmedAt != null };
    return { ...viewOfUser(row, roles), liveSessions, ...ways };
  });
}
