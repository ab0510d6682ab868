/** What is not folded into the pairs yet: which batches, and the sign-ins of a thing in them. */
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { ingestBatches, signInPairProgress } from "@/db/schema";
import type { DayKind } from "@/lib/model/facets";
import { STATUS_CODES } from "@/lib/model/status";
import { broughtBy } from "./fold";
import { PAIR_COLUMNS } from "./pairs-of";

/** Every batch up to this number is folded. */
export async function readProgress({ tx, tenantId }: TenantTransaction): Promise<number> {
  const [row] = await tx
    .select({ throughSeq: signInPairProgress.throughSeq })
    .from(signInPairProgress)
    .where(eq(signInPairProgress.tenantId, tenantId));
  return row?.throughSeq ?? 0;
}

export interface Unfolded {
  batchIds: string[];
  /** New events in them. */
  accepted: number;
  /** When the first of them came. */
  since: Date | null;
}

/** The batches that are not folded yet, numbered or not, at most `limit` + 1 of them. */
export async function unfoldedBatches(
  { tx, tenantId }: TenantTransaction,
  throughSeq: number,
  limit: number,
): Promise<Unfolded> {
  const { batchId, accepted, receivedAt, seq } = ingestBatches;
  const rows = await tx
    .select({ batchId, accepted, receivedAt })
    .from(ingestBatches)
    .where(and(eq(ingestBatches.tenantId, tenantId), or(gt(seq, throughSeq), isNull(seq))))
    .limit(limit + 1);
  const times = rows.map((row) => row.receivedAt.getTime());
  return {
    batchIds: rows.map((row) => row.batchId),
    accepted: rows.reduce((sum, row) => sum + row.accepted, 0),
    since: times.length > 0 ? new Date(Math.min(...times)) : null,
  };
}

/** Like sign-ins of one UTC day. */
export interface UnfoldedGroup {
  /** Of a service principal or managed identity. */
  isService: boolean;
  principal: string;
  application: string;
  resource: string;
  address: string | null;
  country: string | null;
  device: string | null;
  day: string;
  n: number;
  succeeded: boolean;
}

const COLUMNS: Record<DayKind, string> = {
  principal: "principal_key",
  application: "application_key",
  resource: "resource_key",
  address: "ip_text",
};

/** @param batchIds the batches that are not folded; few, as the caller sees to. */
export async function readUnfolded(
  { tx, tenantId }: TenantTransaction,
  { kind, keys }: { kind: DayKind; keys: readonly string[] },
  batchIds: readonly string[],
): Promise<UnfoldedGroup[]> {
  if (batchIds.length === 0) return [];
  const events = broughtBy(tenantId, batchIds, sql`${PAIR_COLUMNS}, s.created_at`);
  const rows = await tx.execute<Record<string, unknown>>(sql`
    select e.category > 2 as "isService", e.principal_key as principal, e.application_key as application,
      e.resource_key as resource, e.ip_text as address, e.country, e.device_id as device,
      to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as n,
      bool_or(e.status = ${STATUS_CODES.success}) as succeeded
    from (${events}) e where e.${sql.raw(COLUMNS[kind])} = any(${textArray(keys)}::text[])
    group by 1, 2, 3, 4, 5, 6, 7, 8`);
  return rows as unknown as UnfoldedGroup[];
}
