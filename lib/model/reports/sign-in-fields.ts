/** What the sign-in report can be filtered by: the properties and operators of the reference, version by version. */
import { CATEGORIES, type CategorySlug } from "../categories";
import type { ReportCondition, ReportOperator, ReportProperty } from "./conditions";
import { comparisonsOf, simplify } from "./conditions";

/** Properties that the narrow rows hold, by what they are about. */
type ColumnField =
  | "id"
  | "createdDateTime"
  | "signInEventTypes"
  | "userDisplayName"
  | "userPrincipalName"
  | "userId"
  | "servicePrincipalId"
  | "servicePrincipalName"
  | "appDisplayName"
  | "appId"
  | "resourceDisplayName"
  | "resourceId"
  | "ipAddress"
  | "correlationId"
  | "errorCode"
  | "city"
  | "state"
  | "country"
  | "clientApp"
  | "os"
  | "browser"
  | "conditionalAccess"
  | "authenticationRequirement"
  | "riskLevel"
  | "riskState"
  | "userAgent"
  | "summaryId"
  | "tenantId";

/** Properties that only the whole record holds. */
export const RECORD_FIELDS = [
  "alternateSignInName",
  "appOwnerTenantId",
  "resourceOwnerTenantId",
  "originalRequestId",
  "conditionalAccessAudiences",
  "tokenIssuerName",
  "riskDetail",
  "riskLevelAggregated",
  "riskEventTypes",
  "riskEventTypes_v2",
  "managedServiceIdentity/msiType",
  "agent/agentType",
] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];

export type SignInField = ColumnField | RecordField;

const EQ: readonly ReportOperator[] = ["eq"];
const EQ_STARTS: readonly ReportOperator[] = ["eq", "startsWith"];

type Property = ReportProperty<SignInField>;
const text = (path: string, operators: readonly ReportOperator[], field: SignInField): Property => ({
  ...{ path, kind: "text", operators, field },
});
const risk = (property: Property): Property => ({ ...property, needs: "risk" });

const BOTH: readonly Property[] = [
  text("id", EQ, "id"),
  { path: "createdDateTime", kind: "time", operators: ["eq", "ge", "le"], field: "createdDateTime" },
  text("userDisplayName", EQ_STARTS, "userDisplayName"),
  text("userPrincipalName", EQ_STARTS, "userPrincipalName"),
  text("userId", EQ, "userId"),
  text("appDisplayName", EQ_STARTS, "appDisplayName"),
  text("appId", EQ, "appId"),
  text("resourceDisplayName", EQ, "resourceDisplayName"),
  text("resourceId", EQ, "resourceId"),
  text("ipAddress", EQ_STARTS, "ipAddress"),
  text("correlationId", EQ, "correlationId"),
  text("clientAppUsed", EQ, "clientApp"),
  text("conditionalAccessStatus", EQ, "conditionalAccess"),
  { path: "status/errorCode", kind: "number", operators: EQ, field: "errorCode" },
  text("location/city", EQ_STARTS, "city"),
  text("location/state", EQ_STARTS, "state"),
  text("location/countryOrRegion", EQ_STARTS, "country"),
  text("deviceDetail/browser", EQ_STARTS, "browser"),
  text("deviceDetail/operatingSystem", EQ_STARTS, "os"),
  risk(text("riskDetail", EQ, "riskDetail")),
  risk(text("riskLevelAggregated", EQ, "riskLevelAggregated")),
  risk(text("riskLevelDuringSignIn", EQ, "riskLevel")),
  risk(text("riskState", EQ, "riskState")),
  risk({ path: "riskEventTypes_v2", kind: "texts", operators: EQ_STARTS, field: "riskEventTypes_v2" }),
];

const V1_ONLY: readonly Property[] = [
  risk({ path: "riskEventTypes", kind: "texts", operators: EQ, field: "riskEventTypes" }),
];

const BETA_ONLY: readonly Property[] = [
  { path: "signInEventTypes", kind: "texts", operators: ["eq", "ne"], field: "signInEventTypes" },
  text("alternateSignInName", EQ_STARTS, "alternateSignInName"),
  text("appOwnerTenantId", EQ, "appOwnerTenantId"),
  text("resourceOwnerTenantId", EQ, "resourceOwnerTenantId"),
  text("servicePrincipalId", EQ_STARTS, "servicePrincipalId"),
  text("servicePrincipalName", EQ_STARTS, "servicePrincipalName"),
  text("userAgent", EQ_STARTS, "userAgent"),
  text("originalRequestId", EQ, "originalRequestId"),
  text("authenticationRequirement", EQ_STARTS, "authenticationRequirement"),
  { ...text("conditionalAccessAudiences", EQ, "conditionalAccessAudiences"), needs: "policies" },
  text("tokenIssuerName", EQ, "tokenIssuerName"),
];

export type ReportVersion = "v1.0" | "beta";

/** What can be filtered by in a version of the API. */
export const SIGN_IN_FILTERS: Record<ReportVersion, readonly Property[]> = {
  "v1.0": [...BOTH, ...V1_ONLY],
  beta: [...BOTH, ...BETA_ONLY],
};

/** What can be asked of the summaries. */
export const SUMMARY_FILTERS: readonly Property[] = [
  text("id", EQ, "summaryId"),
  text("userPrincipalName", EQ, "userPrincipalName"),
  text("appId", EQ, "appId"),
  text("appDisplayName", EQ, "appDisplayName"),
  text("ipAddress", EQ_STARTS, "ipAddress"),
  text("conditionalAccessStatus", EQ, "conditionalAccess"),
  text("resourceDisplayName", EQ, "resourceDisplayName"),
  text("resourceId", EQ, "resourceId"),
  text("tenantId", EQ, "tenantId"),
  text("servicePrincipalId", EQ, "servicePrincipalId"),
  text("servicePrincipalName", EQ_STARTS, "servicePrincipalName"),
  { path: "status/errorCode", kind: "number", operators: EQ, field: "errorCode" },
  text("managedServiceIdentity/msiType", EQ, "managedServiceIdentity/msiType"),
  text("agent/agentType", EQ, "agent/agentType"),
];

/** A log to read, and what is left to ask of its records once that is known. */
export interface LogCondition {
  category: CategorySlug;
  condition: ReportCondition<SignInField>;
}

/**
 * Which logs a condition speaks of. Without a word about event types it is the interactive one, as in the reference.
 */
export function logsOf(condition: ReportCondition<SignInField>): LogCondition[] {
  const namesTypes = [...comparisonsOf(condition)].some(({ field }) => field === "signInEventTypes");
  if (!namesTypes) return [{ category: "interactive", condition }];
  return Object.values(CATEGORIES).flatMap(({ slug, eventType }) => {
    const left = simplify(condition, ({ field, operator, value }) => {
      if (field !== "signInEventTypes") return undefined;
      const isType = value === eventType;
      return operator === "ne" ? !isType : isType;
    });
    if (left === false) return [];
    return [{ category: slug, condition: left === true ? { kind: "all", of: [] } : left }];
  });
}

/** True where event types of users and of applications are asked for at once, which the reference does not support. */
export function mixesPrincipals(condition: ReportCondition<SignInField>): boolean {
  const asked = [...comparisonsOf(condition)].filter(
    ({ field, operator }) => field === "signInEventTypes" && operator === "eq",
  );
  const kinds = asked.map(({ value }) => String(value).endsWith("User"));
  return kinds.includes(true) && kinds.includes(false);
}
