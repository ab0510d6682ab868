/** The provider's verbs on groups. A group that stands for a role gives it to its members. */
import { v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import {
  addMember,
  deleteScimGroup,
  insertScimGroup,
  isGroupNameTaken,
  listMembers,
  listScimGroups,
  lockScimGroup,
  removeMember,
  type ScimGroupRow,
  updateScimGroup,
  visibleUsers,
} from "@/db/queries/scim/groups";
import { roleOfGroupName } from "@/lib/model/provisioning";
import type { TenantScope } from "@/lib/model/scope";
import { applyPatch } from "@/lib/scim/patch";
import { invalid, ScimProblem } from "@/lib/scim/problem";
import { isObject, member, type ScimObject, textMember } from "@/lib/scim/resource";
import { authorize } from "../authorize";
import { equalityOf, groupedBy, type ListQuery, pageOf, type ResourcePage } from "./list-query";
import { moveMembersToRole } from "./move-members";
import { provision, Trace } from "./provision";
import { externalIdOf, groupResource, plain } from "./resources";
import { isId } from "./users";

/** @throws ForbiddenError for anybody but a provider; ScimProblem for an unusable filter. */
export async function listGroups(scope: TenantScope, query: ListQuery): Promise<ResourcePage> {
  authorize(scope, "users:provision");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const rows = await listScimGroups(tenant, {
      ...(equalityOf(query.filter, "displayName", (text) => ({ nameKey: text.trim().toLowerCase() })) ?? {}),
      ...(equalityOf(query.filter, "externalId", (text) => ({ externalId: text })) ?? {}),
    });
    const members = await listMembers(
      tenant,
      rows.map(({ groupId }) => groupId),
    );
    const ofGroup = groupedBy(members, ({ groupId }) => groupId);
    return pageOf(
      rows.map((row) => groupResource(row, ofGroup.get(row.groupId) ?? [])),
      query,
    );
  });
}

/** @throws ForbiddenError; ScimProblem 404 also for another tenant's id. */
export async function getGroup(scope: TenantScope, id: string): Promise<ScimObject> {
  authorize(scope, "users:provision");
  return inTenant(appDatabase().db, scope, (tenant) => readGroup(tenant, id));
}

/** @throws ForbiddenError; ScimProblem, 409 `uniqueness` where the name is taken. */
export function createGroup(scope: TenantScope, body: unknown): Promise<ScimObject> {
  const trace = new Trace("create", "Group");
  return provision(scope, trace, async (tenant, now) => {
    trace.step("import", "EntryImportAdd", "Received a group to create");
    const { displayName, externalId, members } = describedGroup(body);
    trace.source = { id: externalId, name: displayName };
    const role = roleOfGroupName(displayName);
    const group = {
      ...{ groupId: uuidv7(), displayName, nameKey: displayName.toLowerCase(), externalId, role },
      ...{ createdAt: now, changedAt: now },
    };
    if (!(await insertScimGroup(tenant, group))) {
      trace.step("matching", "EntryMatch", "There is a group of that name", "failure");
      throw new ScimProblem(409, "uniqueness", `There is a group ${displayName} already.`);
    }
    trace.step("matching", "EntryMatch", "No group of that name");
    trace.target = { id: group.groupId, name: displayName };
    trace.step("processing", "RoleMapping", role ? `Its members have the role ${role}` : "It stands for no role yet");
    trace.changed("displayName", null, displayName);
    trace.changed("role", null, role);
    await changeMembers(tenant, { group, before: [], after: members, trace, now });
    return readGroup(tenant, group.groupId);
  });
}

/** @throws as {@link createGroup}; ScimProblem 404. */
export function replaceGroup(scope: TenantScope, id: string, body: unknown): Promise<ScimObject> {
  return changeGroup(scope, id, () => body);
}

/** @throws as {@link replaceGroup}; ScimProblem for an unusable PATCH. */
export function patchGroup(scope: TenantScope, id: string, body: unknown): Promise<ScimObject> {
  return changeGroup(scope, id, (resource) => applyPatch(resource, body));
}

function changeGroup(scope: TenantScope, id: string, change: (resource: ScimObject) => unknown): Promise<ScimObject> {
  const trace = new Trace("update", "Group");
  trace.target = { id, name: null };
  return provision(scope, trace, async (tenant, now) => {
    trace.step("import", "EntryImportUpdate", "Received a change of a group");
    const group = await requireLocked(tenant, id, trace);
    const members = await listMembers(tenant, [id]);
    const { displayName, externalId, members: after } = describedGroup(change(groupResource(group, members)));
    const nameKey = displayName.toLowerCase();
    if (await isGroupNameTaken(tenant, nameKey, id)) {
      throw new ScimProblem(409, "uniqueness", `There is a group ${displayName} already.`);
    }
    trace.source = { id: externalId, name: displayName };
    trace.target = { id, name: displayName };
    trace.changed("displayName", group.displayName, displayName);
    trace.changed("externalId", group.externalId, externalId);
    // A role that an administrator chose stays; one that followed from the name follows the new name.
    const role = group.role === roleOfGroupName(group.displayName) ? roleOfGroupName(displayName) : group.role;
    await updateScimGroup(tenant, id, { displayName, nameKey, externalId, changedAt: now });
    if (role !== group.role) await moveMembersToRole(tenant, group, role, now);
    trace.changed("role", group.role, role);
    const before = members.map(({ userId }) => userId);
    await changeMembers(tenant, { group: { ...group, role }, before, after, trace, now });
    trace.step("processing", "EntryEvaluate", `${trace.changes.length} properties differ`);
    return readGroup(tenant, id);
  });
}

/** Its members lose the role that it brought them. @throws ForbiddenError; ScimProblem 404. */
export function deleteGroup(scope: TenantScope, id: string): Promise<void> {
  const trace = new Trace("delete", "Group");
  trace.target = { id, name: null };
  return provision(scope, trace, async (tenant) => {
    trace.step("import", "EntryImportDelete", "Received a group to remove");
    const { role } = await requireLocked(tenant, id, trace);
    for (const { userId } of await listMembers(tenant, [id])) await removeMember(tenant, { groupId: id, userId, role });
    await deleteScimGroup(tenant, id);
  });
}

interface MemberChange {
  group: Pick<ScimGroupRow, "groupId" | "role">;
  before: readonly string[];
  after: readonly string[];
  trace: Trace;
  now: Date;
}

async function changeMembers(
  tenant: TenantTransaction,
  { group, before, after, trace, now }: MemberChange,
): Promise<void> {
  const { groupId, role } = group;
  const [old, wanted] = [new Set(before), new Set(after)];
  const added = [...wanted].filter((id) => !old.has(id)).sort();
  const removed = [...old].filter((id) => !wanted.has(id)).sort();
  const known = await visibleUsers(tenant, added.filter(isId));
  const unknown = added.find((id) => !known.has(id));
  if (unknown !== undefined) throw invalid("invalidValue", `There is no user ${unknown.slice(0, 64)} to be a member.`);
  for (const userId of added) await addMember(tenant, { groupId, userId, role, now });
  for (const userId of removed) await removeMember(tenant, { groupId, userId, role });
  if (added.length > 0) trace.changed("members added", null, added.join(", "));
  if (removed.length > 0) trace.changed("members removed", removed.join(", "), null);
}

function describedGroup(body: unknown): { displayName: string; externalId: string | null; members: string[] } {
  if (!isObject(body)) throw invalid("invalidSyntax", "The body is a JSON object.");
  const displayName = plain(textMember(body, "displayName") ?? "");
  if (displayName === "") throw invalid("invalidValue", "“displayName” is needed.");
  const given = member(body, "members") ?? [];
  const members = (Array.isArray(given) ? given : [given]).map((each) => {
    const id = isObject(each) ? textMember(each, "value") : undefined;
    if (!id) throw invalid("invalidValue", "Each of “members” names a user in “value”.");
    return id.toLowerCase();
  });
  return { displayName, externalId: externalIdOf(body), members };
}

async function requireLocked(tenant: TenantTransaction, id: string, trace: Trace): Promise<ScimGroupRow> {
  const group = isId(id) ? await lockScimGroup(tenant, id) : undefined;
  if (!group) {
    trace.step("matching", "EntryMatch", "There is no such group", "failure");
    throw unknownGroup(id);
  }
  trace.source = { id: group.externalId, name: group.displayName };
  trace.target = { id, name: group.displayName };
  trace.step("matching", "EntryMatch", `Matched the group ${group.displayName}`);
  return group;
}

async function readGroup(tenant: TenantTransaction, id: string): Promise<ScimObject> {
  const [row] = isId(id) ? await listScimGroups(tenant, { groupId: id }) : [];
  if (!row) throw unknownGroup(id);
  return groupResource(row, await listMembers(tenant, [id]));
}

function unknownGroup(id: string): ScimProblem {
  return new ScimProblem(404, undefined, `There is no group ${id.slice(0, 64)}.`);
}
