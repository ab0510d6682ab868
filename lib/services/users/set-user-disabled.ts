import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { revokeSessionsOfUser } from "@/db/queries/sessions";
import { readRoles, updateDisabledAt } from "@/db/queries/users";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireAnotherAdministrator } from "./keep-an-administrator";
import { requireUser } from "./require-user";
import { accountStateText, userActivity } from "./user-activity";
import { upnInput } from "./user-input";

const change = z.object({ upn: upnInput, disabled: z.boolean() });

/**
 * Disables or enables a user. Disabling ends all their sessions at once; enabling does not bring these back.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when there is no such user;
 *   ConflictError for the last Global Administrator.
 */
export async function setUserDisabled(
  scope: TenantScope,
  input: { upn: string; disabled: boolean },
  now = new Date(),
): Promise<void> {
  authorize(scope, "tenant:manage");
  const { upn, disabled } = parseInput(change, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const user = await requireUser(tenant, upn);
    const roles = disabled ? await readRoles(tenant, user.userId) : [];
    if (roles.includes("global-administrator")) await requireAnotherAdministrator(tenant, user.userId);
    const disabledAt = disabled ? now : null;
    // Of two at once, one changes something and is on record.
    if (!(await updateDisabledAt(tenant, user.userId, disabledAt))) return;
    if (disabled) await revokeSessionsOfUser(tenant, user.userId, now);
    const states = { before: accountStateText(disabled ? null : now), after: accountStateText(disabledAt) };
    const activity = disabled ? "Disable account" : "Enable account";
    await recordAudit(tenant, scope, userActivity(activity, user, [{ property: "Account", ...states }]), now);
  });
}
