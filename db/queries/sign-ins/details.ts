/** The second half of a stored sign-in: the rest of its record, and when it last came in. */
import { and, eq, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { ingestBatches, signInDetails } from "@/db/schema";
import { unnestRows } from "../ingest/bulk";
import { KEY_COLUMNS, type SignInKey } from "../ingest/stored-sign-in";
import type { SignInRow } from "./page";

export interface DetailsOfSignIn {
  rest: string;
  notes: readonly string[];
  /** When the batch that last changed it came in; null for a batch that is no longer kept. */
  receivedAt: Date | null;
}

/** The rests of some records, in the order of their keys; undefined for one that was purged in between. */
export async function readRests(
  { tx, tenantId }: TenantTransaction,
  keys: readonly SignInKey[],
): Promise<(string | undefined)[]> {
  if (keys.length === 0) return [];
  const times = keys.map(({ createdAt }) => createdAt.getTime());
  const [from, to] = [Math.min(...times), Math.max(...times)].map((time) => new Date(time).toISOString());
  // The bounds prune partitions, which a join alone does not.
  const found = await tx.execute<{ position: string; rest: string }>(sql`
    select u.position, d.rest
    from ${unnestRows(keys, KEY_COLUMNS)} with ordinality as u (category, created_at, id, position)
    join sign_in_details d on d.tenant_id = ${tenantId}::uuid and d.category = u.category
      and d.created_at = u.created_at and d.id = u.id
    where d.created_at between ${from}::timestamptz and ${to}::timestamptz`);
  const byPosition = new Map(found.map(({ position, rest }) => [Number(position), rest]));
  return keys.map((_, index) => byPosition.get(index + 1));
}

/** Details of a stored row; undefined only if the row was purged in between. */
export async function readDetails(
  { tx, tenantId }: TenantTransaction,
  row: Pick<SignInRow, "category" | "createdAt" | "id" | "batchId">,
): Promise<DetailsOfSignIn | undefined> {
  const [details] = await tx
    .select({ rest: signInDetails.rest, notes: signInDetails.notes, receivedAt: ingestBatches.receivedAt })
    .from(signInDetails)
    .leftJoin(ingestBatches, and(eq(ingestBatches.tenantId, tenantId), eq(ingestBatches.batchId, row.batchId)))
    .where(
      and(
        eq(signInDetails.tenantId, tenantId),
        eq(signInDetails.category, row.category),
        eq(signInDetails.createdAt, row.createdAt),
        eq(signInDetails.id, row.id),
      ),
    );
  return details && { rest: details.rest, notes: details.notes ?? [], receivedAt: details.receivedAt };
}
