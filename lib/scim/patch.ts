/**
 * Changing a resource by PATCH (RFC 7644, 3.5.2), in the dialects that identity providers speak: Entra ID writes `Add`
 * and `Replace`, booleans as texts, and dotted names in a value without a path; Okta sends whole values without a path.
 */
import { matches } from "./match";
import { parseFilter, type ScimFilter } from "./parse-filter";
import { invalid } from "./problem";
import {
  type AttributePath,
  isObject,
  member,
  ownName,
  PATCH_SCHEMA,
  parsePath,
  type ScimObject,
  type ScimValue,
} from "./resource";

interface Operation {
  op: "add" | "replace" | "remove";
  path: string | undefined;
  value: ScimValue | undefined;
}

const MOST_OPERATIONS = 1000;
const READ_ONLY = new Set(["id", "meta", "schemas", "groups"]);
/** Attributes that are a list of values. */
const LISTS = new Set([
  ...["emails", "phonenumbers", "ims", "photos", "addresses", "entitlements", "roles", "x509certificates", "members"],
]);

/** The resource with the operations of a PATCH body carried out, in order; the given one stays as it is. */
export function applyPatch(resource: ScimObject, body: unknown): ScimObject {
  const changed = structuredClone(resource);
  for (const operation of operationsOf(body)) apply(changed, operation);
  return changed;
}

function operationsOf(body: unknown): Operation[] {
  if (!isObject(body)) throw invalid("invalidSyntax", "The body of a PATCH is an object.");
  const schemas = member(body, "schemas");
  if (!Array.isArray(schemas) || !schemas.includes(PATCH_SCHEMA)) {
    throw invalid("invalidSyntax", `The body of a PATCH names the schema ${PATCH_SCHEMA}.`);
  }
  const given = member(body, "Operations");
  if (!Array.isArray(given) || given.length === 0) throw invalid("invalidSyntax", "A PATCH needs “Operations”.");
  if (given.length > MOST_OPERATIONS)
    throw invalid("invalidSyntax", `At most ${MOST_OPERATIONS} operations at a time.`);
  return given.map((each, index) => operationOf(each, index + 1));
}

function operationOf(given: ScimValue, number: number): Operation {
  if (!isObject(given)) throw invalid("invalidSyntax", `Operation ${number} is no object.`);
  const op = String(member(given, "op") ?? "").toLowerCase();
  if (op !== "add" && op !== "replace" && op !== "remove") {
    throw invalid("invalidSyntax", `Operation ${number}: “op” is add, replace or remove.`);
  }
  const path = member(given, "path");
  if (path !== undefined && path !== null && typeof path !== "string") {
    throw invalid("invalidPath", `Operation ${number}: “path” is a text.`);
  }
  const value = member(given, "value");
  if (op === "remove" && !path) throw invalid("noTarget", `Operation ${number}: remove needs a “path”.`);
  if (op !== "remove" && value === undefined) throw invalid("invalidValue", `Operation ${number} has no “value”.`);
  return { op, path: path ? path.trim() : undefined, value };
}

function apply(resource: ScimObject, { op, path, value }: Operation): void {
  if (path !== undefined) {
    applyAt(resource, op, targetOf(path), value);
    return;
  }
  if (!isObject(value)) throw invalid("invalidValue", "Without a path, the value is an object of attributes.");
  for (const [name, inner] of Object.entries(value)) {
    // Okta repeats the id of the resource; saying what is so changes nothing.
    if (READ_ONLY.has(name.toLowerCase()) && (name === "schemas" || member(resource, name) === inner)) continue;
    if (isObject(inner) && name.toLowerCase().startsWith("urn:")) {
      for (const [attribute, each] of Object.entries(inner))
        applyAt(resource, op, targetOf(`${name}:${attribute}`), each);
    } else applyAt(resource, op, targetOf(name), inner);
  }
}

interface Target {
  path: AttributePath;
  /** Which of a list's values. */
  which: ScimFilter | undefined;
}

const SELECTION = /^([^[\]]+)\[(.*)\](?:\.([A-Za-z$][\w$-]*))?$/s;

function targetOf(text: string): Target {
  const selection = SELECTION.exec(text);
  const path = parsePath(selection?.[1] ?? text);
  if (!path || (selection && path.sub !== undefined))
    throw invalid("invalidPath", `“${text.slice(0, 100)}” is no path.`);
  if (READ_ONLY.has(path.name.toLowerCase()) && path.schema === undefined) {
    throw invalid("mutability", `“${path.name}” cannot be changed.`);
  }
  if (!selection) return { path, which: undefined };
  return { path: { ...path, sub: selection[3] }, which: parseFilter(selection[2] ?? "") };
}

function applyAt(
  resource: ScimObject,
  op: Operation["op"],
  { path, which }: Target,
  value: ScimValue | undefined,
): void {
  const holder = holderOf(resource, path.schema, op);
  if (!holder) return;
  const name = ownName(holder, path.name) ?? path.name;
  if (which) applyToSelected(holder, name, { op, path, which }, value);
  else if (path.sub !== undefined) applyToSub(holder, name, path.sub, op, value);
  else if (op === "remove") removeAttribute(holder, name, value);
  else setAttribute(holder, name, op, value ?? null);
}

function setAttribute(holder: ScimObject, name: string, op: "add" | "replace", given: ScimValue): void {
  const isList = LISTS.has(name.toLowerCase()) || Array.isArray(holder[name]);
  if (!isList) {
    const before = holder[name];
    holder[name] = isObject(before) && isObject(given) ? { ...before, ...given } : given;
    return;
  }
  const values = Array.isArray(given) ? given : given === null ? [] : [given];
  holder[name] = op === "replace" ? values : united(listOf(holder[name]), values);
}

function holderOf(resource: ScimObject, schema: string | undefined, op: Operation["op"]): ScimObject | undefined {
  if (schema === undefined) return resource;
  const name = ownName(resource, schema) ?? schema;
  const holder = resource[name];
  if (isObject(holder)) return holder;
  if (op === "remove") return undefined;
  const made: ScimObject = {};
  resource[name] = made;
  return made;
}

/** Entra ID names the members to remove in the value instead of the path. */
function removeAttribute(holder: ScimObject, name: string, value: ScimValue | undefined): void {
  if (value === undefined || value === null || !Array.isArray(holder[name])) {
    delete holder[name];
    return;
  }
  const gone = Array.isArray(value) ? value : [value];
  holder[name] = listOf(holder[name]).filter((each) => !gone.some((one) => isMeant(one, each)));
}

/** What is said of the value to remove is so: its `value`, and its type where one is named. */
function isMeant(said: ScimValue, each: ScimValue): boolean {
  if (!isObject(said) || !isObject(each)) return said === each;
  const told = ["value", "type"].filter((name) => (member(said, name) ?? null) !== null);
  return told.length > 0 && told.every((name) => member(said, name) === member(each, name));
}

function applyToSub(holder: ScimObject, name: string, sub: string, op: Operation["op"], value: ScimValue | undefined) {
  const before = holder[name];
  if (Array.isArray(before)) {
    for (const each of before) if (isObject(each)) setMember(each, sub, op, value);
    return;
  }
  const object = isObject(before) ? before : {};
  setMember(object, sub, op, value);
  holder[name] = object;
}

function applyToSelected(
  holder: ScimObject,
  name: string,
  { op, path, which }: { op: Operation["op"]; path: AttributePath; which: ScimFilter },
  value: ScimValue | undefined,
): void {
  const list = listOf(holder[name]);
  const chosen = list.filter((each): each is ScimObject => isObject(each) && matches(which, each));
  if (op === "remove") {
    if (path.sub === undefined) holder[name] = list.filter((each) => !chosen.includes(each as ScimObject));
    for (const each of chosen) if (path.sub !== undefined) setMember(each, path.sub, op, undefined);
    return;
  }
  if (chosen.length === 0) {
    // Entra ID sets `emails[type eq "work"].value` whether there is one yet or not.
    const made = madeFor(which);
    if (!made) throw invalid("noTarget", `No value of “${path.name}” is meant by the path.`);
    list.push(made);
    chosen.push(made);
    holder[name] = list;
  }
  for (const each of chosen) {
    if (path.sub !== undefined) setMember(each, path.sub, op, value);
    else if (isObject(value ?? null)) Object.assign(each, value);
    else throw invalid("invalidValue", "The value is an object of attributes.");
  }
}

/** A value that fulfils a comparison for equality; undefined for any other filter. */
function madeFor(which: ScimFilter): ScimObject | undefined {
  if (which.kind !== "compare" || which.operator !== "eq" || which.value === null) return undefined;
  return { [which.path.name]: which.value };
}

function setMember(object: ScimObject, name: string, op: Operation["op"], value: ScimValue | undefined): void {
  const own = ownName(object, name) ?? name;
  if (op === "remove") delete object[own];
  else object[own] = value ?? null;
}

function listOf(value: ScimValue | undefined): ScimValue[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function united(list: readonly ScimValue[], added: readonly ScimValue[]): ScimValue[] {
  const byIdentity = new Map(list.map((each) => [identityOf(each), each]));
  for (const each of added) byIdentity.set(identityOf(each), each);
  return [...byIdentity.values()];
}

/** Two values of a list are the same when their `value` is, under the same type. */
function identityOf(value: ScimValue): string {
  if (!isObject(value)) return JSON.stringify(value);
  const own = member(value, "value");
  return own === undefined ? JSON.stringify(value) : JSON.stringify([own, member(value, "type") ?? null]);
}
