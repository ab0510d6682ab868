/** Looking after exports of all tenants, through the owner's connection: what was lost, what has expired. */
import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { exportDownloads, exportRows } from "@/db/schema";
import { DOWNLOADABLE, UNFINISHED } from "@/lib/model/exports";
import { HEARTBEAT_LIMIT_MS } from "./claims";

export interface ExportAddress {
  tenantId: string;
  exportId: string;
}

/** A row enters the queue at once; one that still waits this long after was lost on the way, or waits its turn. */
const QUEUED_LIMIT_MS = 60_000;

/** Exports that nobody works on although they are due: never enqueued, or their worker died, or it is time to try again. */
export async function selectForgotten(owner: Database, now: Date): Promise<ExportAddress[]> {
  const dead = new Date(now.getTime() - HEARTBEAT_LIMIT_MS);
  return owner
    .select({ tenantId: exportRows.tenantId, exportId: exportRows.exportId })
    .from(exportRows)
    .where(
      and(
        inArray(exportRows.status, [...UNFINISHED]),
        or(isNull(exportRows.heartbeatAt), lt(exportRows.heartbeatAt, dead)),
        or(
          and(isNotNull(exportRows.retryAt), lt(exportRows.retryAt, now)),
          and(isNull(exportRows.retryAt), lt(exportRows.askedAt, new Date(now.getTime() - QUEUED_LIMIT_MS))),
        ),
      ),
    )
    .orderBy(exportRows.exportId);
}

/** Gives back what a dead worker holds, so that the next one may claim it. Counts it, so that it does not go on for ever. */
export async function releaseDead(owner: Database, now: Date): Promise<number> {
  const dead = new Date(now.getTime() - HEARTBEAT_LIMIT_MS);
  const { count } = await owner
    .update(exportRows)
    .set({
      claimToken: null,
      heartbeatAt: null,
      status: sql`case when ${exportRows.status} = 'running' then 'queued' else ${exportRows.status} end`,
      takeovers: sql`${exportRows.takeovers} + 1`,
    })
    .where(and(inArray(exportRows.status, ["running", "mailing"]), lt(exportRows.heartbeatAt, dead)));
  return count;
}

/** Marks bundles whose time is over; their files are removed afterwards. */
export async function expireRows(owner: Database, now: Date): Promise<number> {
  const { count } = await owner
    .update(exportRows)
    .set({ status: "expired", fileKey: null, claimToken: null, heartbeatAt: null })
    .where(and(inArray(exportRows.status, [...DOWNLOADABLE]), lt(exportRows.expiresAt, now)));
  return count;
}

/** Which attempt of an export may have files: the one that is being made, and the one that was published. */
export async function readHolders(owner: Database, { tenantId, exportId }: ExportAddress) {
  const [row] = await owner
    .select({ fileKey: exportRows.fileKey, claimToken: exportRows.claimToken })
    .from(exportRows)
    .where(and(eq(exportRows.tenantId, tenantId), eq(exportRows.exportId, exportId)));
  return row;
}

/** Removes rows of exports, and of their downloads, that were asked for before. */
export async function purgeRows(owner: Database, before: Date): Promise<number> {
  await owner
    .delete(exportDownloads)
    .where(and(lt(exportDownloads.startedAt, before), isNotNull(exportDownloads.auditedAt)));
  const { count } = await owner.delete(exportRows).where(lt(exportRows.askedAt, before));
  return count;
}

/** Downloads that nobody has gone on with since, and that are not in the audit log yet. */
export async function selectBrokenOff(owner: Database, before: Date) {
  return owner
    .select({ tenantId: exportDownloads.tenantId, downloadId: exportDownloads.downloadId })
    .from(exportDownloads)
    .where(and(isNull(exportDownloads.auditedAt), lt(exportDownloads.lastAt, before)))
    .orderBy(exportDownloads.tenantId, exportDownloads.downloadId);
}
