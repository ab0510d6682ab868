import type { TenantTransaction } from "@/db/client";
import { readMembersOf } from "@/db/queries/users";
import type { Role } from "@/lib/model/roles";

const RECIPIENT_ROLES: readonly Role[] = ["security-administrator", "global-administrator"];
/** More people would not make anybody look sooner. */
const MOST_RECIPIENTS = 50;

/** Whoever is told by mail of what needs looking into. */
export async function administratorsToTell(tenant: TenantTransaction): Promise<{ name: string; address: string }[]> {
  const found = new Map<string, { name: string; address: string }>();
  for (const role of RECIPIENT_ROLES) {
    for (const { upn, displayName } of await readMembersOf(tenant, role, MOST_RECIPIENTS)) {
      found.set(upn, { name: displayName, address: upn });
    }
  }
  return [...found.values()].slice(0, MOST_RECIPIENTS);
}
