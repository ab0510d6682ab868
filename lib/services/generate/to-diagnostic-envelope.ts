/** A generated sign-in as a provider's stream sends it: for trials and measurements of ingest over HTTP. */
import type { CategoryCode } from "@/lib/model/categories/category";
import type { JsonObject, JsonValue, NormalisedSignIn } from "@/lib/model/sign-in-record";
import { conditionWords } from "@/lib/records/condition-masks";

const STREAM_CATEGORIES: Record<CategoryCode, string> = {
  1: "SignInLogs",
  2: "NonInteractiveUserSignInLogs",
  3: "ServicePrincipalSignInLogs",
  4: "ManagedIdentitySignInLogs",
};
const BITS = Array.from({ length: 15 }, (_, bit) => 2 ** bit);
/** The stream says conditions as numbers; the inverse of what reading does. */
const MASKS = new Map(BITS.map((mask) => [conditionWords(mask), mask]));

/**
 * The event as a diagnostic envelope of about 2 to 3.5 kB. Its tenant is the one that the generator was told, so it may
 * be sent to that tenant only.
 */
export function toDiagnosticEnvelope(event: NormalisedSignIn): JsonObject {
  const { id, record, category } = event;
  const { errorCode, failureReason } = record.status as { errorCode: number; failureReason: string | null };
  const location = record.location as JsonObject | undefined;
  const createdAt = `${String(record.createdDateTime).slice(0, -1)}0000`;
  const properties: JsonObject = {
    ...record,
    id,
    createdDateTime: `${createdAt}+00:00`,
    appliedConditionalAccessPolicies: (record.appliedConditionalAccessPolicies as JsonObject[]).map(withMasks),
  };
  return {
    time: `${createdAt}Z`,
    resourceId: `/tenants/${String(record.resourceTenantId)}/providers/Microsoft.aadiam`,
    operationName: "Sign-in activity",
    operationVersion: "1.0",
    category: STREAM_CATEGORIES[category],
    tenantId: record.resourceTenantId ?? null,
    resultType: String(errorCode),
    resultSignature: "None",
    resultDescription: failureReason ?? "",
    durationMs: 0,
    callerIpAddress: record.ipAddress ?? "",
    correlationId: record.correlationId ?? null,
    identity: record.userDisplayName ?? record.servicePrincipalName ?? "",
    Level: 4,
    location: location?.countryOrRegion ?? "",
    properties,
  };
}

function withMasks(policy: JsonObject): JsonObject {
  return {
    ...policy,
    conditionsSatisfied: maskOf(policy.conditionsSatisfied),
    conditionsNotSatisfied: maskOf(policy.conditionsNotSatisfied),
  };
}

function maskOf(words: JsonValue | undefined): number {
  return String(words)
    .split(",")
    .reduce((mask, word) => mask + (MASKS.get(word) ?? 0), 0);
}
