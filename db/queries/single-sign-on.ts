/** A tenant's identity provider, whose accounts its subjects are, and who is on the way there. */
import { and, eq, gt } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { singleSignOn, ssoIdentities, ssoStates } from "@/db/schema";

export type SingleSignOnRow = Omit<typeof singleSignOn.$inferSelect, "tenantId">;

export async function readSingleSignOn({ tx, tenantId }: TenantTransaction): Promise<SingleSignOnRow | undefined> {
  const [row] = await tx.select().from(singleSignOn).where(eq(singleSignOn.tenantId, tenantId));
  return row;
}

export async function writeSingleSignOn({ tx, tenantId }: TenantTransaction, row: SingleSignOnRow): Promise<void> {
  await tx
    .insert(singleSignOn)
    .values({ ...row, tenantId })
    .onConflictDoUpdate({ target: [singleSignOn.tenantId], set: row });
}

/** Whether there was one. Whose account a subject is stays, should the same provider come back. */
export async function deleteSingleSignOn({ tx, tenantId }: TenantTransaction): Promise<boolean> {
  const removed = await tx
    .delete(singleSignOn)
    .where(eq(singleSignOn.tenantId, tenantId))
    .returning({ issuer: singleSignOn.issuer });
  return removed.length > 0;
}

export async function insertState(
  { tx, tenantId }: TenantTransaction,
  state: { stateHash: Buffer; sealed: Buffer; expiresAt: Date },
): Promise<void> {
  await tx.insert(ssoStates).values({ ...state, tenantId });
}

/** What was remembered under a state, for the first who brings it back in time. */
export async function takeState(
  { tx, tenantId }: TenantTransaction,
  stateHash: Buffer,
  now: Date,
): Promise<Buffer | undefined> {
  const [taken] = await tx
    .delete(ssoStates)
    .where(and(eq(ssoStates.tenantId, tenantId), eq(ssoStates.stateHash, stateHash), gt(ssoStates.expiresAt, now)))
    .returning({ sealed: ssoStates.sealed });
  return taken?.sealed;
}

export interface Identity {
  issuer: string;
  subject: string;
}

export async function findIdentity(
  { tx, tenantId }: TenantTransaction,
  { issuer, subject }: Identity,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ userId: ssoIdentities.userId })
    .from(ssoIdentities)
    .where(
      and(eq(ssoIdentities.tenantId, tenantId), eq(ssoIdentities.issuer, issuer), eq(ssoIdentities.subject, subject)),
    );
  return row?.userId;
}

/** Binds a subject to an account; false when it is bound already. */
export async function insertIdentity(
  { tx, tenantId }: TenantTransaction,
  identity: Identity & { userId: string; createdAt: Date },
): Promise<boolean> {
  const bound = await tx
    .insert(ssoIdentities)
    .values({ ...identity, tenantId })
    .onConflictDoNothing()
    .returning({ userId: ssoIdentities.userId });
  return bound.length > 0;
}

/** Whether an account is bound to a subject of this provider. */
export async function hasIdentity(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  issuer: string,
): Promise<boolean> {
  const [row] = await tx
    .select({ userId: ssoIdentities.userId })
    .from(ssoIdentities)
    .where(
      and(eq(ssoIdentities.tenantId, tenantId), eq(ssoIdentities.userId, userId), eq(ssoIdentities.issuer, issuer)),
    )
    .limit(1);
  return row !== undefined;
}
