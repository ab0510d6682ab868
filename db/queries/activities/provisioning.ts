/** The provisioning log. */
import { and, asc, desc, eq, gte, inArray, lt, or, type SQL } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { provisioningEvents } from "@/db/schema";
import type { ProvisioningFilters } from "@/lib/model/activity-query";
import type { Interval } from "@/lib/model/intervals";
import { type ActivityRows, anyTextMatches, beyond } from "./position";

export type ProvisioningRow = typeof provisioningEvents.$inferSelect;

/** What filters mean. */
export function provisioningConditions(filters: ProvisioningFilters): SQL[] {
  const p = provisioningEvents;
  const { id, action, status, identity, sourceSystem, targetSystem, servicePrincipal } = filters;
  const { jobId, cycleId, changeId } = filters;
  const conditions = [
    id === undefined ? undefined : eq(p.eventId, id),
    action && inArray(p.action, [...action]),
    status && inArray(p.status, [...status]),
    identity && anyTextMatches(p.identityKeys, identity),
    sourceSystem === undefined
      ? undefined
      : or(eq(p.sourceSystemId, sourceSystem), eq(p.sourceSystemName, sourceSystem)),
    targetSystem === undefined
      ? undefined
      : or(eq(p.targetSystemId, targetSystem), eq(p.targetSystemName, targetSystem)),
    servicePrincipal === undefined
      ? undefined
      : or(eq(p.servicePrincipalId, servicePrincipal), eq(p.servicePrincipalName, servicePrincipal)),
    jobId === undefined ? undefined : eq(p.jobId, jobId),
    cycleId === undefined ? undefined : eq(p.cycleId, cycleId),
    changeId === undefined ? undefined : eq(p.changeId, changeId),
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** Rows of a range in the direction of reading, at most `limit`. */
export async function readProvisioning(
  { tx, tenantId }: TenantTransaction,
  query: ActivityRows,
): Promise<ProvisioningRow[]> {
  const p = provisioningEvents;
  const order = query.direction === "older" ? desc : asc;
  return tx
    .select()
    .from(p)
    .where(
      and(
        eq(p.tenantId, tenantId),
        gte(p.at, query.range.from),
        lt(p.at, query.range.to),
        beyond({ at: p.at, key: p.provisioningId }, query),
        ...query.conditions,
      ),
    )
    .orderBy(order(p.at), order(p.provisioningId))
    .limit(query.limit);
}

/** The newest record of an id inside a range. */
export async function readProvisioningRecord(
  tenant: TenantTransaction,
  id: string,
  range: Interval,
): Promise<ProvisioningRow | undefined> {
  const conditions = provisioningConditions({ id });
  const [row] = await readProvisioning(tenant, { range, conditions, direction: "older", limit: 1 });
  return row;
}
