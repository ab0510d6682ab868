/** Who has downloaded which bundle. */
import { and, asc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { exportDownloads } from "@/db/schema";

export type DownloadRow = typeof exportDownloads.$inferSelect;

/** The person's download of the bundle that is still open, taken up again; undefined when there is none. */
export async function resumeDownload(
  { tx, tenantId }: TenantTransaction,
  { exportId, userId, since, now }: { exportId: string; userId: string; since: Date; now: Date },
): Promise<string | undefined> {
  const [row] = await tx
    .update(exportDownloads)
    .set({ lastAt: now })
    .where(
      and(
        eq(exportDownloads.tenantId, tenantId),
        eq(exportDownloads.exportId, exportId),
        eq(exportDownloads.userId, userId),
        isNull(exportDownloads.auditedAt),
        gt(exportDownloads.lastAt, since),
      ),
    )
    .returning({ downloadId: exportDownloads.downloadId });
  return row?.downloadId;
}

export async function insertDownload(
  { tx, tenantId }: TenantTransaction,
  download: Pick<
    DownloadRow,
    "downloadId" | "exportId" | "userId" | "userName" | "userUpn" | "ipText" | "requestId" | "startedAt"
  >,
): Promise<void> {
  await tx
    .insert(exportDownloads)
    .values({ ...download, tenantId, lastAt: download.startedAt, bytesSent: 0, covered: "{}" });
}

/** Adds what was handed out. @param to exclusive. */
export async function addToDownload(
  { tx, tenantId }: TenantTransaction,
  downloadId: string,
  { from, to, now }: { from: number; to: number; now: Date },
): Promise<void> {
  await tx
    .update(exportDownloads)
    .set({
      lastAt: now,
      bytesSent: sql`${exportDownloads.bytesSent} + ${to - from}::bigint`,
      covered: sql`${exportDownloads.covered} + int8multirange(int8range(${from}::bigint, ${to}::bigint))`,
    })
    .where(and(eq(exportDownloads.tenantId, tenantId), eq(exportDownloads.downloadId, downloadId)));
}

/** Ends a download that has every byte. @returns it, once: to whoever ended it. */
export async function completeDownload(
  { tx, tenantId }: TenantTransaction,
  downloadId: string,
  { bytes, now }: { bytes: number; now: Date },
): Promise<DownloadRow | undefined> {
  const [row] = await tx
    .update(exportDownloads)
    .set({ completedAt: now, auditedAt: now })
    .where(
      and(
        eq(exportDownloads.tenantId, tenantId),
        eq(exportDownloads.downloadId, downloadId),
        isNull(exportDownloads.auditedAt),
        sql`${exportDownloads.covered} @> int8range(0, ${bytes}::bigint)`,
      ),
    )
    .returning();
  return row;
}

/** Closes one that was broken off. @returns it, once. */
export async function closeBrokenOff(
  { tx, tenantId }: TenantTransaction,
  downloadId: string,
  now: Date,
): Promise<DownloadRow | undefined> {
  const [row] = await tx
    .update(exportDownloads)
    .set({ auditedAt: now })
    .where(
      and(
        eq(exportDownloads.tenantId, tenantId),
        eq(exportDownloads.downloadId, downloadId),
        isNull(exportDownloads.auditedAt),
      ),
    )
    .returning();
  return row;
}

/** The downloads of some exports, oldest first. */
export async function selectDownloads(
  { tx, tenantId }: TenantTransaction,
  exportIds: readonly string[],
): Promise<DownloadRow[]> {
  if (exportIds.length === 0) return [];
  return tx
    .select()
    .from(exportDownloads)
    .where(and(eq(exportDownloads.tenantId, tenantId), inArray(exportDownloads.exportId, [...exportIds])))
    .orderBy(asc(exportDownloads.startedAt));
}
