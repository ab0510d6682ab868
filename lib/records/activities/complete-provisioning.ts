/** Provisioning records of the stream write numbers and capitals where Graph has words. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { isEmpty } from "../empty";
import { isJsonObject } from "../json-object";

/** In the order of the stream's numbers. */
const RESULTS = ["success", "failure", "skipped", "warning"];
const STEP_TYPES = ["import", "scoping", "matching", "processing", "referenceResolution", "export"];

/** Joins to the record what older spellings and the envelope say, and writes numbered words out. Changes `content`. */
export function completeProvisioning(content: JsonObject, envelope: JsonObject): void {
  if (isEmpty(content.provisioningAction) && typeof content.action === "string") {
    content.provisioningAction = content.action.toLowerCase();
  }
  if (isEmpty(content.durationInMilliseconds) && typeof envelope.durationMs === "number") {
    content.durationInMilliseconds = envelope.durationMs;
  }
  if (isJsonObject(content.statusInfo)) nameStatus(content.statusInfo);
  if (isJsonObject(content.provisioningStatusInfo)) nameStatus(content.provisioningStatusInfo);
  if (isEmpty(content.provisioningStatusInfo)) {
    const status = statusBefore(content.statusInfo, envelope.resultType);
    if (status) content.provisioningStatusInfo = { status, errorInformation: null };
  }
  if (!Array.isArray(content.provisioningSteps)) return;
  for (const step of content.provisioningSteps) {
    if (!isJsonObject(step)) continue;
    nameStatus(step);
    step.provisioningStepType = worded(step.provisioningStepType, STEP_TYPES);
  }
}

function nameStatus(holder: JsonObject): void {
  if (holder.status !== undefined) holder.status = worded(holder.status, RESULTS);
}

/** The word that a number stands for; words as they are, results in lower case. */
function worded(value: JsonValue | undefined, words: readonly string[]): JsonValue {
  if (value === undefined || value === null) return null;
  const text = String(value).trim();
  if (/^\d$/.test(text)) return words[Number(text)] ?? text;
  return words.find((word) => word.toLowerCase() === text.toLowerCase()) ?? value;
}

function statusBefore(statusInfo: JsonValue | undefined, resultType: JsonValue | undefined): string | undefined {
  const said = isJsonObject(statusInfo) && !isEmpty(statusInfo.status) ? statusInfo.status : resultType;
  return isEmpty(said) ? undefined : String(worded(said, RESULTS)).toLowerCase();
}
