/** The filters of the audit log and the provisioning log: how they are offered, and what their values mean. */
import type { AuditFilters, ProvisioningFilters } from "./activity-query";

export interface ActivityFilter {
  label: string;
  kind: /** The beginning of a name or an id, letter case ignored. */
    | "startsWith"
    /** Equal, as given. */
    | "exact"
    /** Equal; offered are the values that are there. */
    | "listed"
    /** Any of a fixed list of words. */
    | "oneOf";
  /** For `oneOf`: the words as they stand in the address, with their labels. */
  options?: Readonly<Record<string, string>>;
  hint?: string;
}

/** By the parameter of the address. */
export type ActivityFilterSet = Readonly<Record<string, ActivityFilter>>;

/** The values given, by parameter: never empty, and fit for the filter's kind. */
export type ActivityFilterValues = Readonly<Record<string, readonly string[]>>;

export const AUDIT_STATUSES = {
  success: "Success",
  failure: "Failure",
  timeout: "Timeout",
  unknown: "Not recorded",
} as const;

export const PROVISIONING_STATUSES = {
  success: "Success",
  failure: "Failure",
  skipped: "Skipped",
  warning: "Warning",
  unknown: "Not recorded",
} as const;

export const PROVISIONING_ACTIONS = {
  create: "Create",
  update: "Update",
  delete: "Delete",
  stageddelete: "Staged delete",
  disable: "Disable",
  other: "Other",
} as const;

export const AUDIT_FILTERS: ActivityFilterSet = {
  service: { label: "Service", kind: "listed" },
  category: { label: "Category", kind: "listed" },
  activity: { label: "Activity", kind: "startsWith" },
  status: { label: "Status", kind: "oneOf", options: AUDIT_STATUSES },
  target: { label: "Target", kind: "startsWith", hint: "Name, user name or ID of any target: starts with" },
  initiatedBy: { label: "Initiated by", kind: "startsWith", hint: "Name, user name or ID: starts with" },
  correlationId: { label: "Correlation ID", kind: "exact" },
};

export const PROVISIONING_FILTERS: ActivityFilterSet = {
  identity: { label: "Identity", kind: "startsWith", hint: "Name or ID in either system: starts with" },
  action: { label: "Action", kind: "oneOf", options: PROVISIONING_ACTIONS },
  status: { label: "Status", kind: "oneOf", options: PROVISIONING_STATUSES },
  sourceSystem: { label: "Source system", kind: "listed" },
  targetSystem: { label: "Target system", kind: "listed" },
  application: { label: "Application", kind: "listed" },
  jobId: { label: "Job ID", kind: "exact" },
  cycleId: { label: "Cycle ID", kind: "exact" },
  changeId: { label: "Change ID", kind: "exact" },
};

export function auditFilters({ activity, target, initiatedBy, ...given }: ActivityFilterValues): AuditFilters {
  return {
    ...{ service: given.service, category: given.category, status: given.status },
    correlationId: given.correlationId?.[0],
    ...{ activity: startsWith(activity), target: startsWith(target), initiatedBy: startsWith(initiatedBy) },
  };
}

export function provisioningFilters({ identity, action, status, ...given }: ActivityFilterValues): ProvisioningFilters {
  return {
    ...{ action, status, identity: startsWith(identity) },
    ...{ sourceSystem: given.sourceSystem?.[0], targetSystem: given.targetSystem?.[0] },
    servicePrincipal: given.application?.[0],
    ...{ jobId: given.jobId?.[0], cycleId: given.cycleId?.[0], changeId: given.changeId?.[0] },
  };
}

function startsWith(values: readonly string[] | undefined) {
  return values?.[0] === undefined ? undefined : { text: values[0], how: "startsWith" as const };
}

/** What a filter in force says: `Success, Failure`, `starts with Update`. */
export function activityFilterText({ kind, options }: ActivityFilter, values: readonly string[]): string {
  const texts = values.map((value) => options?.[value] ?? value).join(", ");
  return kind === "startsWith" ? `starts with ${texts}` : texts;
}
