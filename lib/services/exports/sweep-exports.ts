/** Finds what fell between the row and the queue: nothing that was asked for is forgotten. */
import { inTenant, outsideTenants } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { closeBrokenOff } from "@/db/queries/exports/downloads";
import { releaseDead, selectBrokenOff, selectForgotten } from "@/db/queries/exports/upkeep";
import { auditDownload } from "./audit-download";
import { enqueueBuild } from "./enqueue-build";

/** A download that nobody goes on with for this long was broken off. */
export const RESUME_WITHIN_MS = 15 * 60_000;

/**
 * Enqueues exports that nobody works on although they are due, takes back those whose worker died, and enters downloads
 * that were broken off into the audit log. @returns a sentence on what was found.
 */
export async function sweepExports({ now }: { now: Date }): Promise<string> {
  const owner = ownerDatabase().db;
  const dead = await outsideTenants(() => releaseDead(owner, now));
  const forgotten = await outsideTenants(() => selectForgotten(owner, now));
  for (const { tenantId, exportId } of forgotten) await enqueueBuild(tenantId, exportId);
  const brokenOff = await outsideTenants(() => selectBrokenOff(owner, new Date(now.getTime() - RESUME_WITHIN_MS)));
  for (const { tenantId, downloadId } of brokenOff) {
    await inTenant(appDatabase().db, { tenantId }, async (tenant) => {
      const download = await closeBrokenOff(tenant, downloadId, now);
      if (download) await auditDownload(tenant, download, now);
    });
  }
  return `Put ${forgotten.length} exports into the queue, ${dead} of them left by a worker that ended; closed ${brokenOff.length} downloads.`;
}
