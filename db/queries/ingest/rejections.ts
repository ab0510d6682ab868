/** Records that were refused, kept with their reason. */
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { TenantTransaction } from "@/db/client";
import { ingestRejections } from "@/db/schema";

export interface NewRejection {
  receivedAt: Date;
  source: string;
  recordIndex: number;
  code: string;
  message: string;
  /** The record as it came; cut at 64 kB by the reader. */
  raw: string;
  /** How long it was, bytes. */
  rawBytes: number;
}

export type StoredRejection = typeof ingestRejections.$inferSelect;

/** Eight columns a row, and PostgreSQL takes 65,535 parameters a statement. */
const ROWS_PER_STATEMENT = 5000;

/** Keeps refused records. NUL characters, which PostgreSQL refuses in text, become U+FFFD. */
export async function insertRejections(
  { tx, tenantId }: TenantTransaction,
  rejections: readonly NewRejection[],
): Promise<void> {
  for (let start = 0; start < rejections.length; start += ROWS_PER_STATEMENT) {
    const rows = rejections.slice(start, start + ROWS_PER_STATEMENT).map((rejection) => ({
      tenantId,
      rejectionId: uuidv7(),
      ...rejection,
      message: withoutNul(rejection.message),
      raw: withoutNul(rejection.raw),
    }));
    await tx.insert(ingestRejections).values(rows);
  }
}

/** Refused records, oldest first; those after a given one when there is one. */
export async function listRejections(
  { tx, tenantId }: TenantTransaction,
  limit: number,
  after?: Pick<StoredRejection, "receivedAt" | "rejectionId">,
): Promise<StoredRejection[]> {
  const position = sql`(${ingestRejections.receivedAt}, ${ingestRejections.rejectionId})`;
  const start =
    after && sql`${position} > (${after.receivedAt.toISOString()}::timestamptz, ${after.rejectionId}::uuid)`;
  return tx
    .select()
    .from(ingestRejections)
    .where(and(eq(ingestRejections.tenantId, tenantId), start))
    .orderBy(asc(ingestRejections.receivedAt), asc(ingestRejections.rejectionId))
    .limit(limit);
}

/** Removes refused records that have since been stored or dismissed. */
export async function deleteRejections(
  { tx, tenantId }: TenantTransaction,
  rejectionIds: readonly string[],
): Promise<void> {
  if (rejectionIds.length === 0) return;
  await tx
    .delete(ingestRejections)
    .where(and(eq(ingestRejections.tenantId, tenantId), inArray(ingestRejections.rejectionId, [...rejectionIds])));
}

function withoutNul(text: string): string {
  return text.replaceAll("\u0000", "\ufffd");
}
