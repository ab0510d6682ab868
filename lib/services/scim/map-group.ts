/** Which role a provider's group stands for, as administrators see and decide it. */
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countMembers, listScimGroups, lockScimGroup } from "@/db/queries/scim/groups";
import { NotFoundError } from "@/lib/model/errors";
import { GROUP_ROLES, type GroupRole, type ProvisionedGroupView } from "@/lib/model/provisioning";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { moveMembersToRole } from "./move-members";

/** By name. @throws ForbiddenError without `tenant:manage`. */
export async function listProvisionedGroups(scope: TenantScope): Promise<ProvisionedGroupView[]> {
  authorize(scope, "tenant:manage");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const members = await countMembers(tenant);
    const groups = await listScimGroups(tenant);
    return groups.map(({ groupId, displayName, role }) => ({
      ...{ id: groupId, displayName, role, members: members.get(groupId) ?? 0 },
    }));
  });
}

const mapping = z.object({
  id: z.uuid("Group: not an id."),
  role: z.enum(GROUP_ROLES as [GroupRole, ...GroupRole[]], `Role: one of ${GROUP_ROLES.join(", ")}.`).nullable(),
});

/**
 * Lets a group stand for a role; its members have it from their next request on, and lose the one it stood for.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when this tenant has no such group.
 */
export async function mapGroup(
  scope: TenantScope,
  input: { id: string; role: string | null },
  now = new Date(),
): Promise<void> {
  authorize(scope, "tenant:manage");
  const { id, role } = parseInput(mapping, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const group = await lockScimGroup(tenant, id);
    if (!group) throw new NotFoundError("There is no such group.");
    if (group.role === role) return;
    await moveMembersToRole(tenant, group, role, now);
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Set role of provisioned group", category: "RoleManagement" },
        target: { type: "Group", id, name: group.displayName },
        changes: [{ property: "Role", before: group.role, after: role }],
      },
      now,
    );
  });
}
