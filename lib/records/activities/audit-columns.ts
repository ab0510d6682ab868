import type { AuditColumns } from "@/lib/model/activity-record";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { keysOf, objectOf, objectsOf, textOf } from "./reading";

const UNKNOWN = "Unknown";

/** What lists and filters touch of a directory audit in Graph's shape. */
export function auditColumns(record: JsonObject): AuditColumns {
  const activity = textOf(record.activityDisplayName) ?? UNKNOWN;
  const targets = objectsOf(record.targetResources);
  const [first = {}] = targets;
  const targetTexts = targets.flatMap((target) => [
    textOf(target.displayName),
    textOf(target.id),
    textOf(target.userPrincipalName),
  ]);
  return {
    service: textOf(record.loggedByService) ?? UNKNOWN,
    category: textOf(record.category) ?? "Other",
    activity,
    result: textOf(record.result)?.toLowerCase() ?? "unknown",
    resultReason: textOf(record.resultReason),
    operationType: textOf(record.operationType),
    correlationId: textOf(record.correlationId),
    ...actorOf(record),
    targetType: textOf(first.type),
    targetId: textOf(first.id),
    targetName: textOf(first.displayName) ?? textOf(first.userPrincipalName),
    activityKey: activity.toLowerCase(),
    targetKeys: keysOf(targetTexts),
  };
}

type Actor = Pick<AuditColumns, "actorKind" | "actorId" | "actorName" | "actorUpn" | "actorKeys" | "ipText">;

function actorOf(record: JsonObject): Actor {
  const initiatedBy = objectOf(record.initiatedBy);
  const [user, app] = [objectOf(initiatedBy.user), objectOf(initiatedBy.app)];
  const ipText = textOf(user.ipAddress) ?? textOf(objectOf(record.envelope).callerIpAddress);
  const [id, name, upn] = [textOf(user.id), textOf(user.displayName), textOf(user.userPrincipalName)];
  if (id ?? name ?? upn) {
    const actorKeys = keysOf([name, upn, id]);
    return { actorKind: "user", actorId: id, actorName: name ?? upn ?? id!, actorUpn: upn, actorKeys, ipText };
  }
  const appId = textOf(app.appId) ?? textOf(app.servicePrincipalId);
  const appName = textOf(app.displayName) ?? textOf(app.servicePrincipalName);
  const actorKeys = keysOf([appName, appId, textOf(app.servicePrincipalId)]);
  const common = { actorId: appId, actorName: appName ?? appId ?? UNKNOWN, actorUpn: null, actorKeys, ipText };
  return { actorKind: (appId ?? appName) ? "client" : "system", ...common };
}
