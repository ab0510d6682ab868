import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readAudit } from "@/db/queries/activities/audits";
import type { AuditItem } from "@/lib/model/activity-view";
import { NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { presentAudit } from "./present-audit";
import { readableNow } from "./readable-now";

/**
 * One audit by its id, the newest where a sender used an id twice. Reading the audit log is not itself on record in it.
 * @throws ForbiddenError, LicenseRequiredError, NotFoundError (also for what is older than the license keeps).
 */
export async function getAudit(
  scope: TenantScope,
  id: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<AuditItem> {
  authorize(scope, "logs:read", "auditLog");
  const row = await inTenant(appDatabase().db, scope, (tenant) => readAudit(tenant, id, readableNow(scope, now)));
  if (!row) throw new NotFoundError("There is no such record in the audit log.");
  return presentAudit(row);
}
