/** What stands around a page of an activity log: how many records match, and which values its filters can have. */
import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { auditEvents, provisioningEvents } from "@/db/schema";
import type { Interval } from "@/lib/model/intervals";

/** Values are looked for in so many of the newest records: a long log is not read for a list of choices. */
const CHOICES_FROM = 5000;

/** Matches of a range, counted up to `cap`. */
export async function countAudits(
  { tx, tenantId }: TenantTransaction,
  { from, to }: Interval,
  { conditions, cap }: { conditions: readonly SQL[]; cap: number },
): Promise<number> {
  const { at } = auditEvents;
  const capped = tx
    .select({ one: sql`1`.as("one") })
    .from(auditEvents)
    .where(and(eq(auditEvents.tenantId, tenantId), gte(at, from), lt(at, to), ...conditions))
    .limit(cap)
    .as("capped");
  const [row] = await tx.select({ n: sql<number>`count(*)::int` }).from(capped);
  return row?.n ?? 0;
}

/** The services and categories of the newest audits of a range. */
export async function auditValues({ tx, tenantId }: TenantTransaction, { from, to }: Interval) {
  const { at, auditId, service, category } = auditEvents;
  const newest = tx
    .select({ service, category })
    .from(auditEvents)
    .where(and(eq(auditEvents.tenantId, tenantId), gte(at, from), lt(at, to)))
    .orderBy(desc(at), desc(auditId))
    .limit(CHOICES_FROM)
    .as("newest");
  return tx.selectDistinct({ service: newest.service, category: newest.category }).from(newest);
}

/** The same of provisioning records. */
export async function countProvisioning(
  { tx, tenantId }: TenantTransaction,
  { from, to }: Interval,
  { conditions, cap }: { conditions: readonly SQL[]; cap: number },
): Promise<number> {
  const { at } = provisioningEvents;
  const capped = tx
    .select({ one: sql`1`.as("one") })
    .from(provisioningEvents)
    .where(and(eq(provisioningEvents.tenantId, tenantId), gte(at, from), lt(at, to), ...conditions))
    .limit(cap)
    .as("capped");
  const [row] = await tx.select({ n: sql<number>`count(*)::int` }).from(capped);
  return row?.n ?? 0;
}

/** The systems and applications of the newest provisioning records of a range. */
export async function provisioningValues({ tx, tenantId }: TenantTransaction, { from, to }: Interval) {
  const p = provisioningEvents;
  const newest = tx
    .select({
      sourceSystem: sql<string | null>`coalesce(${p.sourceSystemName}, ${p.sourceSystemId})`.as("source_system"),
      targetSystem: sql<string | null>`coalesce(${p.targetSystemName}, ${p.targetSystemId})`.as("target_system"),
      application: sql<string | null>`coalesce(${p.servicePrincipalName}, ${p.servicePrincipalId})`.as("application"),
    })
    .from(p)
    .where(and(eq(p.tenantId, tenantId), gte(p.at, from), lt(p.at, to)))
    .orderBy(desc(p.at), desc(p.provisioningId))
    .limit(CHOICES_FROM)
    .as("newest");
  const { sourceSystem, targetSystem, application } = newest;
  return tx.selectDistinct({ sourceSystem, targetSystem, application }).from(newest);
}
