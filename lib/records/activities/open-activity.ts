/** Finds out what kind of activity a record tells of, and takes it apart: the activity itself, and the envelope around it. */
import type { ActivityKind } from "@/lib/model/activity-record";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import type { Shape } from "../canonical-keys";
import { addField } from "../canonical-sign-in";
import { categoryOfEventTypes, categoryOfStream } from "../category-of";
import { isEmpty } from "../empty";
import { addToEnvelope, ENVELOPE_NAMES, FLAT_NAMES, propertiesOf } from "../open-record";
import { DIRECTORY_AUDIT, PROVISIONING } from "./shapes";

export interface OpenedActivity {
  kind: ActivityKind;
  /** What the envelope says, in the stream's spelling. */
  envelope: JsonObject;
  /** The activity without its id, in Graph's spelling. */
  content: JsonObject;
  id: JsonValue | undefined;
}

/** Categories of the stream; log-analytics tables are called the same, some with AAD before it. */
const STREAMS: ReadonlyMap<string, ActivityKind> = new Map([
  ["auditlogs", "audit"],
  ["customsecurityattributeauditlogs", "audit"],
  ["provisioninglogs", "provisioning"],
]);

/** Categories of audits. Some senders put them where the stream's category belongs. */
const AUDIT_CATEGORIES: ReadonlySet<string> = new Set([
  ...["administrativeunit", "agreement", "applicationmanagement", "attributemanagement", "authentication"],
  ...["authorization", "authorizationpolicy", "certbasedconfiguration", "contact", "device", "deviceconfiguration"],
  ...["directorymanagement", "entitlementmanagement", "groupmanagement", "identityprotection", "kerberosdomain"],
  ...["keymanagement", "label", "permissiongrantpolicy", "policy", "policymanagement", "resourcemanagement"],
  ...["rolemanagement", "usermanagement"],
]);

/** One of these is enough. */
const PROVISIONING_PROPERTIES = ["provisioningAction", "provisioningSteps", "provisioningStatusInfo"];
const AUDIT_PROPERTIES = ["activityDisplayName", "initiatedBy", "targetResources"];

/** As nearly every record names it. */
const USUAL_SIGN_INS: ReadonlySet<unknown> = new Set([
  ...["SignInLogs", "NonInteractiveUserSignInLogs", "ServicePrincipalSignInLogs", "ManagedIdentitySignInLogs"],
]);

/** Takes the record of an activity apart, for good. */
export function openActivity(kind: ActivityKind, value: JsonObject): OpenedActivity {
  const opened: OpenedActivity = { kind, envelope: {}, content: {}, id: undefined };
  const shape = kind === "audit" ? DIRECTORY_AUDIT : PROVISIONING;
  const properties = propertiesOf(value);
  if (properties) openEnvelope(opened, value, properties, shape);
  else openFlat(opened, value, shape);
  return opened;
}

/** What kind of activity a record tells of; undefined for sign-ins and everything else. Changes nothing in it. */
export function activityKindOf(value: JsonObject): ActivityKind | undefined {
  // Asked of every record that comes in: sign-ins are to be out of here at once.
  if (USUAL_SIGN_INS.has(value.category) || value.signInEventTypes !== undefined) return undefined;
  if (value.clientAppUsed !== undefined || value.appDisplayName !== undefined) return undefined;
  return kindOf(value, propertiesOf(value) ?? value);
}

function kindOf(value: JsonObject, content: JsonObject): ActivityKind | undefined {
  const names = new Set(Object.keys(content).map((name) => name.toLowerCase()));
  const has = (name: string) => names.has(name.toLowerCase());
  const streams = [textAt(value, "category"), textAt(value, "type")].map((name) => name?.toLowerCase());
  const isSignIn = streams.some((name) => name !== undefined && categoryOfStream(name) !== undefined);
  if (isSignIn || categoryOfEventTypes(content.signInEventTypes) !== undefined) return undefined;
  for (const name of streams) {
    const kind = name && STREAMS.get(name.replace(/^aad/, ""));
    if (kind) return kind;
  }
  const isProvisioned = PROVISIONING_PROPERTIES.some(has) || (has("sourceIdentity") && has("targetIdentity"));
  if (isProvisioned || (has("jobId") && has("cycleId"))) return "provisioning";
  if (AUDIT_PROPERTIES.some(has)) return "audit";
  return streams[0] && AUDIT_CATEGORIES.has(streams[0]) && textAt(value, "operationName") ? "audit" : undefined;
}

/** The text of a property whose letter case is not known. */
function textAt(value: JsonObject, name: string): string | undefined {
  for (const key in value) {
    const text = value[key];
    if (key.toLowerCase() === name.toLowerCase() && typeof text === "string" && !isEmpty(text)) return text.trim();
  }
  return undefined;
}

function openEnvelope(opened: OpenedActivity, value: JsonObject, properties: JsonObject, shape: Shape): void {
  for (const key in value) {
    const lower = key.toLowerCase();
    if (lower === "properties") continue;
    if (lower === "id") opened.id = value[key];
    else addToEnvelope(opened.envelope, ENVELOPE_NAMES.get(lower) ?? key, value[key]!);
  }
  for (const key in properties) addContent(opened, key, properties[key]!, shape);
}

/** A Graph object is all content; in the row of a table, which has a time of its own, the envelope lies beside it. */
function openFlat(opened: OpenedActivity, value: JsonObject, shape: Shape): void {
  const isTable = Object.keys(value).some((key) => /^time(?:generated)?$/i.test(key));
  for (const key in value) {
    const lower = key.toLowerCase();
    const isOwn = lower === "category" && !STREAMS.has(String(value[key]).toLowerCase());
    const name = isTable && !isOwn ? FLAT_NAMES.get(lower) : undefined;
    if (name !== undefined) addToEnvelope(opened.envelope, name, value[key]!);
    else addContent(opened, key, value[key]!, shape);
  }
}

function addContent(opened: OpenedActivity, key: string, value: JsonValue, shape: Shape): void {
  if (key.length !== 2 || key.toLowerCase() !== "id") addField(opened.content, key, value, shape);
  else if (!isEmpty(value)) opened.id = value;
}
