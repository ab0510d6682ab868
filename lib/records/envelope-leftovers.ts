/** What the envelope adds to a sign-in: values the sign-in lacks, and leftovers worth keeping. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { isEmpty } from "./empty";
import { isJsonObject, setOwn } from "./json-object";

const INTEGER = /^-?\d{1,10}$/;

/** What is the same in every envelope, or repeats what kind of record it is. */
const CONSTANTS: Readonly<Record<string, readonly string[]>> = {
  operationName: ["sign-in activity"],
  operationVersion: ["1.0", "1"],
  resultSignature: ["none", "success"],
  durationMs: ["0"],
  level: ["4", "informational"],
  resource: ["microsoft.aadiam"],
  resourceGroup: ["microsoft.aadiam"],
  resourceProvider: ["microsoft.aadiam"],
  sourceSystem: ["azure ad"],
};

/** Copies into the sign-in, where it says nothing itself, what the envelope says. */
export function fillFromEnvelope(record: JsonObject, envelope: JsonObject, isUser: boolean): void {
  fill(record, "ipAddress", envelope.callerIpAddress);
  fill(record, "correlationId", envelope.correlationId);
  if (isUser) fill(record, "userDisplayName", envelope.identity);
  fillInside(record, "location", "countryOrRegion", envelope.location);
  fillInside(record, "status", "errorCode", errorCodeOf(envelope.resultType));
  fillInside(record, "status", "failureReason", envelope.resultDescription);
}

function fill(record: JsonObject, name: string, value: JsonValue | undefined): void {
  if (isEmpty(record[name]) && !isEmpty(value)) record[name] = typeof value === "number" ? String(value) : value!;
}

function fillInside(record: JsonObject, outer: string, name: string, value: JsonValue | undefined): void {
  if (isEmpty(value)) return;
  const object = record[outer];
  if (isEmpty(object)) record[outer] = isJsonObject(object) ? { ...object, [name]: value! } : { [name]: value! };
  else if (isJsonObject(object) && isEmpty(object[name])) record[outer] = { ...object, [name]: value! };
}

function errorCodeOf(resultType: JsonValue | undefined): number | undefined {
  if (typeof resultType === "number") return resultType;
  if (typeof resultType !== "string") return undefined;
  const text = resultType.trim();
  if (INTEGER.test(text)) return Number(text);
  return text.toLowerCase() === "success" ? 0 : undefined;
}

/**
 * What the envelope says beyond the sign-in, its constants and its emptiness; undefined when that is nothing.
 * @param keepCategory whether the category tells more than the log in which the sign-in is stored
 */
export function envelopeLeftovers(
  record: JsonObject,
  envelope: JsonObject,
  keepCategory: boolean,
): JsonObject | undefined {
  let leftovers: JsonObject | undefined;
  for (const key in envelope) {
    const value = envelope[key]!;
    if (isEmpty(value) || isConstant(key, value) || isRepeated(key, value, record, envelope)) continue;
    if (key === "category" && !keepCategory) continue;
    leftovers ??= {};
    setOwn(leftovers, key, value);
  }
  return leftovers;
}

export function isConstant(key: string, value: JsonValue): boolean {
  if (!Object.hasOwn(CONSTANTS, key)) return false;
  return CONSTANTS[key]!.includes(String(value).trim().toLowerCase());
}

/** Does the sign-in, or another part of the envelope, say the same? */
function isRepeated(key: string, value: JsonValue, record: JsonObject, envelope: JsonObject): boolean {
  switch (key) {
    case "time":
      return value === record.createdDateTime;
    case "callerIpAddress":
      return value === record.ipAddress;
    case "correlationId":
    case "tenantId":
      return value === record[key];
    case "identity":
      return value === record.userDisplayName || value === record.servicePrincipalName;
    case "location":
      return value === inside(record.location, "countryOrRegion");
    case "resultType":
      return errorCodeOf(value) === inside(record.status, "errorCode");
    case "resultDescription":
      return value === inside(record.status, "failureReason");
    case "resourceId":
      return isOwnPath(value, envelope.tenantId ?? record.tenantId);
    case "workspaceId":
      return !isEmpty(envelope.tenantId);
    case "type":
      return !isEmpty(envelope.category);
    default:
      return false;
  }
}

function inside(object: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(object) ? object[name] : undefined;
}

/** `/tenants/<the tenant>/providers/Microsoft.aadiam` repeats the tenant. */
function isOwnPath(path: JsonValue, tenantId: JsonValue | undefined): boolean {
  return String(path).toLowerCase() === `/tenants/${String(tenantId).toLowerCase()}/providers/microsoft.aadiam`;
}
