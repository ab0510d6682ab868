/** Since when a tenant has sign-ins: from the daily roll-up, so that no sign-in is read. */
import { and, eq, gte, min } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInDays } from "@/db/schema";

/** The first UTC day (`2025-11-24`) with a sign-in, not looking back further than an instant; null when there is none. */
export async function readOldestDay({ tx, tenantId }: TenantTransaction, from: Date): Promise<string | null> {
  const [row] = await tx
    .select({ day: min(signInDays.day) })
    .from(signInDays)
    .where(and(eq(signInDays.tenantId, tenantId), gte(signInDays.day, from.toISOString().slice(0, 10))));
  return row?.day ?? null;
}
