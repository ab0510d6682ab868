/** Writing the audit log. */
import type { TenantTransaction } from "@/db/client";
import { auditEvents } from "@/db/schema";

export type NewAuditEvent = Omit<typeof auditEvents.$inferInsert, "tenantId">;

/** Enters one activity; where its `onceKey` is there already, nothing. */
export async function insertAuditEvent({ tx, tenantId }: TenantTransaction, event: NewAuditEvent): Promise<void> {
  await tx
    .insert(auditEvents)
    .values({ ...event, tenantId })
    .onConflictDoNothing();
}
