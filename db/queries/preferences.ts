/** What users chose for their own pages. */
import { and, eq } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { userPreferences } from "@/db/schema";

/** Sets or, with undefined, forgets one choice. */
export async function writePreference(
  { tx, tenantId }: TenantTransaction,
  { userId, name, value, now }: { userId: string; name: string; value: unknown; now: Date },
): Promise<void> {
  if (value === undefined) {
    const mine = and(eq(userPreferences.tenantId, tenantId), eq(userPreferences.userId, userId));
    await tx.delete(userPreferences).where(and(mine, eq(userPreferences.name, name)));
    return;
  }
  await tx
    .insert(userPreferences)
    .values({ tenantId, userId, name, value, changedAt: now })
    .onConflictDoUpdate({
      target: [userPreferences.tenantId, userPreferences.userId, userPreferences.name],
      set: { value, changedAt: now },
    });
}
