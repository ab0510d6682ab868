/**
 * Storing a record in two halves: what columns hold is left out of the rest, and put back on reading. `rest` leaves a
 * property out only where the columns give exactly the same back, so a record always returns as it came.
 */
import type { CategoryCode } from "@/lib/model/categories/category";
import type { JsonObject, JsonValue, SignInColumns } from "@/lib/model/sign-in-record";
import { blank, isJsonObject, setOwn } from "./json-object";

/** In `rest`: paths that the columns would give back although the record does not have them. */
const ABSENT = "~absent";
/** In `rest`: the record itself, where its own property names would be mistaken for ours. */
const WHOLE = "~whole";

type ColumnValue = string | number | null;

/** How a property of the record comes back from the columns: null when they do not give it. */
interface Rule {
  /** The object in which it stands; undefined when it is the record itself. */
  inside: string | undefined;
  name: string;
  path: string;
  giveBack: (columns: SignInColumns) => ColumnValue;
}

function rule(path: string, giveBack: Rule["giveBack"]): Rule {
  const [first = "", second] = path.split(".");
  return second === undefined
    ? { inside: undefined, name: first, path, giveBack }
    : { inside: first, name: second, path, giveBack };
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

/** The rules of one category: for the record's own properties, and for those inside an object, by its name. */
class RuleSet {
  readonly outside: readonly Rule[];
  readonly inside = new Map<string, Rule[]>();

  constructor(readonly all: readonly Rule[]) {
    this.outside = all.filter(({ inside }) => inside === undefined);
    for (const each of all) {
      if (each.inside !== undefined) this.inside.set(each.inside, [...(this.inside.get(each.inside) ?? []), each]);
    }
  }
}

const OF_USERS = new RuleSet([...USER_RULES, ...COMMON_RULES]);
const OF_SERVICE_PRINCIPALS = new RuleSet([...SERVICE_PRINCIPAL_RULES, ...COMMON_RULES]);

function rulesOf(category: CategoryCode): RuleSet {
  return category > 2 ? OF_SERVICE_PRINCIPALS : OF_USERS;
}

/** What of a record its columns do not give back, as JSON text. */
export function restOf(record: JsonObject, columns: SignInColumns, category: CategoryCode): string {
  if (Object.hasOwn(record, ABSENT) || Object.hasOwn(record, WHOLE)) return JSON.stringify({ [WHOLE]: record });
  const { outside, inside } = rulesOf(category);
  const lent = new LentValues();
  const absent: string[] = [];
  lendGiven(record, outside, { columns, lent, absent });
  for (const [outer, rules] of inside) {
    const value = record[outer];
    const object = isJsonObject(value) ? value : undefined;
    const lentAny = lendGiven(object, rules, { columns, lent, absent });
    // It comes back with the first property that is put inside it. An object that was empty before stays.
    if (lentAny && object && !holdsAnything(object)) lent.take(record, outer, object);
  }
  const text = JSON.stringify(record);
  lent.giveBack();
  return inOnePiece(absent.length === 0 ? text : withAbsent(text, absent));
}

/**
 * V8 writes JSON in pieces and keeps them as such until somebody reads the text. Batches wait with thousands of texts, and
 * what the garbage collector moves about is pieces.
 */
function inOnePiece(text: string): string {
  text.charCodeAt(0);
  return text;
}

interface Lending {
  columns: SignInColumns;
  lent: LentValues;
  absent: string[];
}

/**
 * Takes away what columns give back, and notes what they would give back although it is not there.
 * @returns whether anything was taken away
 */
function lendGiven(
  object: JsonObject | undefined,
  rules: readonly Rule[],
  { columns, lent, absent }: Lending,
): boolean {
  let lentAny = false;
  for (const { name, path, giveBack } of rules) {
    const given = giveBack(columns);
    // Columns give nothing back where they are null, so a null of the record's own has to stay.
    if (given === null) continue;
    const value = object?.[name];
    if (value === undefined) absent.push(path);
    else if (value === given) {
      lent.take(object!, name, value);
      lentAny = true;
    }
  }
  return lentAny;
}

/**
 * Values taken out of a record while its rest is written. A copy without them would cost more than writing it: V8 makes
 * a dictionary of an object that is filled property by property.
 */
class LentValues {
  readonly #objects: JsonObject[] = [];
  readonly #keys: string[] = [];
  readonly #values: JsonValue[] = [];

  take(object: JsonObject, key: string, value: JsonValue): void {
    this.#objects.push(object);
    this.#keys.push(key);
    this.#values.push(value);
    blank(object, key);
  }

  giveBack(): void {
    for (let place = this.#keys.length - 1; place >= 0; place--) {
      this.#objects[place]![this.#keys[place]!] = this.#values[place]!;
    }
  }
}

function holdsAnything(object: JsonObject): boolean {
  for (const key in object) if (object[key] !== undefined) return true;
  return false;
}

function withAbsent(text: string, absent: readonly string[]): string {
  const separator = text === "{}" ? "" : ",";
  return `${text.slice(0, -1)}${separator}"${ABSENT}":${JSON.stringify(absent)}}`;
}

const GIVERS = new Map([...OF_USERS.all, ...OF_SERVICE_PRINCIPALS.all].map(({ path, giveBack }) => [path, giveBack]));

/** How the columns give a property back, by its path such as `location.city`; undefined where none holds it. */
export function givenByColumns(path: string): ((columns: SignInColumns) => ColumnValue) | undefined {
  return GIVERS.get(path);
}

/** True where a property that is not in the rest is just what its column gives back. */
export function completesColumns(rest: JsonObject): boolean {
  return !(ABSENT in rest || WHOLE in rest);
}

/** The whole record again, as it was before `restOf`; columns may come from the database. */
export function restoreRecord(columns: SignInColumns, rest: JsonObject, category: CategoryCode): JsonObject {
  const whole = rest[WHOLE];
  if (isJsonObject(whole)) return whole;
  const absent = (rest[ABSENT] as string[] | undefined) ?? [];
  const record: JsonObject = {};
  for (const { inside, name, path, giveBack } of rulesOf(category).all) {
    const given = giveBack(columns);
    if (given === null || absent.includes(path)) continue;
    if (inside === undefined) record[name] = given;
    else putInside(record, inside, name, given);
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
