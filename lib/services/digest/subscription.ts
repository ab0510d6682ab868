/** A reader's choice to get the weekly digest. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readSubscription, removeSubscription, saveSubscription } from "@/db/queries/digest";
import { ForbiddenError, InvalidInputError } from "@/lib/model/errors";
import { isTimeZone } from "@/lib/model/format-time";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { openStopToken } from "./stop-token";

/** The zone of one's subscription; null without one. @throws ForbiddenError, LicenseRequiredError. */
export async function getDigestZone(scope: TenantScope): Promise<string | null> {
  const userId = subscriberOf(scope);
  const row = await inTenant(appDatabase().db, scope, (tenant) => readSubscription(tenant, userId));
  return row?.zone ?? null;
}

/**
 * Subscribes to the digest, from next Monday on, or changes its zone.
 * @throws ForbiddenError, LicenseRequiredError; InvalidInputError for an unknown zone.
 */
export async function subscribeToDigest(scope: TenantScope, zone: string, now = new Date()): Promise<void> {
  const userId = subscriberOf(scope);
  if (zone.length > 64 || !isTimeZone(zone)) {
    throw new InvalidInputError({ zone: `The time zone “${zone.slice(0, 40)}” is not known.` });
  }
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const before = await readSubscription(tenant, userId);
    if (before?.zone === zone) return;
    await saveSubscription(tenant, { userId, zone, subscribedAt: now });
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Subscribe to weekly digest", category: "Other", target: { type: "User", id: userId } },
        changes: [{ property: "Time zone", before: before?.zone ?? null, after: zone }],
      },
      now,
    );
  });
}

/** Ends one's own subscription; nothing changes without one. @throws ForbiddenError, LicenseRequiredError. */
export async function unsubscribeFromDigest(scope: TenantScope): Promise<void> {
  await stop(scope, subscriberOf(scope));
}

/** Ends the subscription that a link from a digest names, whoever follows it. False for a link that is not ours. */
export async function stopDigestByLink(token: string): Promise<boolean> {
  const target = openStopToken(token);
  if (!target) return false;
  const { tenantId, userId } = target;
  await stop({ tenantId, actor: { kind: "system", name: "Link in the digest" } }, userId);
  return true;
}

async function stop(scope: Pick<TenantScope, "tenantId" | "actor" | "origin">, userId: string): Promise<void> {
  await inTenant(appDatabase().db, scope, async (tenant) => {
    if (!(await removeSubscription(tenant, userId))) return;
    const target = { type: "User", id: userId };
    await recordAudit(tenant, scope, { activity: "Unsubscribe from weekly digest", category: "Other", target });
  });
}

function subscriberOf(scope: TenantScope): string {
  authorize(scope, "logs:read", "signInLogs");
  if (scope.actor.kind !== "user") throw new ForbiddenError("logs:read");
  return scope.actor.id;
}
