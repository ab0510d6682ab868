import type { ProvisioningRow } from "@/db/queries/activities/provisioning";
import type { ProvisioningItem } from "@/lib/model/activity-view";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { graphTime } from "@/lib/records/graph-sign-in";

/** A provisioning record as its readers get it. */
export function presentProvisioning(row: ProvisioningRow): ProvisioningItem {
  const { id: _, activityDateTime: __, ...record } = JSON.parse(row.record) as JsonObject;
  return {
    id: row.eventId,
    at: row.at,
    action: row.action,
    status: row.status,
    sourceSystem: { id: row.sourceSystemId, name: row.sourceSystemName },
    targetSystem: { id: row.targetSystemId, name: row.targetSystemName },
    sourceIdentity: { id: row.sourceIdentityId, name: row.sourceIdentityName },
    targetIdentity: { id: row.targetIdentityId, name: row.targetIdentityName },
    identityType: row.identityType,
    initiatedBy: { id: row.initiatedById, name: row.initiatedByName },
    servicePrincipal: { id: row.servicePrincipalId, name: row.servicePrincipalName },
    jobId: row.jobId,
    cycleId: row.cycleId,
    changeId: row.changeId,
    durationMs: row.durationMs,
    record: { id: row.eventId, activityDateTime: graphTime(row.at.getTime()), ...record },
  };
}
