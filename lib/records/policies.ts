/**
 * Conditional-access policies as numbers: 58 bits of the hash of the policy's id, then four bits for the result. Ten
 * policies take 80 bytes of a row instead of half a kilobyte, and two policies of one tenant do not meet by chance.
 */
import { createHash } from "node:crypto";
import {
  POLICY_RESULTS,
  type PolicyResult,
  policyWithResult,
  RESULT_BITS,
  UNKNOWN_POLICY_RESULT,
} from "@/lib/model/policy-results";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { isJsonObject } from "./json-object";

const HASH_BITS = 58n;
const NUMBERS_REMEMBERED = 10_000;
const LISTS_REMEMBERED = 10_000;

/** By policy key and result code: hashing for each sign-in anew would cost as much as all other columns together. */
const numbers = new Map<string, string>();
const lists = new Map<string, readonly string[]>();

interface WeighedPolicy {
  /** The number of the policy with its result, as decimal text. */
  number: string;
  id: string | null;
  name: string | null;
}

/** The policies of a record that have an id or a name. */
export function weighedPolicies(record: JsonObject): WeighedPolicy[] {
  const policies = record.appliedConditionalAccessPolicies;
  if (!Array.isArray(policies)) return [];
  const found: WeighedPolicy[] = [];
  for (const policy of policies) {
    if (!isJsonObject(policy)) continue;
    const [id, name] = [textOf(policy.id), textOf(policy.displayName)];
    const key = id?.toLowerCase() ?? (name === null ? null : `~${name.toLowerCase()}`);
    if (key !== null) found.push({ number: policyNumber(key, resultCode(policy.result)), id, name });
  }
  return found;
}

/** The column: an array literal, sorted and without repetitions; null where there is none. */
export function policiesColumn(record: JsonObject): string | null {
  const found = weighedPolicies(record);
  if (found.length === 0) return null;
  return `{${[...new Set(found.map(({ number }) => number))].sort().join(",")}}`;
}

/** The numbers in the column's text. */
export function policyNumbers(column: string): readonly string[] {
  const known = lists.get(column);
  if (known) return known;
  const list = column.slice(1, -1).split(",");
  if (lists.size >= LISTS_REMEMBERED) lists.clear();
  lists.set(column, list);
  return list;
}

/** The dictionary's number of a policy, by its id, or by `~` and its name where records give no id. */
export function policyNumberOf(key: string): string {
  return policyNumber(key.toLowerCase(), UNKNOWN_POLICY_RESULT);
}

/** Whether a text is the id that the dictionary's number of a policy was made of. */
export function isIdOfPolicy(number: string, text: string): boolean {
  return policyNumberOf(text) === number;
}

function policyNumber(key: string, code: number): string {
  const lookup = `${code}${key}`;
  const known = numbers.get(lookup);
  if (known !== undefined) return known;
  const hash = createHash("sha256").update(key).digest().readBigUInt64BE() >> (64n - HASH_BITS);
  const number = policyWithResult((hash << RESULT_BITS).toString(), code);
  if (numbers.size >= NUMBERS_REMEMBERED) numbers.clear();
  numbers.set(lookup, number);
  return number;
}

function resultCode(result: JsonValue | undefined): number {
  return POLICY_RESULTS[result as PolicyResult] ?? UNKNOWN_POLICY_RESULT;
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}
