/** Mails to administrators about sign-ins that their people do not recognise. */
import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Database, TenantTransaction } from "@/db/client";
import { denialMails } from "@/db/schema";

export type DenialMailRow = typeof denialMails.$inferSelect;
type NewDenialMail = Omit<DenialMailRow, "tenantId" | "status" | "attempts" | "dueAt" | "sentAt" | "failure">;

/** Enters a mail that is due at once. */
export async function insertDenialMail({ tx, tenantId }: TenantTransaction, mail: NewDenialMail): Promise<void> {
  await tx.insert(denialMails).values({ ...mail, tenantId, status: "due", attempts: 0, dueAt: mail.deniedAt });
}

/**
 * Takes up a mail that is due; nobody else does before `until`, and then anybody may, should this attempt have died.
 * Undefined when it is not due.
 */
export async function claimDenialMail(
  { tx, tenantId }: TenantTransaction,
  mailId: string,
  { now, until }: { now: Date; until: Date },
): Promise<DenialMailRow | undefined> {
  const [row] = await tx
    .update(denialMails)
    .set({ attempts: sql`${denialMails.attempts} + 1`, dueAt: until })
    .where(
      and(
        eq(denialMails.tenantId, tenantId),
        eq(denialMails.mailId, mailId),
        eq(denialMails.status, "due"),
        lte(denialMails.dueAt, now),
      ),
    )
    .returning();
  return row;
}

export async function updateDenialMail(
  { tx, tenantId }: TenantTransaction,
  mailId: string,
  changes: Partial<Pick<DenialMailRow, "status" | "dueAt" | "sentAt" | "failure">>,
): Promise<void> {
  await tx
    .update(denialMails)
    .set(changes)
    .where(and(eq(denialMails.tenantId, tenantId), eq(denialMails.mailId, mailId), eq(denialMails.status, "due")));
}

/** Mails that have been due since before, of all tenants, through the owner's connection. */
export async function selectDueDenialMails(owner: Database, before: Date, limit: number) {
  return owner
    .select({ tenantId: denialMails.tenantId, mailId: denialMails.mailId })
    .from(denialMails)
    .where(and(eq(denialMails.status, "due"), lte(denialMails.dueAt, before)))
    .orderBy(asc(denialMails.tenantId), asc(denialMails.dueAt))
    .limit(limit);
}
