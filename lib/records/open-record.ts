/**
 * Takes a record apart: the sign-in itself, in Graph's spelling, and what the envelope around it says. Three shapes are
 * known: the diagnostic envelope (`category` and `properties`), the bare Graph object, and the row of a log-analytics
 * table, where both lie side by side.
 */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { SIGN_IN } from "./canonical-keys";
import { addField, toShape } from "./canonical-sign-in";
import { isEmpty } from "./empty";
import { blank, isJsonObject, setOwn } from "./json-object";
import { parseNested } from "./nested-json";

export interface OpenedRecord {
  /** What the envelope says, in the stream's spelling; properties it does not know keep their names. */
  envelope: JsonObject;
  /** The sign-in without its id, in Graph's spelling. */
  content: JsonObject;
  id: JsonValue | undefined;
}

export const ENVELOPE_NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...["time", "category", "operationName", "operationVersion", "resultType", "resultSignature", "resultDescription"],
    ...["durationMs", "callerIpAddress", "correlationId", "level", "identity", "location", "tenantId", "resourceId"],
  ].map((name) => [name.toLowerCase(), name]),
);

const SPELLINGS_OF_ID = ["iD", "ID", "Id", "id"];

/** Columns of a table that belong to the envelope; those that the sign-in has too are told apart by `isOfEnvelope`. */
export const FLAT_NAMES: ReadonlyMap<string, string> = new Map([
  ...[...ENVELOPE_NAMES].filter(([lower]) => lower !== "correlationid"),
  ["timegenerated", "time"],
  ["aadtenantid", "tenantId"],
  ["tenantid", "workspaceId"],
  ["type", "type"],
  ["sourcesystem", "sourceSystem"],
  ["resource", "resource"],
  ["resourcegroup", "resourceGroup"],
  ["resourceprovider", "resourceProvider"],
]);

/** Takes a record of any of the shapes apart, for good. What it is a record of is not judged here. */
export function openRecord(value: JsonObject): OpenedRecord {
  const properties = propertiesOf(value);
  return properties ? openEnvelope(value, properties) : openFlat(value);
}

export function propertiesOf(value: JsonObject): JsonObject | undefined {
  let found: JsonValue | undefined = value.properties;
  if (found === undefined) {
    const key = Object.keys(value).find((name) => name.toLowerCase() === "properties");
    found = key === undefined ? undefined : value[key];
  }
  if (typeof found === "string") found = parseNested(found);
  return isJsonObject(found) ? found : undefined;
}

function openEnvelope(value: JsonObject, properties: JsonObject): OpenedRecord {
  const opened: OpenedRecord = { envelope: {}, content: {}, id: undefined };
  for (const key in value) {
    const lower = key.toLowerCase();
    if (lower === "properties") continue;
    if (lower === "id") opened.id = value[key];
    else addToEnvelope(opened.envelope, ENVELOPE_NAMES.get(lower) ?? key, value[key]!);
  }
  opened.content = toShape(properties, SIGN_IN);
  takeId(opened);
  return opened;
}

/** Sets apart the id, in any spelling. Blanked, not deleted: V8 turns an object that loses a property into a dictionary. */
function takeId(opened: OpenedRecord): void {
  for (const key of SPELLINGS_OF_ID) {
    const id = opened.content[key];
    if (id === undefined) continue;
    if (!isEmpty(id)) opened.id = id;
    blank(opened.content, key);
  }
}

function openFlat(value: JsonObject): OpenedRecord {
  const opened: OpenedRecord = { envelope: {}, content: {}, id: undefined };
  const isTable = Object.keys(value).some((key) => key.toLowerCase() === "timegenerated");
  for (const key in value) {
    const item = value[key]!;
    const lower = key.toLowerCase();
    const name = FLAT_NAMES.get(lower);
    if (name !== undefined && isOfEnvelope(lower, item, isTable)) {
      // In a table TenantId is the workspace that keeps it; elsewhere it can only be the directory.
      addToEnvelope(opened.envelope, name === "workspaceId" && !isTable ? "tenantId" : name, item);
    } else if (lower !== "properties" || !isEmpty(item)) addContent(opened, key, item);
  }
  return opened;
}

function isOfEnvelope(lower: string, value: JsonValue, isTable: boolean): boolean {
  switch (lower) {
    case "location":
      return typeof value === "string" && !value.trimStart().startsWith("{");
    case "resourceid":
      return typeof value === "string" && value.startsWith("/");
    case "type":
    case "resource":
    case "resourcegroup":
    case "resourceprovider":
      return isTable;
    default:
      return true;
  }
}

export function addToEnvelope(envelope: JsonObject, name: string, value: JsonValue): void {
  if (!(Object.hasOwn(envelope, name) && isEmpty(value))) setOwn(envelope, name, value);
}

function addContent(opened: OpenedRecord, key: string, value: JsonValue): void {
  if (key.length !== 2 || key.toLowerCase() !== "id") addField(opened.content, key, value, SIGN_IN);
  else if (!isEmpty(value)) opened.id = value;
}
