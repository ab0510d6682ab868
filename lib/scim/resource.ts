/** Resources as JSON, and reading them the way SCIM does: names without letter case, lists of values as a whole. */

export type ScimValue = string | number | boolean | null | ScimValue[] | { [name: string]: ScimValue };
export type ScimObject = { [name: string]: ScimValue };

export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const ENTERPRISE_SCHEMA = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const LIST_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

export function isObject(value: unknown): value is ScimObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The property's own spelling in the object. Names that every object inherits are none. */
export function ownName(object: ScimObject, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === wanted);
}

export function member(object: ScimObject, name: string): ScimValue | undefined {
  const own = ownName(object, name);
  return own === undefined ? undefined : object[own];
}

export function textMember(object: ScimObject, name: string): string | undefined {
  const value = member(object, name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** An attribute's path: the extension's schema where one is named, then at most two names. */
export interface AttributePath {
  schema: string | undefined;
  name: string;
  sub: string | undefined;
}

const PATH = /^(?:(urn:[\w.:-]+):)?([A-Za-z$][\w$-]*)(?:\.([A-Za-z$][\w$-]*))?$/i;

/** Undefined where the text is no path. The core schemas' names may stand before a path and say nothing. */
export function parsePath(text: string): AttributePath | undefined {
  const found = PATH.exec(text);
  if (!found) return undefined;
  const [, urn, name = "", sub] = found;
  if ([name, sub].some((each) => each === "__proto__" || each === "constructor" || each === "prototype"))
    return undefined;
  const isCore = [USER_SCHEMA, GROUP_SCHEMA].some((core) => core.toLowerCase() === urn?.toLowerCase());
  return { schema: isCore ? undefined : urn, name, sub };
}

/** What a path names in a resource; of a list of values, those of each. */
export function valuesAt(resource: ScimObject, { schema, name, sub }: AttributePath): ScimValue[] {
  const holder = schema === undefined ? resource : member(resource, schema);
  if (!isObject(holder)) return [];
  const value = member(holder, name);
  const each = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  if (sub === undefined) return each;
  return each.flatMap((one) => {
    const inner = isObject(one) ? member(one, sub) : undefined;
    return inner === undefined || inner === null ? [] : Array.isArray(inner) ? inner : [inner];
  });
}
