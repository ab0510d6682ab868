/** Who wants the weekly digest, and which ones were made. */
import { and, eq, lte, sql } from "drizzle-orm";
import type { Database, TenantTransaction } from "@/db/client";
import { digestMails, digestSubscriptions } from "@/db/schema";

export interface Subscription {
  userId: string;
  zone: string;
  subscribedAt: Date;
}

export async function readSubscription(
  { tx, tenantId }: TenantTransaction,
  userId: string,
): Promise<Subscription | undefined> {
  const mine = and(eq(digestSubscriptions.tenantId, tenantId), eq(digestSubscriptions.userId, userId));
  const [row] = await tx.select().from(digestSubscriptions).where(mine);
  return row;
}

/** Enters a subscription, or changes its zone. */
export async function saveSubscription({ tx, tenantId }: TenantTransaction, subscription: Subscription): Promise<void> {
  await tx
    .insert(digestSubscriptions)
    .values({ ...subscription, tenantId })
    .onConflictDoUpdate({
      target: [digestSubscriptions.tenantId, digestSubscriptions.userId],
      set: { zone: subscription.zone },
    });
}

/** Whether there was one. */
export async function removeSubscription({ tx, tenantId }: TenantTransaction, userId: string): Promise<boolean> {
  const removed = await tx
    .delete(digestSubscriptions)
    .where(and(eq(digestSubscriptions.tenantId, tenantId), eq(digestSubscriptions.userId, userId)));
  return removed.count > 0;
}

/** Every subscription of every tenant, through the owner's connection. */
export async function allSubscriptions(owner: Database): Promise<(Subscription & { tenantId: string })[]> {
  return owner.select().from(digestSubscriptions);
}

export interface DigestKey {
  userId: string;
  week: string;
}

/**
 * Makes the week's digest where there is none yet, and takes it in hand until `heldUntil`.
 * @returns how often it was tried before; undefined when it is done, or another worker has it.
 */
export async function takeDigest(
  { tx, tenantId }: TenantTransaction,
  { userId, week }: DigestKey,
  { now, heldUntil }: { now: Date; heldUntil: Date },
): Promise<number | undefined> {
  await tx
    .insert(digestMails)
    .values({ tenantId, userId, week, madeAt: now, attempts: 0, retryAt: now })
    .onConflictDoNothing();
  const [taken] = await tx
    .update(digestMails)
    .set({ retryAt: heldUntil, attempts: sql`${digestMails.attempts} + 1` })
    .where(and(sameDigest(tenantId, { userId, week }), lte(digestMails.retryAt, now)))
    .returning({ attempts: digestMails.attempts });
  return taken === undefined ? undefined : taken.attempts - 1;
}

/** Done, or to be tried again at a time. */
export async function finishDigest(
  { tx, tenantId }: TenantTransaction,
  key: DigestKey,
  { outcome, retryAt }: { outcome: string; retryAt: Date | null },
): Promise<void> {
  await tx.update(digestMails).set({ outcome, retryAt }).where(sameDigest(tenantId, key));
}

function sameDigest(tenantId: string, { userId, week }: DigestKey) {
  return and(eq(digestMails.tenantId, tenantId), eq(digestMails.userId, userId), eq(digestMails.week, week));
}
