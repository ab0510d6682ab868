/** One page of the audit log for a reader of its tenant. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { auditConditions, readAudits } from "@/db/queries/activities/audits";
import type { ActivityPage, ActivityQuery, AuditFilters } from "@/lib/model/activity-query";
import type { AuditItem } from "@/lib/model/activity-view";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { pageOf, rowsToRead } from "./page-of-activities";
import { presentAudit } from "./present-audit";

/**
 * What people and programs did in the tenant, Signbook's own records and received ones in one order, inside what the
 * license keeps.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for a cursor of other filters, UnavailableError.
 */
export async function listAudits(
  scope: TenantScope,
  query: ActivityQuery<AuditFilters>,
  { now = new Date() }: { now?: Date } = {},
): Promise<ActivityPage<AuditItem>> {
  authorize(scope, "logs:read", "auditLog");
  const read = rowsToRead({ scope, kind: "audit", now }, query);
  const conditions = auditConditions(query.filters ?? {});
  const rows = await inTenant(appDatabase().db, scope, (tenant) => readAudits(tenant, { ...read, conditions }));
  return pageOf({ scope, kind: "audit" }, query, {
    ...{ rows, read, present: presentAudit },
    positionOf: ({ at, auditId }) => ({ at, key: auditId }),
  });
}
