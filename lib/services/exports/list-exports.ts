import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { selectDownloads } from "@/db/queries/exports/downloads";
import { readExport, selectExports } from "@/db/queries/exports/rows";
import { isUuid } from "@/lib/access/find-tenant";
import { NotFoundError } from "@/lib/model/errors";
import type { ExportView } from "@/lib/model/exports";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { presentExport } from "./present-export";

const EXPORTS_PER_PAGE = 25;

export interface ExportList {
  exports: readonly ExportView[];
  /** The id after which the next page begins; null at the end. */
  before: string | null;
}

/**
 * The tenant's exports, newest first: everybody's, because who has taken what out of the log is no secret among those who
 * read it. @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function listExports(
  scope: TenantScope,
  { before, now = new Date() }: { before?: string; now?: Date } = {},
): Promise<ExportList> {
  authorize(scope, "logs:read", "signInLogs");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const from = before !== undefined && isUuid(before) ? { before } : {};
    const rows = await selectExports(tenant, { ...from, limit: EXPORTS_PER_PAGE + 1 });
    const shown = rows.slice(0, EXPORTS_PER_PAGE);
    const downloads = await selectDownloads(
      tenant,
      shown.map(({ exportId }) => exportId),
    );
    const exports = shown.map((row) => {
      const own = downloads.filter(({ exportId }) => exportId === row.exportId);
      return presentExport(row, own, scope, now);
    });
    return { exports, before: rows.length > shown.length ? (exports.at(-1)?.id ?? null) : null };
  });
}

/** @throws ForbiddenError, LicenseRequiredError, NotFoundError (also for another tenant's), UnavailableError. */
export async function getExport(
  scope: TenantScope,
  exportId: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<ExportView> {
  authorize(scope, "logs:read", "signInLogs");
  if (!isUuid(exportId)) throw new NotFoundError("There is no such export.");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const row = await readExport(tenant, exportId);
    if (!row) throw new NotFoundError("There is no such export.");
    return presentExport(row, await selectDownloads(tenant, [exportId]), scope, now);
  });
}
