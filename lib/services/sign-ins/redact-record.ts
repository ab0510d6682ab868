/** What a reader may not see inside a record is taken out here, and nowhere else. */
import { licenseHasFeature } from "@/lib/model/licenses";
import { isJsonObject } from "@/lib/model/record-reader";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { HIDDEN, type ShownRecord } from "@/lib/model/sign-in-view";

/**
 * Properties that tell which policies exist and what they demand: by their name, so that one that a provider adds, or
 * spells otherwise, is not shown until somebody notices. What the policies together came to is no secret.
 */
const POLICY_PROPERTY = /polic(y|ies)|conditional_?access/i;
const OUTCOME_PROPERTY = /^conditionalAccessStatus$/i;
/** Without the license these read `hidden`, as the reference does. */
const RISK_PROPERTY = /risk/i;

/** The record without policies (for want of the role) and with risk hidden (for want of the license). */
export function redactRecord(scope: Pick<TenantScope, "permissions" | "license">, record: JsonObject): ShownRecord {
  const policiesHidden = !scope.permissions.has("policies:read");
  const riskHidden = !licenseHasFeature(scope.license, "risk");
  return { record: redacted(record, { policiesHidden, riskHidden }), policiesHidden, riskHidden };
}

type Withheld = Omit<ShownRecord, "record">;

function redacted(object: JsonObject, withheld: Withheld): JsonObject {
  const { policiesHidden, riskHidden } = withheld;
  if (!policiesHidden && !riskHidden) return object;
  const shown: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(object)) {
    if (policiesHidden && POLICY_PROPERTY.test(name) && !OUTCOME_PROPERTY.test(name)) continue;
    shown.push([name, riskHidden && RISK_PROPERTY.test(name) ? hidden(value) : inside(value, withheld)]);
  }
  return Object.fromEntries(shown);
}

function inside(value: JsonValue, withheld: Withheld): JsonValue {
  if (Array.isArray(value)) return value.map((item) => inside(item, withheld));
  return isJsonObject(value) ? redacted(value, withheld) : value;
}

/** A list stays one, for programs that read the record; what is not there has nothing to hide. */
function hidden(value: JsonValue): JsonValue {
  if (value === null) return null;
  return Array.isArray(value) ? [HIDDEN] : HIDDEN;
}
