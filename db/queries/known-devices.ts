/** Browsers in which a user has signed in before. */
import { and, eq, inArray, ne, type SQL } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { knownDevices } from "@/db/schema";

/** The hash among these that is known of the user; asked in the same way for a user who does not exist. */
export async function findKnownDevice(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  hashes: readonly Buffer[],
): Promise<Buffer | undefined> {
  const [row] = await tx
    .select({ deviceHash: knownDevices.deviceHash })
    .from(knownDevices)
    .where(
      and(
        eq(knownDevices.tenantId, tenantId),
        eq(knownDevices.userId, userId),
        inArray(knownDevices.deviceHash, [...hashes]),
      ),
    )
    .limit(1);
  return row?.deviceHash;
}

/** Remembers a browser, or that it has been used again. */
export async function rememberDevice(
  { tx, tenantId }: TenantTransaction,
  device: { userId: string; deviceHash: Buffer; now: Date },
): Promise<void> {
  const { userId, deviceHash, now } = device;
  await tx
    .insert(knownDevices)
    .values({ tenantId, userId, deviceHash, createdAt: now, lastUsedAt: now })
    .onConflictDoUpdate({
      target: [knownDevices.tenantId, knownDevices.userId, knownDevices.deviceHash],
      set: { lastUsedAt: now },
    });
}

/** Forgets the user's browsers, but for one. */
export async function forgetDevices(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  except?: Buffer,
): Promise<void> {
  const conditions: SQL[] = [eq(knownDevices.tenantId, tenantId), eq(knownDevices.userId, userId)];
  if (except) conditions.push(ne(knownDevices.deviceHash, except));
  await tx.delete(knownDevices).where(and(...conditions));
}
