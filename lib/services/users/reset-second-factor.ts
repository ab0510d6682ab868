import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { deleteSecondFactor } from "@/db/queries/second-factors";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireUser } from "./require-user";
import { upnInput } from "./user-input";

const reset = z.object({ upn: upnInput });

/**
 * Removes a user's one-time codes and recovery codes: the next sign-in needs the password alone, and the user can set
 * codes up again. For somebody who has lost both.
 * @returns whether there were any.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when there is no such user.
 */
export async function resetSecondFactor(
  scope: TenantScope,
  input: { upn: string },
  now = new Date(),
): Promise<{ wasOn: boolean }> {
  authorize(scope, "tenant:manage");
  const { upn } = parseInput(reset, input);
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const { userId } = await requireUser(tenant, upn);
    const wasOn = await deleteSecondFactor(tenant, userId);
    const target = { type: "User", id: userId, name: upn };
    const changes = [{ property: "One-time codes", before: wasOn ? "on" : "off", after: "off" }];
    await recordAudit(
      tenant,
      scope,
      { activity: "Reset second factor", category: "UserManagement", target, changes },
      now,
    );
    return { wasOn };
  });
}
