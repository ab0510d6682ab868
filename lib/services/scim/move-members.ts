import type { TenantTransaction } from "@/db/client";
import { addMember, listMembers, removeMember, type ScimGroupRow, updateScimGroup } from "@/db/queries/scim/groups";
import type { GroupRole } from "@/lib/model/provisioning";

/** Lets a locked group stand for another role, or for none: its members lose the one and get the other. */
export async function moveMembersToRole(
  tenant: TenantTransaction,
  { groupId, role: before }: Pick<ScimGroupRow, "groupId" | "role">,
  role: GroupRole | null,
  now: Date,
): Promise<void> {
  await updateScimGroup(tenant, groupId, { role, changedAt: now });
  for (const { userId } of await listMembers(tenant, [groupId])) {
    await removeMember(tenant, { groupId, userId, role: before });
    await addMember(tenant, { groupId, userId, role, now });
  }
}
