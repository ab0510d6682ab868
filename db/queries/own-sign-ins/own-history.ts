/** What the rules for unusual sign-ins look at: few columns of a person's newest sign-ins before an instant. */
import { and, desc, eq, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInMarks, signIns } from "@/db/schema";
import { type Interval, stepsNewestFirst } from "@/lib/model/intervals";
import type { OwnKeys } from "./own-keys";
import { ownIn } from "./own-page";

export type OwnHistoryRow = Awaited<ReturnType<typeof readStep>>[number];

/** Newest first, at most `limit`, and no further back than time allows. */
export async function readOwnHistory(
  tenant: TenantTransaction,
  { keys, range, limit, budgetMs }: { keys: OwnKeys; range: Interval; limit: number; budgetMs: number },
): Promise<OwnHistoryRow[]> {
  const startedAt = performance.now();
  const rows: OwnHistoryRow[] = [];
  for (const step of stepsNewestFirst([range])) {
    rows.push(...(await readStep(tenant, keys, step, limit - rows.length)));
    if (rows.length >= limit || performance.now() - startedAt > budgetMs) break;
  }
  return rows;
}

function readStep(tenant: TenantTransaction, keys: OwnKeys, step: Interval, limit: number) {
  return tenant.tx
    .select({
      category: signIns.category,
      createdAt: signIns.createdAt,
      createdMs: signIns.createdMs,
      id: signIns.id,
      status: signIns.status,
      country: signIns.country,
      city: signIns.city,
      deviceId: signIns.deviceId,
      os: signIns.os,
      browser: signIns.browser,
      address: signIns.ipText,
      denied: sql<boolean>`coalesce(${signInMarks.answer} = 'notMe', false)`,
    })
    .from(signIns)
    .leftJoin(
      signInMarks,
      and(
        eq(signInMarks.tenantId, tenant.tenantId),
        eq(signInMarks.category, signIns.category),
        eq(signInMarks.createdAt, signIns.createdAt),
        eq(signInMarks.id, signIns.id),
      ),
    )
    .where(ownIn(tenant, keys, step))
    .orderBy(desc(signIns.createdAt), desc(signIns.createdMs))
    .limit(limit);
}
