import type { ProvisioningColumns } from "@/lib/model/activity-record";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { keysOf, objectOf, textOf } from "./reading";

/** What lists and filters touch of a provisioning record in Graph's shape. */
export function provisioningColumns(record: JsonObject): ProvisioningColumns {
  const [sourceSystem, targetSystem] = [objectOf(record.sourceSystem), objectOf(record.targetSystem)];
  const [source, target] = [objectOf(record.sourceIdentity), objectOf(record.targetIdentity)];
  const [initiatedBy, principal] = [objectOf(record.initiatedBy), objectOf(record.servicePrincipal)];
  const { durationInMilliseconds: duration } = record;
  return {
    action: textOf(record.provisioningAction)?.toLowerCase() ?? "other",
    status: textOf(objectOf(record.provisioningStatusInfo).status)?.toLowerCase() ?? "unknown",
    sourceSystemId: textOf(sourceSystem.id),
    sourceSystemName: textOf(sourceSystem.displayName),
    targetSystemId: textOf(targetSystem.id),
    targetSystemName: textOf(targetSystem.displayName),
    sourceIdentityId: textOf(source.id),
    sourceIdentityName: nameOf(source),
    targetIdentityId: textOf(target.id),
    targetIdentityName: nameOf(target),
    identityType: textOf(source.identityType) ?? textOf(target.identityType),
    initiatedById: textOf(initiatedBy.id),
    initiatedByName: textOf(initiatedBy.displayName),
    servicePrincipalId: textOf(principal.id),
    servicePrincipalName: textOf(principal.displayName),
    jobId: textOf(record.jobId),
    cycleId: textOf(record.cycleId),
    changeId: textOf(record.changeId),
    durationMs: typeof duration === "number" && Math.abs(duration) < 2 ** 31 ? Math.round(duration) : null,
    identityKeys: keysOf(
      [source, target].flatMap((identity) => [nameOf(identity), textOf(identity.id), upnOf(identity)]),
    ),
  };
}

function nameOf(identity: JsonObject): string | null {
  return textOf(identity.displayName) ?? upnOf(identity);
}

/** In the details it stands as the connected system spells it. */
function upnOf(identity: JsonObject): string | null {
  const details = objectOf(identity.details);
  const key = Object.keys(details).find((name) => name.toLowerCase() === "userprincipalname");
  return key === undefined ? null : textOf(details[key]);
}
