/** What the reports of audits and of provisioning can be asked for, and what their records hold. */
import type { ReportOperator, ReportProperty } from "./conditions";

const EQ: readonly ReportOperator[] = ["eq"];
const EQ_STARTS: readonly ReportOperator[] = ["eq", "startsWith"];
const TIMES: readonly ReportOperator[] = ["eq", "ge", "le"];

export type AuditField =
  | "id"
  | "at"
  | "activity"
  | "category"
  | "correlationId"
  | "service"
  | "result"
  | "userId"
  | "userDisplayName"
  | "userPrincipalName"
  | "appId"
  | "appDisplayName"
  | "targetId"
  | "targetDisplayName";

const text = <Field extends string>(
  path: string,
  operators: readonly ReportOperator[],
  field: Field,
): ReportProperty<Field> => ({ path, kind: "text", operators, field });

export const AUDIT_FILTERS: readonly ReportProperty<AuditField>[] = [
  text("id", EQ, "id"),
  { path: "activityDateTime", kind: "time", operators: TIMES, field: "at" },
  text("activityDisplayName", EQ_STARTS, "activity"),
  text("category", EQ, "category"),
  text("correlationId", EQ, "correlationId"),
  text("loggedByService", EQ, "service"),
  text("result", EQ, "result"),
  text("initiatedBy/user/id", EQ, "userId"),
  text("initiatedBy/user/displayName", EQ, "userDisplayName"),
  text("initiatedBy/user/userPrincipalName", EQ_STARTS, "userPrincipalName"),
  text("initiatedBy/app/appId", EQ, "appId"),
  text("initiatedBy/app/displayName", EQ, "appDisplayName"),
  { path: "targetResources/id", kind: "texts", operators: EQ, field: "targetId" },
  { path: "targetResources/displayName", kind: "texts", operators: EQ_STARTS, field: "targetDisplayName" },
];

export type ProvisioningField =
  | "id"
  | "at"
  | "tenantId"
  | "jobId"
  | "cycleId"
  | "changeId"
  | "action"
  | "status"
  | "sourceIdentityId"
  | "sourceIdentityName"
  | "targetIdentityId"
  | "targetIdentityName"
  | "sourceSystemId"
  | "sourceSystemName"
  | "targetSystemId"
  | "targetSystemName";

export const PROVISIONING_FILTERS: readonly ReportProperty<ProvisioningField>[] = [
  text("id", EQ, "id"),
  { path: "activityDateTime", kind: "time", operators: TIMES, field: "at" },
  text("tenantId", EQ, "tenantId"),
  text("jobId", EQ, "jobId"),
  text("cycleId", EQ, "cycleId"),
  text("changeId", EQ, "changeId"),
  text("provisioningAction", EQ, "action"),
  text("provisioningStatusInfo/status", EQ, "status"),
  text("sourceIdentity/id", EQ, "sourceIdentityId"),
  text("sourceIdentity/displayName", EQ_STARTS, "sourceIdentityName"),
  text("targetIdentity/id", EQ, "targetIdentityId"),
  text("targetIdentity/displayName", EQ_STARTS, "targetIdentityName"),
  text("sourceSystem/id", EQ, "sourceSystemId"),
  text("sourceSystem/displayName", EQ_STARTS, "sourceSystemName"),
  text("targetSystem/id", EQ, "targetSystemId"),
  text("targetSystem/displayName", EQ_STARTS, "targetSystemName"),
];

/** Every property of an audit in its order, and what stands there where a record has none. */
export const AUDIT_SHAPE = {
  id: null,
  category: null,
  correlationId: null,
  result: null,
  resultReason: null,
  activityDisplayName: null,
  activityDateTime: null,
  loggedByService: null,
  operationType: null,
  initiatedBy: { user: null, app: null },
  targetResources: [],
  additionalDetails: [],
};

/** The same of a provisioning record. */
export const PROVISIONING_SHAPE = {
  id: null,
  activityDateTime: null,
  tenantId: null,
  jobId: null,
  cycleId: null,
  changeId: null,
  durationInMilliseconds: null,
  provisioningAction: null,
  provisioningStatusInfo: null,
  initiatedBy: null,
  modifiedProperties: [],
  provisioningSteps: [],
  servicePrincipal: [],
  sourceIdentity: null,
  targetIdentity: null,
  sourceSystem: null,
  targetSystem: null,
};
