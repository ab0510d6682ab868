import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readProvisioningRecord } from "@/db/queries/activities/provisioning";
import type { ProvisioningItem } from "@/lib/model/activity-view";
import { NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { presentProvisioning } from "./present-provisioning";
import { readableNow } from "./readable-now";

/**
 * One provisioning record by its id, with its steps; the newest where a sender used an id twice. It tells of a person:
 * opening it is on record, once per reader and hour.
 * @throws ForbiddenError, LicenseRequiredError, NotFoundError (also for what is older than is kept).
 */
export async function getProvisioning(
  scope: TenantScope,
  id: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<ProvisioningItem> {
  authorize(scope, "logs:read", "provisioningLog");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const row = await readProvisioningRecord(tenant, id, readableNow(scope, now));
    if (!row) throw new NotFoundError("There is no such record in the provisioning log.");
    const item = presentProvisioning(row);
    const name = item.sourceIdentity.name ?? item.targetIdentity.name ?? undefined;
    const target = { type: "Provisioning record", id, ...(name === undefined ? {} : { name }) };
    await recordAudit(
      tenant,
      scope,
      { activity: "Open provisioning details", category: "Other", target, oncePerHour: true },
      now,
    );
    return item;
  });
}
