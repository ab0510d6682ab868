/** Records that were refused, kept with their reason. */
import { and, asc, count, desc, eq, inArray, lte, type SQL, sql } from "drizzle-orm";
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

/** Where a refused record stands among the others. */
export type RejectionPosition = Pick<StoredRejection, "receivedAt" | "rejectionId">;

const position = sql`(${ingestRejections.receivedAt}, ${ingestRejections.rejectionId})`;

function at({ receivedAt, rejectionId }: RejectionPosition): SQL {
  return sql`(${receivedAt.toISOString()}::timestamptz, ${rejectionId}::uuid)`;
}

/** Refused records, oldest first; those after a given one when there is one, those with one reason when it is named. */
export async function listRejections(
  { tx, tenantId }: TenantTransaction,
  limit: number,
  after?: RejectionPosition,
  code?: string,
): Promise<StoredRejection[]> {
  return tx
    .select()
    .from(ingestRejections)
    .where(and(eq(ingestRejections.tenantId, tenantId), after && sql`${position} > ${at(after)}`, hasCode(code)))
    .orderBy(asc(ingestRejections.receivedAt), asc(ingestRejections.rejectionId))
    .limit(limit);
}

/** The same newest first, those before a given one. */
export async function pageRejections(
  { tx, tenantId }: TenantTransaction,
  { limit, before, code }: { limit: number; before?: RejectionPosition; code?: string },
): Promise<StoredRejection[]> {
  return tx
    .select()
    .from(ingestRejections)
    .where(and(eq(ingestRejections.tenantId, tenantId), before && sql`${position} < ${at(before)}`, hasCode(code)))
    .orderBy(desc(ingestRejections.receivedAt), desc(ingestRejections.rejectionId))
    .limit(limit);
}

/** One refused record. */
export async function readRejection(
  { tx, tenantId }: TenantTransaction,
  rejectionId: string,
): Promise<StoredRejection | undefined> {
  const [row] = await tx
    .select()
    .from(ingestRejections)
    .where(and(eq(ingestRejections.tenantId, tenantId), eq(ingestRejections.rejectionId, rejectionId)));
  return row;
}

/** How many there are of each reason, the most frequent first. */
export async function countRejections({ tx, tenantId }: TenantTransaction): Promise<{ code: string; count: number }[]> {
  return tx
    .select({ code: ingestRejections.code, count: count() })
    .from(ingestRejections)
    .where(eq(ingestRejections.tenantId, tenantId))
    .groupBy(ingestRejections.code)
    .orderBy(desc(count()), asc(ingestRejections.code));
}

/** Removes what was refused up to an instant, all of it or with one reason; how many there were. */
export async function deleteRejectionsUntil(
  { tx, tenantId }: TenantTransaction,
  { until, code }: { until: Date; code?: string },
): Promise<number> {
  const result = await tx
    .delete(ingestRejections)
    .where(and(eq(ingestRejections.tenantId, tenantId), lte(ingestRejections.receivedAt, until), hasCode(code)));
  return result.count;
}

function hasCode(code: string | undefined): SQL | undefined {
  return code === undefined ? undefined : eq(ingestRejections.code, code);
}

/** Removes refused records that have since been stored or dismissed; how many were there. */
export async function deleteRejections(
  { tx, tenantId }: TenantTransaction,
  rejectionIds: readonly string[],
): Promise<number> {
  if (rejectionIds.length === 0) return 0;
  const result = await tx
    .delete(ingestRejections)
    .where(and(eq(ingestRejections.tenantId, tenantId), inArray(ingestRejections.rejectionId, [...rejectionIds])));
  return result.count;
}

function withoutNul(text: string): string {
  return text.replaceAll("\u0000", "\ufffd");
}
