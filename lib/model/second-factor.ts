/** What a record tells of the second factor. Providers say it in up to three places, of which any may be missing. */
import { recordReader } from "./record-reader";
import type { JsonObject } from "./sign-in-record";

/** `MFA`, `Multi-factor authentication`, `MultiConditionalAccess`: the step asked for more than the first factor. */
const SECOND_STEP = /^(mfa|multi|secondary)/i;

/**
 * What came of the second factor, in the provider's words: what the outcome says of it, else the last step that was one.
 * A success for which one factor was enough needed none.
 */
export function mfaResult(record: JsonObject, succeeded: boolean): string | undefined {
  const { text } = recordReader(record);
  const outcome = text("status.additionalDetails");
  if (outcome && /\bmfa\b|multi-?factor/i.test(outcome)) return outcome;
  const told = secondSteps(record).map((step) => recordReader(step).text("authenticationStepResultDetail"));
  const last = told.filter(Boolean).at(-1);
  if (last !== undefined) return last;
  const single = text("authenticationRequirement")?.toLowerCase() === "singlefactorauthentication";
  return succeeded && single ? "Not required" : undefined;
}

/** How the second factor was given: as the record sums it up, else by the last step that names its method. */
export function mfaMethod(record: JsonObject): string | undefined {
  const named = secondSteps(record).map((step) => recordReader(step).text("authenticationMethod"));
  return recordReader(record).text("mfaDetail.authMethod") ?? named.filter(Boolean).at(-1);
}

function secondSteps(record: JsonObject): JsonObject[] {
  return recordReader(record)
    .list("authenticationDetails")
    .filter((step) => SECOND_STEP.test(recordReader(step).text("authenticationStepRequirement") ?? ""));
}
