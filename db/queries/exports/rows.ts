/** The rows of exports: entering, reading, listing. What a worker changes about them is in `claims.ts`. */
import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { exportRows, ingestSequences } from "@/db/schema";
import { UNFINISHED } from "@/lib/model/exports";

export type ExportRowData = typeof exportRows.$inferSelect;
export type NewExport = Pick<
  ExportRowData,
  | "exportId"
  | "requesterId"
  | "requesterName"
  | "requesterUpn"
  | "askedAt"
  | "format"
  | "fileName"
  | "logs"
  | "throughSeq"
  | "recordCap"
  | "part"
  | "files"
>;

export async function insertExport({ tx, tenantId }: TenantTransaction, row: NewExport): Promise<void> {
  await tx
    .insert(exportRows)
    .values({ ...row, tenantId, status: "queued", takeovers: 0, failures: 0, mailAttempts: 0 });
}

/** The number of the last committed batch that has one; 0 before the first. */
export async function readLastSeq({ tx, tenantId }: TenantTransaction): Promise<number> {
  const [row] = await tx.select().from(ingestSequences).where(eq(ingestSequences.tenantId, tenantId));
  return row?.lastSeq ?? 0;
}

export async function readExport(
  { tx, tenantId }: TenantTransaction,
  exportId: string,
): Promise<ExportRowData | undefined> {
  const [row] = await tx
    .select()
    .from(exportRows)
    .where(and(eq(exportRows.tenantId, tenantId), eq(exportRows.exportId, exportId)));
  return row;
}

/** Newest first: ids are made in order of time. */
export async function selectExports(
  { tx, tenantId }: TenantTransaction,
  { before, limit }: { before?: string; limit: number },
): Promise<ExportRowData[]> {
  return tx
    .select()
    .from(exportRows)
    .where(and(eq(exportRows.tenantId, tenantId), before ? lt(exportRows.exportId, before) : undefined))
    .orderBy(desc(exportRows.exportId))
    .limit(limit);
}

export async function countUnfinished({ tx, tenantId }: TenantTransaction): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(exportRows)
    .where(and(eq(exportRows.tenantId, tenantId), inArray(exportRows.status, [...UNFINISHED])));
  return row?.n ?? 0;
}
