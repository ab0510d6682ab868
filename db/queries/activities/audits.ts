/** The audit log: Signbook's own activities and those that providers sent, in one order. */
import { and, asc, desc, eq, gte, inArray, lt, or, type SQL } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { auditEvents } from "@/db/schema";
import type { AuditFilters } from "@/lib/model/activity-query";
import type { Interval } from "@/lib/model/intervals";
import { type ActivityRows, anyTextMatches, beyond, textMatches } from "./position";

export type AuditRow = typeof auditEvents.$inferSelect;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What filters mean. */
export function auditConditions(filters: AuditFilters): SQL[] {
  const { id, correlationId, service, category, activity, status, target, initiatedBy } = filters;
  const conditions = [
    id === undefined ? undefined : hasId(id),
    correlationId === undefined ? undefined : eq(auditEvents.correlationId, correlationId),
    service && inArray(auditEvents.service, [...service]),
    category && inArray(auditEvents.category, [...category]),
    activity && textMatches(auditEvents.activityKey, activity),
    status && inArray(auditEvents.result, [...status]),
    target && anyTextMatches(auditEvents.targetKeys, target),
    initiatedBy && anyTextMatches(auditEvents.actorKeys, initiatedBy),
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** The sender's id; of our own the row's, as long as no sender uses it. */
function hasId(id: string): SQL {
  const received = eq(auditEvents.eventId, id);
  return UUID.test(id) ? (or(received, eq(auditEvents.auditId, id)) as SQL) : received;
}

/** Rows of a range in the direction of reading, at most `limit`. */
export async function readAudits({ tx, tenantId }: TenantTransaction, query: ActivityRows): Promise<AuditRow[]> {
  const order = query.direction === "older" ? desc : asc;
  return tx
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.tenantId, tenantId),
        gte(auditEvents.at, query.range.from),
        lt(auditEvents.at, query.range.to),
        beyond({ at: auditEvents.at, key: auditEvents.auditId }, query),
        ...query.conditions,
      ),
    )
    .orderBy(order(auditEvents.at), order(auditEvents.auditId))
    .limit(query.limit);
}

/** The newest audit of an id inside a range. */
export async function readAudit(tenant: TenantTransaction, id: string, range: Interval): Promise<AuditRow | undefined> {
  const [row] = await readAudits(tenant, { range, conditions: [hasId(id)], direction: "older", limit: 1 });
  return row;
}
