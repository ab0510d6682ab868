/** Counting a client's requests to the reporting API, exactly however many processes answer them. */
import { and, eq, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { reportWindows } from "@/db/schema";

export interface ReportRequest {
  clientId: string;
  now: Date;
  windowMs: number;
  /** Requests in a window. */
  limit: number;
}

/**
 * Counts one request; a window begins with the first request after the last one ended.
 * @returns undefined when it was let in, or the start of the window that is used up.
 */
export async function countReportRequest(
  { tx, tenantId }: TenantTransaction,
  { clientId, now, windowMs, limit }: ReportRequest,
): Promise<Date | undefined> {
  // Losing the last counts in a power cut does no harm; waiting for the disk at every request would.
  await tx.execute(sql`set local synchronous_commit = off`);
  const [at, ended, ahead] = [0, -windowMs, windowMs].map((ms) => new Date(now.getTime() + ms).toISOString());
  // A start far ahead was written by a clock that was wrong.
  const isOver = sql`(report_windows.started_at <= ${ended}::timestamptz or report_windows.started_at > ${ahead}::timestamptz)`;
  const counted = await tx.execute(sql`
    insert into report_windows (tenant_id, client_id, started_at, requests)
    values (${tenantId}::uuid, ${clientId}::uuid, ${at}::timestamptz, 1)
    on conflict (tenant_id, client_id) do update set
      started_at = case when ${isOver} then excluded.started_at else report_windows.started_at end,
      requests = case when ${isOver} then 1 else report_windows.requests + 1 end
    where ${isOver} or report_windows.requests < ${limit}::int
    returning requests`);
  if (counted.length > 0) return undefined;
  const [window] = await tx
    .select({ startedAt: reportWindows.startedAt })
    .from(reportWindows)
    .where(and(eq(reportWindows.tenantId, tenantId), eq(reportWindows.clientId, clientId)));
  return window?.startedAt;
}
