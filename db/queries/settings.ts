/** What administrators set for everybody in their tenant. */
import { eq } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { tenantSettings } from "@/db/schema";

export type TenantSettings = Pick<typeof tenantSettings.$inferSelect, "brandName">;

export async function readSettings({ tx, tenantId }: TenantTransaction): Promise<TenantSettings> {
  const [row] = await tx
    .select({ brandName: tenantSettings.brandName })
    .from(tenantSettings)
    .where(eq(tenantSettings.tenantId, tenantId));
  return row ?? { brandName: null };
}

/** Sets the name in the header, or with null takes it back. @returns the name before; writers wait for each other. */
export async function writeBrandName(
  { tx, tenantId }: TenantTransaction,
  brandName: string | null,
  changedAt: Date,
): Promise<string | null> {
  // A row to lock: two who write at once must not both find nothing.
  await tx.insert(tenantSettings).values({ tenantId, changedAt }).onConflictDoNothing();
  const [stored] = await tx.select().from(tenantSettings).where(eq(tenantSettings.tenantId, tenantId)).for("update");
  const before = stored?.brandName ?? null;
  if (before !== brandName) {
    await tx.update(tenantSettings).set({ brandName, changedAt }).where(eq(tenantSettings.tenantId, tenantId));
  }
  return before;
}
