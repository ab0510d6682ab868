/** What a person does about an export after asking for it. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { changeExport, UNCLAIMED } from "@/db/queries/exports/claims";
import { type ExportRowData, readExport } from "@/db/queries/exports/rows";
import { isUuid } from "@/lib/access/find-tenant";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { enqueueBuild } from "./enqueue-build";
import { mayManage } from "./present-export";

type Changes = Parameters<typeof changeExport>[3];

interface Change {
  activity: string;
  from: readonly ExportRowData["status"][];
  changes: Changes;
  /** Said when the export is in another state. */
  otherwise: string;
  now: Date;
}

/**
 * Ends an export that waits or is being built; its worker notices within a second and leaves nothing behind.
 * @throws ForbiddenError unless it is one's own or one manages the tenant; NotFoundError; ConflictError when it has ended.
 */
export async function cancelExport(
  scope: TenantScope,
  exportId: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<void> {
  await change(scope, exportId, {
    activity: "Cancel export bundle",
    from: ["queued", "running"],
    changes: { ...UNCLAIMED, status: "cancelled", finishedAt: now, retryAt: null },
    otherwise: "This export has ended already.",
    now,
  });
}

/**
 * Has an export that failed or was cancelled built after all, with what was asked for then.
 * @throws ForbiddenError; NotFoundError; ConflictError when there is nothing to try again.
 */
export async function retryExport(
  scope: TenantScope,
  exportId: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<void> {
  await change(scope, exportId, {
    activity: "Retry export bundle",
    from: ["failed", "cancelled"],
    changes: {
      ...UNCLAIMED,
      status: "queued",
      failures: 0,
      takeovers: 0,
      failure: null,
      finishedAt: null,
      retryAt: null,
    },
    otherwise: "Only an export that failed or was cancelled can be tried again.",
    now,
  });
  await enqueueBuild(scope.tenantId, exportId);
}

async function change(scope: TenantScope, exportId: string, { activity, from, changes, otherwise, now }: Change) {
  authorize(scope, "logs:read", "signInLogs");
  if (!isUuid(exportId)) throw new NotFoundError("There is no such export.");
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const row = await readExport(tenant, exportId);
    if (!row) throw new NotFoundError("There is no such export.");
    if (!mayManage(row, scope)) throw new ForbiddenError("tenant:manage");
    if (!(await changeExport(tenant, exportId, from, changes))) throw new ConflictError(otherwise);
    const target = { type: "Export", id: exportId, name: `${row.fileName}.zip` };
    await recordAudit(tenant, scope, { activity, category: "Other", target }, now);
  });
}
