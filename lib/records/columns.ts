/** The typed columns of a sign-in: what lists, filters and counts touch. A pure projection of the record. */
import { categoryByCode } from "@/lib/model/categories";
import type { CategoryCode } from "@/lib/model/categories/category";
import type { JsonObject, JsonValue, NormalisedSignIn, SignInColumns } from "@/lib/model/sign-in-record";
import { STATUS_CODES, statusOfErrorCode } from "@/lib/model/status";
import { keyOfName, MAX_COLUMN_LENGTH } from "@/lib/model/things";
import { uuidOfText } from "./content-hash";
import { readAddress } from "./ip-address";
import { isJsonObject } from "./json-object";
import { policiesColumn } from "./policies";
import { restOf } from "./split-record";

export { completesColumns, givenByColumns, restoreRecord } from "./split-record";

const LARGEST_ERROR_CODE = 2_147_483_647;
/** Stands for an outcome that was told in words only and was no success. */
const UNKNOWN_ERROR_CODE = -1;

/** The columns of an event; a text that is absent or blank is null, a key without id and name is the empty text. */
export function columnsOf({ category, record }: Pick<NormalisedSignIn, "category" | "record">): SignInColumns {
  const device = objectOf(record.deviceDetail);
  const location = objectOf(record.location);
  const errorCode = errorCodeOf(record);
  const address = addressOf(record);
  const principal = principalOf(category, record);
  // One flat literal: with spreads in it this took three times as long.
  return {
    principalKey: principal.key,
    principalName: principal.name,
    principalUpn: principal.upn,
    applicationKey: keyOf(record.appId, record.appDisplayName),
    applicationName: textOf(record.appDisplayName),
    resourceKey: keyOf(record.resourceId, record.resourceDisplayName),
    resourceName: textOf(record.resourceDisplayName),
    correlationId: ownTextOf(record.correlationId),
    ip: address.ip,
    ipText: address.text,
    errorCode,
    status: STATUS_CODES[statusOfErrorCode(errorCode)],
    country: textOf(location?.countryOrRegion),
    state: textOf(location?.state),
    city: textOf(location?.city),
    clientApp: textOf(record.clientAppUsed),
    os: textOf(device?.operatingSystem),
    browser: textOf(device?.browser),
    conditionalAccess: textOf(record.conditionalAccessStatus),
    authenticationRequirement: requirementOf(record),
    userType: textOf(record.userType),
    riskLevel: textOf(record.riskLevelDuringSignIn) ?? textOf(record.riskLevelAggregated),
    riskState: textOf(record.riskState),
    deviceId: textOf(device?.deviceId),
    userAgent: textOf(record.userAgent),
    policies: policiesOf(record),
  };
}

export interface SplitRecord {
  columns: SignInColumns;
  /** What the columns do not hold, as JSON text. */
  rest: string;
}

/** Takes an event apart: its columns, and what of its record they do not give back to `restoreRecord`. */
export function splitRecord(event: NormalisedSignIn): SplitRecord {
  const columns = columnsOf(event);
  return { columns, rest: restOf(event.record, columns, event.category) };
}

/** Groups recur, and a key found needs no hashing. About 5 MB at worst. */
const groupKeys = new Map<string, string>();
const MAX_GROUP_KEYS = 20_000;

/**
 * The hash, as a UUID, of what must be equal for sign-ins to be one row: the parts that the overview of each log names. The
 * key of interactive sign-ins only serves counting.
 */
export function groupKeyOf(category: CategoryCode, columns: SignInColumns): string {
  const { principalKey, applicationKey, resourceKey, errorCode } = columns;
  const parts: (string | number)[] = [category, principalKey, columns.ipText ?? "", errorCode];
  const { groupKey } = categoryByCode(category);
  if (groupKey.includes("application")) parts.push(applicationKey);
  if (groupKey.includes("resource")) parts.push(resourceKey);
  const text = JSON.stringify(parts);
  const known = groupKeys.get(text);
  if (known !== undefined) return known;
  const key = uuidOfText(text);
  if (groupKeys.size >= MAX_GROUP_KEYS) groupKeys.clear();
  groupKeys.set(text, key);
  return key;
}

interface Principal {
  key: string;
  name: string | null;
  upn: string | null;
}

function principalOf(category: CategoryCode, record: JsonObject): Principal {
  if (category > 2) {
    const { servicePrincipalId: id, servicePrincipalName: name } = record;
    return { key: keyOf(id, name), name: textOf(name), upn: null };
  }
  const { userId, userPrincipalName, userDisplayName } = record;
  const upn = textOf(userPrincipalName)?.toLowerCase() ?? null;
  return { key: keyOf(userId, upn ?? userDisplayName), name: textOf(userDisplayName), upn };
}

function addressOf(record: JsonObject): { ip: string | null; text: string | null } {
  const written = textOf(record.ipAddress);
  return written === null ? { ip: null, text: null } : readAddress(written);
}

/** The id, or `~` and the lower-cased name where there is no id. */
function keyOf(id: JsonValue | undefined, name: JsonValue | undefined): string {
  const text = textOf(id);
  if (text !== null) return text;
  const named = textOf(name);
  return named === null ? "" : keyOfName(named);
}

/**
 * Nearly all texts in columns recur from event to event. Held once, a batch that waits to be stored consists of a few
 * objects per event instead of two dozen, which the garbage collector would move about. About 10 MB at worst.
 */
const texts = new Map<string, string>();
const MAX_TEXTS = 20_000;

function heldOnce(text: string): string {
  // JSON.parse itself gives the same string for equal texts of this length.
  if (text.length <= 10) return text;
  const held = texts.get(text);
  if (held !== undefined) return held;
  if (texts.size >= MAX_TEXTS) texts.clear();
  texts.set(text, text);
  return text;
}

function textOf(value: JsonValue | undefined): string | null {
  const text = ownTextOf(value);
  return text === null ? null : heldOnce(text);
}

/** For texts that do not recur. */
function ownTextOf(value: JsonValue | undefined): string | null {
  if (typeof value !== "string") return null;
  const text = trimmed(value);
  if (text.length <= MAX_COLUMN_LENGTH) return text === "" ? null : text;
  const cut = text.slice(0, MAX_COLUMN_LENGTH);
  // Half a surrogate pair at the cut could not be stored.
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

/** Hardly any text has blanks around it, and looking is cheaper than trimming nothing. */
function trimmed(text: string): string {
  return isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(text.length - 1)) ? text : text.trim();
}

/** Of ASCII; others need a closer look. */
function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

/** The code of the status; without one, what the envelope said in words; without that, success, as Graph omits a zero. */
function errorCodeOf(record: JsonObject): number {
  const code = objectOf(record.status)?.errorCode;
  if (typeof code === "number") {
    // Adding 0 turns -0 into 0.
    return Number.isInteger(code) && Math.abs(code) <= LARGEST_ERROR_CODE ? code + 0 : UNKNOWN_ERROR_CODE;
  }
  const saysOtherwise = textOf(code) ?? textOf(objectOf(record.envelope)?.resultType);
  return saysOtherwise === null ? 0 : UNKNOWN_ERROR_CODE;
}

function policiesOf(record: JsonObject): string | null {
  const numbers = policiesColumn(record);
  return numbers === null ? null : heldOnce(numbers);
}

function requirementOf(record: JsonObject): string | null {
  const text = textOf(record.authenticationRequirement);
  switch (text?.toLowerCase()) {
    case "singlefactorauthentication":
      return "single";
    case "multifactorauthentication":
      return "multi";
    default:
      return text;
  }
}
