/**
 * Storing a record in two halves: what columns hold is left out of the rest, and put back on reading. `rest` leaves a
 * property out only where the columns give exactly the same back, so a record always returns as it came.
 */
import type { CategoryCode } from "@/lib/model/categories/category";
import type { JsonObject, JsonValue, SignInColumns } from "@/lib/model/sign-in-record";
import { isJsonObject, setOwn } from "./json-object";

/** In `rest`: paths that the columns would give back although the record does not have them. */
const ABSENT = "~absent";
/** In `rest`: the record itself, where its own property names would be mistaken for ours. */
const WHOLE = "~whole";

type ColumnValue = string | number | null;

/** How a property of the record comes back from the columns: null when they do not give it. */
interface Rule {
  outer: string;
  inner: string | undefined;
  path: string;
  giveBack: (columns: SignInColumns) => ColumnValue;
}

function rule(path: string, giveBack: Rule["giveBack"]): Rule {
  const [outer = "", inner] = path.split(".");
  return { outer, inner, path, giveBack };
}

const idOf = (key: string): ColumnValue => (key === "" || key.startsWith("~") ? null : key);
const REQUIREMENTS: Readonly<Record<string, string>> = {
  single: "singleFactorAuthentication",
  multi: "multiFactorAuthentication",
};

const USER_RULES = [
  rule("userDisplayName", (columns) => columns.principalName),
  rule("userPrincipalName", (columns) => columns.principalUpn),
  rule("userId", (columns) => idOf(columns.principalKey)),
  rule("userType", (columns) => columns.userType),
];
const SERVICE_PRINCIPAL_RULES = [
  rule("servicePrincipalName", (columns) => columns.principalName),
  rule("servicePrincipalId", (columns) => idOf(columns.principalKey)),
];
const COMMON_RULES = [
  rule("appDisplayName", (columns) => columns.applicationName),
  rule("appId", (columns) => idOf(columns.applicationKey)),
  rule("resourceDisplayName", (columns) => columns.resourceName),
  rule("resourceId", (columns) => idOf(columns.resourceKey)),
  rule("correlationId", (columns) => columns.correlationId),
  rule("ipAddress", (columns) => columns.ipText),
  rule("status.errorCode", (columns) => columns.errorCode),
  rule("location.city", (columns) => columns.city),
  rule("location.state", (columns) => columns.state),
  rule("location.countryOrRegion", (columns) => columns.country),
  rule("clientAppUsed", (columns) => columns.clientApp),
  rule("userAgent", (columns) => columns.userAgent),
  rule("deviceDetail.deviceId", (columns) => columns.deviceId),
  rule("deviceDetail.operatingSystem", (columns) => columns.os),
  rule("deviceDetail.browser", (columns) => columns.browser),
  rule("conditionalAccessStatus", (columns) => columns.conditionalAccess),
  rule("authenticationRequirement", ({ authenticationRequirement: word }) => word && (REQUIREMENTS[word] ?? word)),
  rule("riskLevelDuringSignIn", (columns) => columns.riskLevel),
  rule("riskState", (columns) => columns.riskState),
];

/** The rules of one category, and where in a record to look for each. */
class RuleSet {
  readonly byProperty = new Map<string, Rule>();
  readonly byObject = new Map<string, Map<string, Rule>>();

  constructor(readonly all: readonly Rule[]) {
    for (const each of all) {
      if (each.inner === undefined) this.byProperty.set(each.outer, each);
      else this.byObject.set(each.outer, (this.byObject.get(each.outer) ?? new Map()).set(each.inner, each));
    }
  }
}

const OF_USERS = new RuleSet([...USER_RULES, ...COMMON_RULES]);
const OF_SERVICE_PRINCIPALS = new RuleSet([...SERVICE_PRINCIPAL_RULES, ...COMMON_RULES]);

function rulesOf(category: CategoryCode): RuleSet {
  return category > 2 ? OF_SERVICE_PRINCIPALS : OF_USERS;
}

/** What of a record its columns do not give back. */
export function restOf(record: JsonObject, columns: SignInColumns, category: CategoryCode): JsonObject {
  if (Object.hasOwn(record, ABSENT) || Object.hasOwn(record, WHOLE)) return { [WHOLE]: record };
  const rules = rulesOf(category);
  const rest: JsonObject = {};
  for (const key in record) {
    const value = record[key]!;
    const kept = isJsonObject(value)
      ? without(value, rules.byObject.get(key), columns)
      : withoutGiven(value, rules.byProperty.get(key), columns);
    if (kept !== undefined) setOwn(rest, key, kept);
  }
  const absent = rules.all.filter((each) => !has(record, each) && each.giveBack(columns) !== null);
  if (absent.length > 0) rest[ABSENT] = absent.map(({ path }) => path);
  return rest;
}

/** The value, or undefined where its column gives the same back. */
function withoutGiven(value: JsonValue, given: Rule | undefined, columns: SignInColumns): JsonValue | undefined {
  // Columns give nothing back where they are null, so a null of the record's own has to stay.
  return value !== null && given && Object.is(given.giveBack(columns), value) ? undefined : value;
}

/**
 * The object without what columns give back, or undefined when nothing of it remains: it comes back with the first
 * property that is put inside it. An object that was empty before stays.
 */
function without(
  object: JsonObject,
  rules: ReadonlyMap<string, Rule> | undefined,
  columns: SignInColumns,
): JsonObject | undefined {
  if (!rules) return object;
  const kept: JsonObject = {};
  let keptAny = false;
  let leftOutAny = false;
  for (const key in object) {
    const value = withoutGiven(object[key]!, rules.get(key), columns);
    if (value === undefined) leftOutAny = true;
    else {
      keptAny = true;
      setOwn(kept, key, value);
    }
  }
  return keptAny || !leftOutAny ? kept : undefined;
}

function has(record: JsonObject, { outer, inner }: Rule): boolean {
  if (!Object.hasOwn(record, outer)) return false;
  if (inner === undefined) return true;
  const object = record[outer];
  return isJsonObject(object) && Object.hasOwn(object, inner);
}

/** The whole record again, as it was before `restOf`; columns may come from the database. */
export function restoreRecord(columns: SignInColumns, rest: JsonObject, category: CategoryCode): JsonObject {
  const whole = rest[WHOLE];
  if (isJsonObject(whole)) return whole;
  const absent = (rest[ABSENT] as string[] | undefined) ?? [];
  const record: JsonObject = {};
  for (const { outer, inner, path, giveBack } of rulesOf(category).all) {
    const given = giveBack(columns);
    if (given === null || absent.includes(path)) continue;
    if (inner === undefined) record[outer] = given;
    else putInside(record, outer, inner, given);
  }
  for (const key in rest) {
    if (key === ABSENT) continue;
    const value = rest[key]!;
    const given = Object.hasOwn(record, key) ? record[key] : undefined;
    setOwn(record, key, isJsonObject(given) && isJsonObject(value) ? { ...given, ...value } : value);
  }
  return record;
}

function putInside(record: JsonObject, outer: string, inner: string, value: string | number): void {
  const object = record[outer];
  if (isJsonObject(object)) object[inner] = value;
  else record[outer] = { [inner]: value };
}
