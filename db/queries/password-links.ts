/** Links by which somebody sets a password, and the mails that bring them. */
import { and, eq, gt, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Database, TenantTransaction } from "@/db/client";
import { passwordLinks } from "@/db/schema";

export type PasswordLinkRow = typeof passwordLinks.$inferSelect;

/** Enters a link in place of the user's unused ones: only the newest mail counts. */
export async function insertPasswordLink(
  { tx, tenantId }: TenantTransaction,
  link: Pick<PasswordLinkRow, "linkId" | "userId" | "purpose" | "invitedBy" | "createdAt" | "expiresAt">,
): Promise<void> {
  await tx
    .delete(passwordLinks)
    .where(
      and(eq(passwordLinks.tenantId, tenantId), eq(passwordLinks.userId, link.userId), isNull(passwordLinks.usedAt)),
    );
  await tx.insert(passwordLinks).values({ ...link, tenantId, mailDueAt: link.createdAt, mailAttempts: 0 });
}

/** A link that can still be used. */
export async function readOpenLink(
  { tx, tenantId }: TenantTransaction,
  linkId: string,
  now: Date,
): Promise<PasswordLinkRow | undefined> {
  const [row] = await tx
    .select()
    .from(passwordLinks)
    .where(isOpen(tenantId, linkId, now));
  return row;
}

/** Uses a link up; false when it has been used, or is too old. */
export async function takeLink({ tx, tenantId }: TenantTransaction, linkId: string, now: Date): Promise<boolean> {
  const taken = await tx
    .update(passwordLinks)
    .set({ usedAt: now, mailDueAt: null })
    .where(isOpen(tenantId, linkId, now))
    .returning({ linkId: passwordLinks.linkId });
  return taken.length > 0;
}

function isOpen(tenantId: string, linkId: string, now: Date) {
  return and(
    eq(passwordLinks.tenantId, tenantId),
    eq(passwordLinks.linkId, linkId),
    isNull(passwordLinks.usedAt),
    gt(passwordLinks.expiresAt, now),
  );
}

/** Whether the user was ever invited. */
export async function wasInvited({ tx, tenantId }: TenantTransaction, userId: string): Promise<boolean> {
  const [row] = await tx
    .select({ linkId: passwordLinks.linkId })
    .from(passwordLinks)
    .where(
      and(
        eq(passwordLinks.tenantId, tenantId),
        eq(passwordLinks.userId, userId),
        eq(passwordLinks.purpose, "invitation"),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Takes links whose mail is due, for so long that nobody else sends it meanwhile. */
export async function claimDueLinks(
  { tx, tenantId }: TenantTransaction,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<PasswordLinkRow[]> {
  const due = tx
    .select({ linkId: passwordLinks.linkId })
    .from(passwordLinks)
    .where(and(eq(passwordLinks.tenantId, tenantId), lte(passwordLinks.mailDueAt, now)))
    .orderBy(passwordLinks.mailDueAt)
    .limit(limit)
    .for("update", { skipLocked: true });
  return tx
    .update(passwordLinks)
    .set({ mailDueAt: until, mailAttempts: sql`${passwordLinks.mailAttempts} + 1` })
    .where(and(eq(passwordLinks.tenantId, tenantId), inArray(passwordLinks.linkId, due)))
    .returning();
}

export async function updateLinkMail(
  { tx, tenantId }: TenantTransaction,
  linkId: string,
  changes: Pick<PasswordLinkRow, "mailDueAt"> & Partial<Pick<PasswordLinkRow, "mailedAt" | "mailFailure">>,
): Promise<void> {
  await tx
    .update(passwordLinks)
    .set(changes)
    .where(and(eq(passwordLinks.tenantId, tenantId), eq(passwordLinks.linkId, linkId)));
}

/** Tenants with mails that are due, through the owner's connection. */
export async function tenantsWithDueLinks(owner: Database, now: Date): Promise<string[]> {
  const rows = await owner
    .selectDistinct({ tenantId: passwordLinks.tenantId })
    .from(passwordLinks)
    .where(lte(passwordLinks.mailDueAt, now));
  return rows.map(({ tenantId }) => tenantId);
}
