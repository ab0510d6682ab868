/** One page of the provisioning log for a reader of its tenant. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { provisioningConditions, readProvisioning } from "@/db/queries/activities/provisioning";
import type { ActivityPage, ActivityQuery, ProvisioningFilters } from "@/lib/model/activity-query";
import type { ProvisioningItem } from "@/lib/model/activity-view";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { pageOf, rowsToRead } from "./page-of-activities";
import { presentProvisioning } from "./present-provisioning";

/**
 * What provisioning services did to identities, inside what is kept. A premium log, as sign-ins are.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for a cursor of other filters, UnavailableError.
 */
export async function listProvisioning(
  scope: TenantScope,
  query: ActivityQuery<ProvisioningFilters>,
  { now = new Date() }: { now?: Date } = {},
): Promise<ActivityPage<ProvisioningItem>> {
  authorize(scope, "logs:read", "provisioningLog");
  const read = rowsToRead({ scope, kind: "provisioning", now }, query);
  const conditions = provisioningConditions(query.filters ?? {});
  const rows = await inTenant(appDatabase().db, scope, (tenant) => readProvisioning(tenant, { ...read, conditions }));
  return pageOf({ scope, kind: "provisioning" }, query, {
    ...{ rows, read, present: presentProvisioning },
    positionOf: ({ at, provisioningId }) => ({ at, key: provisioningId }),
  });
}
