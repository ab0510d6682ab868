/** How up to date a log is, for a reader of its tenant. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readFreshness } from "@/db/queries/sign-ins/freshness";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import type { Freshness } from "@/lib/model/freshness";
import { FUTURE_TOLERANCE_MS, retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

/** @throws ForbiddenError, LicenseRequiredError, UnavailableError. */
export async function getFreshness(
  scope: TenantScope,
  log: CategorySlug,
  { now = new Date() }: { now?: Date } = {},
): Promise<Freshness> {
  authorize(scope, "logs:read", "signInLogs");
  const range = { from: retentionCutoff(scope.license, now), to: new Date(now.getTime() + FUTURE_TOLERANCE_MS) };
  return inTenant(appDatabase().db, scope, (tenant) => readFreshness(tenant, CATEGORIES[log].code, range));
}
