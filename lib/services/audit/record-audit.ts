/** Enters what was done into the tenant's audit log. */
import { v7 as uuidv7 } from "uuid";
import type { TenantTransaction } from "@/db/client";
import { insertAuditEvent } from "@/db/queries/audit";
import type { AuditActivity } from "@/lib/model/audit";
import { HOUR_MS } from "@/lib/model/retention";
import type { Actor, TenantScope } from "@/lib/model/scope";

/** The service that the field's audit records name as theirs. */
const SERVICE = "Signbook";

/**
 * Records an activity of the scope's actor in the given transaction: it is on record exactly when what it tells of
 * happened. Who, from which address and under which request comes from the scope.
 */
export async function recordAudit(
  tenant: TenantTransaction,
  scope: Pick<TenantScope, "actor" | "origin">,
  activity: AuditActivity,
  now: Date = new Date(),
): Promise<void> {
  const { target } = activity;
  await insertAuditEvent(tenant, {
    auditId: uuidv7(),
    at: now,
    service: SERVICE,
    category: activity.category,
    activity: activity.activity,
    result: activity.result ?? "success",
    resultReason: activity.resultReason ?? null,
    ...actorColumns(scope.actor),
    ipText: scope.origin?.ip ?? null,
    requestId: scope.origin?.requestId ?? null,
    targetType: target?.type ?? null,
    targetId: target?.id ?? null,
    targetName: target?.name ?? null,
    changes: activity.changes ?? [],
    details: activity.details ?? [],
    ...keysOf(scope.actor, activity),
    onceKey: activity.oncePerHour ? onceKeyOf(scope.actor, activity, now) : null,
  });
}

function actorColumns(actor: Actor) {
  return {
    actorKind: actor.kind,
    actorId: actor.kind === "system" ? null : actor.id,
    actorName: actor.name,
    actorUpn: actor.kind === "user" ? actor.upn : null,
  };
}

/** What the actor and the target may be looked for by. */
function keysOf(actor: Actor, { activity, target }: AuditActivity) {
  const known = (...texts: (string | undefined)[]) => texts.flatMap((text) => (text ? [text.toLowerCase()] : []));
  const actorKeys = known(actor.name, actor.kind === "user" ? actor.upn : "", actor.kind === "system" ? "" : actor.id);
  return { activityKey: activity.toLowerCase(), actorKeys, targetKeys: known(target?.name, target?.id) };
}

function onceKeyOf(actor: Actor, { activity, target }: AuditActivity, now: Date): string {
  const who = actor.kind === "system" ? actor.name : actor.id;
  return JSON.stringify([activity, actor.kind, who, target?.type, target?.id, Math.floor(now.getTime() / HOUR_MS)]);
}
