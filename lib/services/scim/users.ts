/** The provider's verbs on accounts. */
import { v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readTenant } from "@/db/queries/find-tenant";
import { listScimGroups, removeMember } from "@/db/queries/scim/groups";
import {
  isTaken,
  listMemberships,
  listScimUsers,
  lockScimUser,
  type ScimUserRow,
  saveScimUser,
  updateAccount,
} from "@/db/queries/scim/users";
import { revokeSessionsOfUser } from "@/db/queries/sessions";
import { insertUser, readRoles } from "@/db/queries/users";
import type { TenantScope } from "@/lib/model/scope";
import { applyPatch } from "@/lib/scim/patch";
import { invalid, ScimProblem } from "@/lib/scim/problem";
import { isObject, type ScimObject, textMember } from "@/lib/scim/resource";
import { authorize } from "../authorize";
import { requireAnotherAdministrator } from "../users/keep-an-administrator";
import { equalityOf, groupedBy, type ListQuery, pageOf, type ResourcePage } from "./list-query";
import { provision, Trace } from "./provision";
import { type DescribedUser, describedUser, objectIdOf, userResource } from "./resources";

/** @throws ForbiddenError for anybody but a provider; ScimProblem for an unusable filter. */
export async function listUsers(scope: TenantScope, query: ListQuery): Promise<ResourcePage> {
  authorize(scope, "users:provision");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const narrowing = {
      ...(equalityOf(query.filter, "userName", (text) => ({ upn: text.toLowerCase() })) ?? {}),
      ...(equalityOf(query.filter, "externalId", (text) => ({ externalId: text })) ?? {}),
    };
    const rows = await listScimUsers(tenant, narrowing);
    const memberships = groupedBy(await listMemberships(tenant), ({ userId }) => userId);
    return pageOf(
      rows.map((row) => userResource(row, memberships.get(row.userId) ?? [])),
      query,
    );
  });
}

/** @throws ForbiddenError; ScimProblem 404 also for another tenant's id. */
export async function getUser(scope: TenantScope, id: string): Promise<ScimObject> {
  authorize(scope, "users:provision");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const [row] = isId(id) ? await listScimUsers(tenant, { userId: id }) : [];
    if (!row) throw unknownUser(id);
    return userResource(row, await listMemberships(tenant, id));
  });
}

/** @throws ForbiddenError; ScimProblem, 409 `uniqueness` where the name is taken. */
export function createUser(scope: TenantScope, body: unknown): Promise<ScimObject> {
  const trace = new Trace("create", "User");
  traceSource(trace, body);
  return provision(scope, trace, async (tenant, now) => {
    trace.step("import", "EntryImportAdd", "Received a user to create");
    const described = describedUser(objectOf(body), await domainOf(tenant));
    traceDescribed(trace, described);
    const known = await lockScimUser(tenant, { upn: described.upn });
    if (known && known.deletedAt === null) {
      trace.step("matching", "EntryMatch", `There is an account ${described.upn}`, "failure");
      throw new ScimProblem(409, "uniqueness", `There is a user ${described.upn} already.`);
    }
    if (known) {
      trace.step("matching", "EntryMatch", "Matched an account that was removed before; it is used again");
      return save(tenant, { trace, before: { ...known, deletedAt: null }, described, now });
    }
    trace.step("matching", "EntryMatch", "No account of that name");
    const userId = uuidv7();
    const { upn, displayName } = described;
    const entered = await insertUser(tenant, {
      ...{ userId, upn, displayName, objectId: null, passwordHash: null, createdAt: now },
    });
    if (!entered) throw new ScimProblem(409, "uniqueness", `There is a user ${upn} already.`);
    trace.changed("userName", null, upn);
    const before = await lockScimUser(tenant, { userId });
    if (!before) throw unknownUser(userId);
    return save(tenant, { trace, before, described, now });
  });
}

/** Puts what the body says in place of everything said before. @throws as {@link createUser}; ScimProblem 404. */
export function replaceUser(scope: TenantScope, id: string, body: unknown): Promise<ScimObject> {
  return changeUser(scope, id, () => objectOf(body));
}

/** @throws as {@link replaceUser}; ScimProblem for an unusable PATCH. */
export function patchUser(scope: TenantScope, id: string, body: unknown): Promise<ScimObject> {
  return changeUser(scope, id, (resource) => applyPatch(resource, body));
}

function changeUser(scope: TenantScope, id: string, change: (resource: ScimObject) => ScimObject): Promise<ScimObject> {
  const trace = new Trace("update", "User");
  trace.target = { id, name: null };
  return provision(scope, trace, async (tenant, now) => {
    trace.step("import", "EntryImportUpdate", "Received a change of a user");
    const before = await requireLocked(tenant, id, trace);
    const described = describedUser(change(userResource(before, [])), await domainOf(tenant));
    traceDescribed(trace, described);
    return save(tenant, { trace, before, described, now });
  });
}

/** The provider lets go of the account: disabled, without its groups, and not found any more. */
export function deleteUser(scope: TenantScope, id: string): Promise<void> {
  const trace = new Trace("delete", "User");
  trace.target = { id, name: null };
  return provision(scope, trace, async (tenant, now) => {
    trace.step("import", "EntryImportDelete", "Received a user to remove");
    const before = await requireLocked(tenant, id, trace);
    if (before.disabledAt === null) await endAccess(tenant, id, now);
    for (const group of await listScimGroups(tenant)) {
      await removeMember(tenant, { groupId: group.groupId, userId: id, role: group.role });
    }
    const { upn, displayName, objectId, externalId } = before;
    await updateAccount(tenant, id, { upn, displayName, objectId, disabledAt: before.disabledAt ?? now });
    await saveScimUser(tenant, { userId: id, externalId, attributes: "{}", changedAt: now, deletedAt: now });
    trace.changed("active", String(before.disabledAt === null), "false");
    trace.step("processing", "EntryUnlink", "The account is disabled and its sessions are ended");
  });
}

interface Saving {
  trace: Trace;
  before: ScimUserRow;
  described: DescribedUser;
  now: Date;
}

async function save(tenant: TenantTransaction, { trace, before, described, now }: Saving): Promise<ScimObject> {
  const { userId } = before;
  const { upn, displayName, active, externalId, attributes } = described;
  if (upn !== before.upn && (await isTaken(tenant, "upn", upn, userId))) {
    throw new ScimProblem(409, "uniqueness", `There is a user ${upn} already.`);
  }
  const wasActive = before.disabledAt === null;
  if (wasActive && !active) {
    await endAccess(tenant, userId, now);
    if (trace.action === "update") trace.action = "disable";
    trace.step("processing", "EntryDisable", "The account is disabled and its sessions are ended");
  }
  const objectId = await linkedId(tenant, before, externalId);
  await updateAccount(tenant, userId, {
    upn,
    displayName,
    objectId,
    disabledAt: active ? null : (before.disabledAt ?? now),
  });
  await saveScimUser(tenant, { userId, externalId, attributes, changedAt: now });
  traceChanges(trace, before, { ...described, objectId });
  trace.step("processing", "EntryEvaluate", `${trace.changes.length} properties differ`);
  const [after] = await listScimUsers(tenant, { userId });
  if (!after) throw unknownUser(userId);
  trace.target = { id: userId, name: after.displayName, upn };
  return userResource(after, await listMemberships(tenant, userId));
}

/** @throws ConflictError for the last Global Administrator. */
async function endAccess(tenant: TenantTransaction, userId: string, now: Date): Promise<void> {
  if ((await readRoles(tenant, userId)).includes("global-administrator")) {
    await requireAnotherAdministrator(tenant, userId);
  }
  await revokeSessionsOfUser(tenant, userId, now);
}

/** A link given by hand stays; one that came from the provider moves with what it says. */
async function linkedId(
  tenant: TenantTransaction,
  before: ScimUserRow,
  externalId: string | null,
): Promise<string | null> {
  const wanted = objectIdOf(externalId);
  const byProvider = before.objectId === null || before.objectId === objectIdOf(before.externalId);
  if (!byProvider || wanted === before.objectId) return before.objectId;
  if (wanted !== null && (await isTaken(tenant, "objectId", wanted, before.userId))) {
    throw new ScimProblem(409, "uniqueness", `The id ${wanted} is another account's.`);
  }
  return wanted;
}

function traceSource(trace: Trace, body: unknown): void {
  if (!isObject(body)) return;
  const name = textMember(body, "displayName") ?? textMember(body, "userName") ?? null;
  trace.source = { id: textMember(body, "externalId") ?? null, name, upn: textMember(body, "userName") ?? null };
}

function traceDescribed(trace: Trace, { externalId, displayName, upn }: DescribedUser): void {
  trace.source = { id: externalId, name: displayName, upn };
}

function traceChanges(trace: Trace, before: ScimUserRow, after: DescribedUser & { objectId: string | null }): void {
  const isNew = trace.action === "create";
  if (!isNew) trace.changed("userName", before.upn, after.upn);
  trace.changed("displayName", isNew ? null : before.displayName, after.displayName);
  trace.changed("active", isNew ? null : String(before.disabledAt === null), String(after.active));
  trace.changed("externalId", before.externalId, after.externalId);
  trace.changed("objectId", before.objectId, after.objectId);
  const [old, now] = [before.attributes ?? "{}", after.attributes].map((text) => JSON.parse(text) as ScimObject);
  for (const name of new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])) {
    trace.changed(name, textOf(old?.[name]), textOf(now?.[name]));
  }
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

async function requireLocked(tenant: TenantTransaction, id: string, trace: Trace): Promise<ScimUserRow> {
  const row = isId(id) ? await lockScimUser(tenant, { userId: id }) : undefined;
  if (!row || row.deletedAt !== null) {
    trace.step("matching", "EntryMatch", "There is no such account", "failure");
    throw unknownUser(id);
  }
  trace.source = { id: row.externalId, name: row.displayName, upn: row.upn };
  trace.target = { id, name: row.displayName, upn: row.upn };
  trace.step("matching", "EntryMatch", `Matched the account ${row.upn}`);
  return row;
}

async function domainOf(tenant: TenantTransaction): Promise<string> {
  const row = await readTenant(tenant);
  if (!row) throw new ScimProblem(404, undefined, "There is no such tenant.");
  return row.domain;
}

function objectOf(body: unknown): ScimObject {
  if (!isObject(body)) throw invalid("invalidSyntax", "The body is a JSON object.");
  return body;
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function unknownUser(id: string): ScimProblem {
  return new ScimProblem(404, undefined, `There is no user ${id.slice(0, 64)}.`);
}
