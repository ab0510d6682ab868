/** Taking refused records off the list without storing them. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { deleteRejections, deleteRejectionsUntil } from "@/db/queries/ingest/rejections";
import { isUuid } from "@/lib/access/find-tenant";
import { NotFoundError } from "@/lib/model/errors";
import { rejectionLabel } from "@/lib/model/rejections";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";

const ACTIVITY = { activity: "Dismiss refused records", category: "Other" } as const;

/**
 * Dismisses one refused record: it is gone for good.
 * @throws ForbiddenError without `tenant:manage`; NotFoundError when it is not, or no longer, among the refused.
 */
export async function dismissRejection(scope: TenantScope, rejectionId: string): Promise<void> {
  authorize(scope, "tenant:manage");
  if (!isUuid(rejectionId)) throw new NotFoundError("There is no such refused record.");
  await inTenant(appDatabase().db, scope, async (tenant) => {
    if ((await deleteRejections(tenant, [rejectionId])) === 0)
      throw new NotFoundError("There is no such refused record.");
    await recordAudit(tenant, scope, { ...ACTIVITY, target: { type: "Refused record", id: rejectionId } });
  });
}

/**
 * Dismisses what was refused up to an instant, all of it or with one reason; how many there were. What comes in while
 * somebody decides was not seen by them, and stays.
 * @throws ForbiddenError without `tenant:manage`; UnavailableError.
 */
export async function dismissRejections(
  scope: TenantScope,
  { until, code }: { until: Date; code?: string },
): Promise<number> {
  authorize(scope, "tenant:manage");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const dismissed = await deleteRejectionsUntil(tenant, { until, ...(code === undefined ? {} : { code }) });
    const reason = code === undefined ? [] : [{ key: "Reason", value: rejectionLabel(code) }];
    const details = [{ key: "Dismissed", value: String(dismissed) }, ...reason];
    if (dismissed > 0) await recordAudit(tenant, scope, { ...ACTIVITY, details });
    return dismissed;
  });
}
