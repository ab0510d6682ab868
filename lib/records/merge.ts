/** Merging what arrived later over what is known: details come late and in pieces, and never take anything away. */
import { isDeepStrictEqual } from "node:util";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { isEmpty } from "./empty";
import { isJsonObject, setOwn } from "./json-object";
import { ownTimes } from "./own-time";
import { parseTime } from "./parse-time";

export { contentHash } from "./content-hash";

export interface Merge {
  /** The older object itself when nothing changed. */
  merged: JsonObject;
  changed: boolean;
}

/**
 * Merges by what is said: a value replaces, an absent or empty one never does, objects merge property by property,
 * authentication steps and policies are united, other lists are replaced whole. The event's own time stays as the older
 * has it. Neither argument is changed.
 * Merging the same again changes nothing.
 */
export function mergeRecords(older: JsonObject, newer: JsonObject): Merge {
  return mergeObjects(older, newer, ownTimes());
}

/** @param fixed properties whose first value stays */
function mergeObjects(older: JsonObject, newer: JsonObject, fixed: ReadonlySet<string>): Merge {
  let merged: JsonObject | undefined;
  for (const key in newer) {
    const before = Object.hasOwn(older, key) ? older[key] : undefined;
    if (fixed.has(key) && !isEmpty(before)) continue;
    const after = mergeValue(key, before, newer[key]!);
    if (after === before) continue;
    merged ??= { ...older };
    setOwn(merged, key, after!);
  }
  return { merged: merged ?? older, changed: merged !== undefined };
}

/** What a property becomes; the very same value when nothing changes. */
function mergeValue(key: string, older: JsonValue | undefined, newer: JsonValue): JsonValue | undefined {
  if (older === newer || isEmpty(newer)) return older;
  if (typeof newer !== "object" || newer === null) return newer;
  if (isEmpty(older)) return newer;
  if (Array.isArray(newer)) {
    const keyOf = Array.isArray(older) ? UNITED_LISTS[key] : undefined;
    if (keyOf) return uniteLists(key, older as JsonValue[], newer, keyOf);
    return isDeepStrictEqual(older, newer) ? older : newer;
  }
  return isJsonObject(older) ? mergeObjects(older, newer, ownTimes(key)).merged : newer;
}

/** Lists whose items are told apart by a key of their own. */
const UNITED_LISTS: Readonly<Record<string, ((item: JsonObject) => string) | undefined>> = Object.assign(
  Object.create(null),
  { authenticationDetails: stepKey, appliedConditionalAccessPolicies: policyKey },
);

/** Feeds differ in the fraction of a step's time and in how they write its zone. */
function stepKey(step: JsonObject): string {
  const written = step.authenticationStepDateTime;
  return JSON.stringify([parseTime(written)?.epochSeconds ?? said(written), said(step.authenticationMethod)]);
}

function policyKey(policy: JsonObject): string {
  return JSON.stringify(said(policy.id));
}

function said(value: JsonValue | undefined): JsonValue {
  return isEmpty(value) ? null : value!;
}

/** Older items first, each merged with its newer version, then the new ones. Equal keys pair up in order. */
function uniteLists(
  name: string,
  older: readonly JsonValue[],
  newer: readonly JsonValue[],
  keyOf: (item: JsonObject) => string,
): JsonValue[] {
  const places = new Map(numberedKeys(older, keyOf).map(({ key, place }) => [key, place]));
  const united = [...older];
  let changed = false;
  for (const { key, place: from } of numberedKeys(newer, keyOf)) {
    const place = places.get(key) ?? united.length;
    const after = mergeItem(name, united[place], newer[from]!);
    if (after === undefined || after === united[place]) continue;
    united[place] = after;
    changed = true;
  }
  return changed ? united : (older as JsonValue[]);
}

function mergeItem(list: string, older: JsonValue | undefined, newer: JsonValue): JsonValue | undefined {
  const both = isJsonObject(older) && isJsonObject(newer) && !isEmpty(older);
  return both ? mergeObjects(older, newer, ownTimes(list)).merged : mergeValue("", older, newer);
}

/** The key of each item that says something, with a number for its repetition, so that two equal steps stay two. */
function numberedKeys(
  items: readonly JsonValue[],
  keyOf: (item: JsonObject) => string,
): { key: string; place: number }[] {
  const counts = new Map<string, number>();
  return items.flatMap((item, place) => {
    if (isEmpty(item)) return [];
    const name = isJsonObject(item) ? keyOf(item) : `=${JSON.stringify(item)}`;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return [{ key: `${count} ${name}`, place }];
  });
}
