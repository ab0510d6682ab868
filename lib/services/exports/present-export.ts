/** From a row to what a reader of the exports page is shown, with what they may do about it. */
import type { DownloadRow } from "@/db/queries/exports/downloads";
import type { ExportRowData } from "@/db/queries/exports/rows";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import { DOWNLOADABLE, type ExportView } from "@/lib/model/exports";
import { licenseHasFeature } from "@/lib/model/licenses";
import type { TenantScope } from "@/lib/model/scope";

/**
 * A bundle shows what its requester could see; whoever downloads it must be able to see all of that now.
 * @throws ForbiddenError, LicenseRequiredError for what is missing.
 */
export function requireRightsOf(row: Pick<ExportRowData, "permissions" | "license">, scope: TenantScope): void {
  for (const permission of row.permissions ?? []) {
    if (!scope.permissions.has(permission)) throw new ForbiddenError(permission);
  }
  const showsRisk = row.license !== null && licenseHasFeature(row.license, "risk");
  if (showsRisk && !licenseHasFeature(scope.license, "risk")) throw new LicenseRequiredError("risk");
}

function hasRightsOf(row: ExportRowData, scope: TenantScope): boolean {
  try {
    requireRightsOf(row, scope);
    return true;
  } catch {
    return false;
  }
}

/** Past its time a bundle is expired, whether the job that says so has run or not. */
export function isExpired({ status, expiresAt }: ExportRowData, now: Date): boolean {
  return status === "expired" || (DOWNLOADABLE.includes(status) && expiresAt !== null && expiresAt <= now);
}

/** Whose business an export is: the requester's, and that of those who manage the tenant. */
export function mayManage(row: ExportRowData, { actor, permissions }: TenantScope): boolean {
  return (actor.kind === "user" && actor.id === row.requesterId) || permissions.has("tenant:manage");
}

export function presentExport(
  row: ExportRowData,
  downloads: readonly DownloadRow[],
  scope: TenantScope,
  now: Date,
): ExportView {
  const status = isExpired(row, now) ? "expired" : row.status;
  const isOwn = scope.actor.kind === "user" && scope.actor.id === row.requesterId;
  return {
    id: row.exportId,
    requester: { id: row.requesterId, name: row.requesterName, upn: row.requesterUpn },
    ...{ askedAt: row.askedAt, format: row.format, fileName: row.fileName, logs: row.logs, part: row.part },
    ...{ recordCap: row.recordCap, status, failure: row.failure, startedAt: row.startedAt, finishedAt: row.finishedAt },
    ...{ files: row.files, license: row.license, bytes: row.bytes, sha256: row.sha256, expiresAt: row.expiresAt },
    ...{ mailedAt: row.mailedAt, mailFailure: row.mailFailure },
    downloads: downloads.map(({ userName, startedAt, completedAt, bytesSent }) => ({
      ...{ userName, startedAt, bytesSent, complete: completedAt !== null },
    })),
    may: {
      download: DOWNLOADABLE.includes(status) && hasRightsOf(row, scope),
      cancel: (status === "queued" || status === "running") && mayManage(row, scope),
      retry: (status === "failed" || status === "cancelled") && isOwn,
      continue: isOwn && row.files.some(({ truncated, last }) => truncated && last !== undefined),
    },
  };
}
