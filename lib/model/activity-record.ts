/** Records beside the sign-ins: directory audits and provisioning, in Graph's shape whatever shape they arrived in. */
import type { JsonObject } from "./sign-in-record";

/** `directoryAudit` and `provisioningObjectSummary`. */
export type ActivityKind = "audit" | "provisioning";

/** A record that was understood: its identity apart from its content. */
export interface NormalisedActivity {
  kind: ActivityKind;
  /** The sender's id; derived from the content where the sender gave none. */
  id: string;
  /** The activity's time cut to whole seconds, UTC: part of the identity, as feeds of one record differ in fractions. */
  createdAt: Date;
  createdMs: number;
  /** The whole record in Graph's shape, without `id`. Unknown properties are kept as they came. */
  record: JsonObject;
  /** What reading noticed, one sentence each; empty as a rule. */
  notes: string[];
}

/** What `audit_events` holds of a directory audit for lists and filters. */
export interface AuditColumns {
  service: string;
  category: string;
  activity: string;
  /** `success`, `failure`, `timeout`, or `unknown` where the record does not say. */
  result: string;
  resultReason: string | null;
  operationType: string | null;
  correlationId: string | null;
  actorKind: "user" | "client" | "system";
  actorId: string | null;
  actorName: string;
  actorUpn: string | null;
  ipText: string | null;
  targetType: string | null;
  targetId: string | null;
  targetName: string | null;
  activityKey: string;
  /** Lower-cased names and ids by which the actor may be looked for. */
  actorKeys: string[];
  /** The same for every target. */
  targetKeys: string[];
}

/** What `provisioning_events` holds of a provisioning record for lists and filters. */
export interface ProvisioningColumns {
  /** Lower-cased: `create`, `update`, `delete`, `stageddelete`, `disable`, `other`. */
  action: string;
  /** Lower-cased: `success`, `failure`, `skipped`, `warning`, or `unknown` where the record does not say. */
  status: string;
  sourceSystemId: string | null;
  sourceSystemName: string | null;
  targetSystemId: string | null;
  targetSystemName: string | null;
  sourceIdentityId: string | null;
  sourceIdentityName: string | null;
  targetIdentityId: string | null;
  targetIdentityName: string | null;
  identityType: string | null;
  initiatedById: string | null;
  initiatedByName: string | null;
  servicePrincipalId: string | null;
  servicePrincipalName: string | null;
  jobId: string | null;
  cycleId: string | null;
  changeId: string | null;
  durationMs: number | null;
  /** Lower-cased names and ids of both identities. */
  identityKeys: string[];
}
