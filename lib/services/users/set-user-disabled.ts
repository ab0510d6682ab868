import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { revokeSessionsOfUser } from "@/db/queries/sessions";
import { readRoles, updateDisabledAt } from "@/db/queries/users";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireAnotherAdministrator } from "./keep-an-administrator";
import { requireUser } from "./require-user";
import { upnInput } from "./user-input";

const change = z.object({ upn: upnInput, disabled: z.boolean() });

/**
 * Disables or enables a user. Disabling ends all their sessions at once; enabling does not bring these back.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when there is no such user;
 *   ConflictError for the last Global Administrator.
 */
export async function setUserDisabled(scope: TenantScope, input: { upn: string; disabled: boolean }): Promise<void> {
  authorize(scope, "tenant:manage");
  const { upn, disabled } = parseInput(change, input);
  const now = new Date();
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const user = await requireUser(tenant, upn);
    if ((user.disabledAt !== null) === disabled) return;
    if (!disabled) return updateDisabledAt(tenant, user.userId, null);
    const roles = await readRoles(tenant, user.userId);
    if (roles.includes("global-administrator")) await requireAnotherAdministrator(tenant, user.userId);
    await updateDisabledAt(tenant, user.userId, now);
    await revokeSessionsOfUser(tenant, user.userId, now);
  });
}
