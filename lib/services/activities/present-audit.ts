import type { AuditRow } from "@/db/queries/activities/audits";
import type { AuditItem } from "@/lib/model/activity-view";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { graphTime } from "@/lib/records/graph-sign-in";

/** An audit as its readers get it. */
export function presentAudit(row: AuditRow): AuditItem {
  return {
    id: row.eventId ?? row.auditId,
    at: row.at,
    service: row.service,
    category: row.category,
    activity: row.activity,
    status: row.result,
    statusReason: row.resultReason,
    initiatedBy: { kind: row.actorKind, id: row.actorId, name: row.actorName, upn: row.actorUpn },
    ip: row.ipText,
    target: { type: row.targetType, id: row.targetId, name: row.targetName },
    correlationId: row.correlationId ?? row.requestId,
    own: row.record === null,
    record: { ...identityOf(row), ...(row.record === null ? ownRecord(row) : receivedRecord(row.record)) },
  };
}

/** In front, and in one spelling whatever the sender's was. */
function identityOf({ eventId, auditId, at }: AuditRow): JsonObject {
  return { id: eventId ?? auditId, activityDateTime: graphTime(at.getTime()) };
}

function receivedRecord(text: string): JsonObject {
  const { id: _, activityDateTime: __, ...record } = JSON.parse(text) as JsonObject;
  return record;
}

/** What Signbook recorded itself, in the shape of the others. */
function ownRecord(row: AuditRow): JsonObject {
  return {
    activityDisplayName: row.activity,
    category: row.category,
    correlationId: row.requestId,
    loggedByService: row.service,
    operationType: row.operationType,
    result: row.result,
    resultReason: row.resultReason,
    initiatedBy: initiatorOf(row),
    targetResources: row.targetType === null ? [] : [targetOf(row)],
    additionalDetails: row.details.map(({ key, value }) => ({ key, value })),
  };
}

function initiatorOf({ actorKind, actorId, actorName, actorUpn, ipText }: AuditRow): JsonObject {
  if (actorKind === "user") {
    const user = { id: actorId, displayName: actorName, userPrincipalName: actorUpn, ipAddress: ipText };
    return { user, app: null };
  }
  const app = { appId: actorId, displayName: actorName, servicePrincipalId: null, servicePrincipalName: null };
  return { user: null, app };
}

function targetOf({ targetType, targetId, targetName, changes }: AuditRow): JsonObject {
  const modifiedProperties = changes.map(({ property, before, after }) => ({
    displayName: property,
    oldValue: before,
    newValue: after,
  }));
  return { id: targetId, displayName: targetName, type: targetType, modifiedProperties };
}
