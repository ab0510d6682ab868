/** Everything else, as it came: what of a record no tab tells, so that nothing a provider sends is out of sight. */
import { isJsonObject, recordReader } from "@/lib/model/record-reader";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { additionalFacts } from "./additional-facts";
import { factorFacts, requirementFacts } from "./authentication-facts";
import { basicFacts } from "./basic-facts";
import { deviceFacts } from "./device-facts";
import type { Fact } from "./fact";
import { locationFacts } from "./location-facts";

const TOLD_BY = [basicFacts, locationFacts, deviceFacts, requirementFacts, factorFacts, additionalFacts];
/** Told by the tables of steps and of policies. */
const TOLD_IN_TABLES = ["authenticationDetails", "appliedConditionalAccessPolicies", "conditionalAccessStatus"];

/** The properties that nobody told, by their path in the record, such as `envelope.p_log_type`. Empty ones are left out. */
export function leftoverFacts(detail: SignInDetail): Fact[] {
  const told = new Set(TOLD_IN_TABLES);
  const read = recordReader(detail.record, (path) => told.add(path));
  for (const factsOf of TOLD_BY) factsOf(detail, read, "UTC");
  return untold(detail.record, "", told);
}

/** What of a record stands at none of the given paths. */
export function untold(object: JsonObject, prefix: string, told: ReadonlySet<string>): Fact[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const path = prefix + name;
    if (told.has(path)) return [];
    if (isJsonObject(value)) return untold(value, `${path}.`, told);
    const text = plainText(value);
    return text === undefined ? [] : [{ label: path, value: text, id: true }];
  });
}

function plainText(value: JsonValue): string | undefined {
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return undefined;
  if (typeof value !== "object") return String(value);
  const plain = Array.isArray(value) && value.every((item) => typeof item !== "object");
  return plain ? value.join(", ") : JSON.stringify(value);
}
