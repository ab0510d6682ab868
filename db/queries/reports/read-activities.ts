/** Pages and counts of audits and provisioning records for the reporting API, under a deadline. */
import { and, count, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { type Database, inTenant, type TenantTransaction } from "@/db/client";
import { databaseErrorCode } from "@/db/errors";
import { auditEvents, provisioningEvents } from "@/db/schema";
import type { ActivityKind } from "@/lib/model/activity-record";
import type { Interval } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import { type AuditRow, readAudits } from "../activities/audits";
import type { ActivityRows } from "../activities/position";
import { type ProvisioningRow, readProvisioning } from "../activities/provisioning";

const STATEMENT_ENDED = "57014";

/** Runs with at most so much time for each statement; undefined when one took longer. */
async function inTime<T>(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  budgetMs: number,
  work: (tenant: TenantTransaction) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await inTenant(db, scope, async (tenant) => {
      await tenant.tx.execute(sql`select set_config('statement_timeout', ${String(budgetMs)}, true)`);
      return work(tenant);
    });
  } catch (error) {
    if (databaseErrorCode(error) === STATEMENT_ENDED) return undefined;
    throw error;
  }
}

export function readAuditReport(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  query: ActivityRows,
  budgetMs: number,
): Promise<AuditRow[] | undefined> {
  return inTime(db, scope, budgetMs, (tenant) => readAudits(tenant, query));
}

export function readProvisioningReport(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  query: ActivityRows,
  budgetMs: number,
): Promise<ProvisioningRow[] | undefined> {
  return inTime(db, scope, budgetMs, (tenant) => readProvisioning(tenant, query));
}

/** How many records of a range match. */
export function countActivities(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  { kind, range, conditions }: { kind: ActivityKind; range: Interval; conditions: readonly SQL[] },
  budgetMs: number,
): Promise<number | undefined> {
  const table = kind === "audit" ? auditEvents : provisioningEvents;
  return inTime(db, scope, budgetMs, async ({ tx, tenantId }) => {
    const [row] = await tx
      .select({ n: count() })
      .from(table)
      .where(and(eq(table.tenantId, tenantId), gte(table.at, range.from), lt(table.at, range.to), ...conditions));
    return row?.n ?? 0;
  });
}
