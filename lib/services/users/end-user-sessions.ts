import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { revokeSessionsOfUser } from "@/db/queries/sessions";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireUser } from "./require-user";
import { userActivity } from "./user-activity";
import { upnInput } from "./user-input";

const wanted = z.object({ upn: upnInput });

/**
 * Signs a user out everywhere; they can sign in again. @returns how many sessions ended.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when there is no such user.
 */
export async function endUserSessions(scope: TenantScope, input: { upn: string }, now = new Date()): Promise<number> {
  authorize(scope, "tenant:manage");
  const { upn } = parseInput(wanted, input);
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const user = await requireUser(tenant, upn);
    const ended = await revokeSessionsOfUser(tenant, user.userId, now);
    if (ended > 0) {
      const change = { property: "Sessions", before: String(ended), after: "0" };
      await recordAudit(tenant, scope, userActivity("Revoke user sessions", user, [change]), now);
    }
    return ended;
  });
}
