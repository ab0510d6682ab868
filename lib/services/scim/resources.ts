/** Accounts and groups as SCIM resources, and what a resource says about an account. */
import type { Member, ScimGroupRow } from "@/db/queries/scim/groups";
import type { Membership, ScimUserRow } from "@/db/queries/scim/users";
import { env } from "@/lib/env";
import { withoutUnprintable } from "@/lib/model/unprintable";
import { invalid } from "@/lib/scim/problem";
import {
  ENTERPRISE_SCHEMA,
  GROUP_SCHEMA,
  isObject,
  member,
  ownName,
  type ScimObject,
  textMember,
  USER_SCHEMA,
} from "@/lib/scim/resource";

const LARGEST_ATTRIBUTES = 32_768;

export function scimAddress(path: string): string {
  return new URL(`/scim/v2/${path}`, env().APP_URL).href;
}

export function userResource(row: ScimUserRow, memberships: readonly Membership[]): ScimObject {
  const attributes = row.attributes === null ? {} : (JSON.parse(row.attributes) as ScimObject);
  const groups = memberships.map(({ groupId, displayName }) => ({
    ...{ value: groupId, display: displayName, type: "direct", $ref: scimAddress(`Groups/${groupId}`) },
  }));
  return {
    schemas: [USER_SCHEMA, ...(ownName(attributes, ENTERPRISE_SCHEMA) ? [ENTERPRISE_SCHEMA] : [])],
    id: row.userId,
    ...(row.externalId !== null && { externalId: row.externalId }),
    userName: row.upn,
    displayName: row.displayName,
    active: row.disabledAt === null,
    ...attributes,
    ...(groups.length > 0 && { groups }),
    meta: metaOf("User", row.userId, row.createdAt, row.changedAt ?? row.createdAt),
  };
}

export function groupResource(row: ScimGroupRow, members: readonly Member[]): ScimObject {
  return {
    schemas: [GROUP_SCHEMA],
    id: row.groupId,
    ...(row.externalId !== null && { externalId: row.externalId }),
    displayName: row.displayName,
    members: members.map(({ userId, displayName }) => ({
      ...{ value: userId, display: displayName, type: "User", $ref: scimAddress(`Users/${userId}`) },
    })),
    meta: metaOf("Group", row.groupId, row.createdAt, row.changedAt),
  };
}

function metaOf(type: "User" | "Group", id: string, created: Date, changed: Date): ScimObject {
  return {
    resourceType: type,
    created: created.toISOString(),
    lastModified: changed.toISOString(),
    location: scimAddress(`${type}s/${id}`),
  };
}

export interface DescribedUser {
  upn: string;
  displayName: string;
  active: boolean;
  externalId: string | null;
  /** Everything else that was said, JSON text. */
  attributes: string;
}

/** Told by the account itself, by us, or never kept. */
const APART = new Set([
  ...["schemas", "id", "meta", "groups", "username", "displayname", "active", "externalid", "password"],
]);

/** @param domain the names of all accounts end in it. @throws ScimProblem `invalidValue`. */
export function describedUser(resource: ScimObject, domain: string): DescribedUser {
  const upn = textMember(resource, "userName")?.toLowerCase();
  if (!upn) throw invalid("invalidValue", "“userName” is needed.");
  if (upn.length > 320 || !/^[^\s@\p{Cc}]{1,128}@[^\s@\p{Cc}]{1,192}$/u.test(upn) || !upn.endsWith(`@${domain}`)) {
    throw invalid("invalidValue", `“userName” must look like name@${domain}, the tenant's domain.`);
  }
  const rest = Object.entries(resource).filter(([name, value]) => !APART.has(name.toLowerCase()) && value !== null);
  const attributes = JSON.stringify(Object.fromEntries(rest)).replaceAll("\\u0000", "");
  if (attributes.length > LARGEST_ATTRIBUTES) throw invalid("invalidValue", "The user has too many attributes.");
  return {
    ...{ upn, attributes },
    displayName: plain(displayNameOf(resource) ?? upn),
    active: activeOf(resource),
    externalId: externalIdOf(resource),
  };
}

function displayNameOf(resource: ScimObject): string | undefined {
  const name = member(resource, "name");
  const parts = isObject(name) ? [textMember(name, "givenName"), textMember(name, "familyName")] : [];
  const joined = parts.filter((part) => part !== undefined).join(" ");
  const formatted = isObject(name) ? textMember(name, "formatted") : undefined;
  return textMember(resource, "displayName") ?? formatted ?? (joined === "" ? undefined : joined);
}

export function plain(text: string): string {
  return withoutUnprintable(text).trim().slice(0, 256);
}

/** Entra ID writes booleans as texts unless told otherwise. */
function activeOf(resource: ScimObject): boolean {
  const value = member(resource, "active");
  if (value === undefined || value === null) return true;
  if (typeof value === "boolean") return value;
  const word = String(value).toLowerCase();
  if (word === "true" || word === "false") return word === "true";
  throw invalid("invalidValue", "“active” is true or false.");
}

export function externalIdOf(resource: ScimObject): string | null {
  const value = member(resource, "externalId");
  if (value === undefined || value === null || value === "") return null;
  const text = String(value);
  if (isObject(value) || Array.isArray(value) || text.length > 256 || /\p{Cc}/u.test(text)) {
    throw invalid("invalidValue", "“externalId” is a text of at most 256 characters.");
  }
  return text;
}

/**
 * The id under which a provider's sign-ins know the person, where the external id is one (a GUID, or Okta's). A mail
 * alias, which Entra ID sends unless told otherwise, is none: linked by it, the account would own no sign-in any more.
 */
export function objectIdOf(externalId: string | null): string | null {
  const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^00u[a-z0-9]{17}$/i;
  return externalId !== null && isId.test(externalId) ? externalId.toLowerCase() : null;
}
