/** The reporting API's limit: so many requests of one client in one tenant per window (REPORT_RATE_LIMIT). */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countReportRequest } from "@/db/queries/report-windows";
import { env, type RateLimit } from "@/lib/env";
import { TooManyRequestsError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";

/** Until when a client has used up its window: found out once, it is refused without asking the database again. */
const refusedUntil = new Map<string, number>();
const MOST_REMEMBERED = 10_000;

/**
 * Counts one request of the scope's client, in all processes together.
 * @throws TooManyRequestsError that says when the next one will be let in.
 */
export async function paceReports(
  scope: TenantScope,
  now: Date,
  { requests, seconds }: RateLimit = env().REPORT_RATE_LIMIT,
): Promise<void> {
  if (scope.actor.kind !== "client") return;
  const clientId = scope.actor.id;
  const key = `${scope.tenantId} ${clientId}`;
  const windowMs = seconds * 1000;
  const known = refusedUntil.get(key) ?? 0;
  if (known > now.getTime() && known <= now.getTime() + windowMs) throw tooMany({ requests, seconds }, known, now);
  refusedUntil.delete(key);
  const startedAt = await inTenant(appDatabase().db, scope, (tenant) =>
    countReportRequest(tenant, { clientId, now, windowMs, limit: requests }),
  );
  if (!startedAt) return;
  const until = startedAt.getTime() + windowMs;
  if (refusedUntil.size >= MOST_REMEMBERED) refusedUntil.clear();
  refusedUntil.set(key, until);
  throw tooMany({ requests, seconds }, until, now);
}

function tooMany({ requests, seconds }: RateLimit, until: number, now: Date): TooManyRequestsError {
  const wait = Math.max(1, Math.ceil((until - now.getTime()) / 1000));
  return new TooManyRequestsError(
    `More than ${requests} requests in ${seconds} seconds. Try again after ${wait} ${wait === 1 ? "second" : "seconds"}, as the Retry-After header says.`,
    wait,
  );
}
