/** The second half of a stored sign-in: the rest of its record, and when it last came in. */
import { and, eq } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { ingestBatches, signInDetails } from "@/db/schema";
import type { SignInRow } from "./page";

export interface DetailsOfSignIn {
  rest: string;
  notes: readonly string[];
  /** When the batch that last changed it came in; null for a batch that is no longer kept. */
  receivedAt: Date | null;
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
