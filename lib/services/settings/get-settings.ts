import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readTenant } from "@/db/queries/find-tenant";
import { readSettings } from "@/db/queries/settings";
import { readMembersOf } from "@/db/queries/users";
import { NotFoundError } from "@/lib/model/errors";
import { ROLES, type Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

export interface SettingsView {
  name: string;
  domain: string;
  /** Shown in the header in place of the name; null where none is set. */
  brandName: string | null;
  /** Who holds each role and may sign in, by name; at most {@link MOST_MEMBERS_SHOWN} of each. */
  members: readonly { role: Role; people: readonly { userId: string; upn: string; displayName: string }[] }[];
}

export const MOST_MEMBERS_SHOWN = 50;

/**
 * What is set for the tenant, and who administers it: for everybody who works with its logs, so that they know whom to ask.
 * @throws ForbiddenError without `logs:read`; UnavailableError.
 */
export async function getSettings(scope: TenantScope): Promise<SettingsView> {
  authorize(scope, "logs:read");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const row = await readTenant(tenant);
    if (!row) throw new NotFoundError("There is no such tenant.");
    const members: { role: Role; people: Awaited<ReturnType<typeof readMembersOf>> }[] = [];
    for (const role of ROLES) {
      // One more tells that there are more.
      members.push({ role, people: await readMembersOf(tenant, role, MOST_MEMBERS_SHOWN + 1) });
    }
    return { name: row.name, domain: row.domain, ...(await readSettings(tenant)), members };
  });
}
