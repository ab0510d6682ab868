/** One-time codes and recovery codes of a tenant's users. */
import { and, count, eq, isNotNull, isNull, lt } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { recoveryCodes, secondFactors } from "@/db/schema";

export type SecondFactorRow = Omit<typeof secondFactors.$inferSelect, "tenantId">;

const ofUser = (tenantId: string, userId: string) =>
  and(eq(secondFactors.tenantId, tenantId), eq(secondFactors.userId, userId));

/** The user's second factor, confirmed or not. */
export async function readSecondFactor(
  { tx, tenantId }: TenantTransaction,
  userId: string,
): Promise<SecondFactorRow | undefined> {
  const [row] = await tx.select().from(secondFactors).where(ofUser(tenantId, userId));
  return row;
}

/** Keeps a secret that is not confirmed yet, in place of another such; false where a confirmed one stands. */
export async function offerSecondFactor(
  { tx, tenantId }: TenantTransaction,
  offer: { userId: string; secretEncrypted: Buffer; createdAt: Date },
): Promise<boolean> {
  const { secretEncrypted, createdAt } = offer;
  const kept = await tx
    .insert(secondFactors)
    .values({ ...offer, tenantId, lastStep: 0 })
    .onConflictDoUpdate({
      target: [secondFactors.tenantId, secondFactors.userId],
      set: { secretEncrypted, createdAt, lastStep: 0 },
      setWhere: isNull(secondFactors.confirmedAt),
    })
    .returning({ userId: secondFactors.userId });
  return kept.length > 0;
}

/** Removes a secret that is not confirmed yet. */
export async function withdrawOffer({ tx, tenantId }: TenantTransaction, userId: string): Promise<void> {
  await tx.delete(secondFactors).where(and(ofUser(tenantId, userId), isNull(secondFactors.confirmedAt)));
}

/** False when it has been confirmed meanwhile. */
export async function confirmSecondFactor(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  confirmedAt: Date,
): Promise<boolean> {
  const confirmed = await tx
    .update(secondFactors)
    .set({ confirmedAt })
    .where(and(ofUser(tenantId, userId), isNull(secondFactors.confirmedAt)))
    .returning({ userId: secondFactors.userId });
  return confirmed.length > 0;
}

/** Uses up a time step and all before it; false when it, or a later one, has been used. */
export async function takeStep(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  lastStep: number,
): Promise<boolean> {
  const taken = await tx
    .update(secondFactors)
    .set({ lastStep })
    .where(and(ofUser(tenantId, userId), lt(secondFactors.lastStep, lastStep)))
    .returning({ userId: secondFactors.userId });
  return taken.length > 0;
}

/** Removes factor and recovery codes; whether there was a confirmed factor. */
export async function deleteSecondFactor({ tx, tenantId }: TenantTransaction, userId: string): Promise<boolean> {
  const [removed] = await tx
    .delete(secondFactors)
    .where(ofUser(tenantId, userId))
    .returning({ confirmedAt: secondFactors.confirmedAt });
  await tx.delete(recoveryCodes).where(and(eq(recoveryCodes.tenantId, tenantId), eq(recoveryCodes.userId, userId)));
  return removed?.confirmedAt != null;
}

export async function insertRecoveryCodes(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.insert(recoveryCodes).values(hashes.map((codeHash) => ({ tenantId, userId, codeHash })));
}

/** Uses up a recovery code; false when there is no such one (any more). */
export async function takeRecoveryCode(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  codeHash: Buffer,
): Promise<boolean> {
  const taken = await tx
    .delete(recoveryCodes)
    .where(
      and(eq(recoveryCodes.tenantId, tenantId), eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash)),
    )
    .returning({ userId: recoveryCodes.userId });
  return taken.length > 0;
}

export async function countRecoveryCodes({ tx, tenantId }: TenantTransaction, userId: string): Promise<number> {
  const [row] = await tx
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.tenantId, tenantId), eq(recoveryCodes.userId, userId)));
  return row?.left ?? 0;
}

/** Whether the user's sign-ins need a code. */
export async function hasSecondFactor({ tx, tenantId }: TenantTransaction, userId: string): Promise<boolean> {
  const [row] = await tx
    .select({ userId: secondFactors.userId })
    .from(secondFactors)
    .where(and(ofUser(tenantId, userId), isNotNull(secondFactors.confirmedAt)));
  return row !== undefined;
}
