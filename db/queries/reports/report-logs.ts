/** What reading reports in either order has in common: questions resolved, deadlines, and records put together. */
import { type SQL, sql } from "drizzle-orm";
import { type Database, inTenant, type TenantTransaction } from "@/db/client";
import { databaseErrorCode } from "@/db/errors";
import type { Interval } from "@/lib/model/intervals";
import type { ReportCondition } from "@/lib/model/reports/conditions";
import type { SignInField } from "@/lib/model/reports/sign-in-fields";
import type { TenantScope } from "@/lib/model/scope";
import type { ExportRow } from "../exports/read-chunk";
import { resolveCondition } from "./resolve-condition";
import type { ResolvedCondition } from "./resolved-condition";

/** One log, by its code, and what is asked of its records. */
export interface ReportLog {
  category: number;
  condition: ReportCondition<SignInField>;
}

export interface ReportRow extends ExportRow {
  category: number;
}

const STATEMENT_ENDED = "57014";

/** Not even the first stretch could be searched in time. */
export class ReportDeadlineError extends Error {}

export interface ResolvedLog extends ResolvedCondition {
  category: number;
}

export async function resolveLogs(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  logs: readonly ReportLog[],
  range: Interval,
  deadline: number,
): Promise<ResolvedLog[]> {
  if (range.from >= range.to) return [];
  const resolved = await beforeDeadline(db, scope, deadline, async (tenant) => {
    const all: ResolvedLog[] = [];
    for (const { category, condition } of logs) {
      const one = await resolveCondition(tenant, { category, range }, condition);
      if (one.intervals.length > 0) all.push({ category, ...one });
    }
    return all;
  });
  if (!resolved) throw new ReportDeadlineError();
  return resolved;
}

/**
 * Runs in a transaction whose first statement ends at the deadline; undefined when one did. Work of several statements
 * calls {@link keepDeadline} before each of the others.
 */
export async function beforeDeadline<T>(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  deadline: number,
  work: (tenant: TenantTransaction) => Promise<T>,
  options: { snapshot?: boolean } = {},
): Promise<T | undefined> {
  try {
    return await inTenant(
      db,
      scope,
      async (tenant) => {
        await keepDeadline(tenant, deadline);
        return work(tenant);
      },
      options,
    );
  } catch (error) {
    if (databaseErrorCode(error) === STATEMENT_ENDED) return undefined;
    throw error;
  }
}

/** Lets the next statement run until the deadline, as `performance.now()` counts. */
export async function keepDeadline({ tx }: TenantTransaction, deadline: number): Promise<void> {
  const leftMs = Math.max(1, Math.floor(deadline - performance.now()));
  await tx.execute(sql`select set_config('statement_timeout', ${String(leftMs)}, true)`);
}

/** The page first, then its details one by one: a plain join is planned as a hash of all details of the stretch. */
export async function withDetails<Row extends ReportRow>(
  { tx, tenantId }: TenantTransaction,
  { from, to }: Interval,
  page: SQL,
  inOrder: SQL,
): Promise<Row[]> {
  const rows = await tx.execute(sql`
    select page.*, details.rest from (${page}) page
    cross join lateral (
      select rest from sign_in_details
      where tenant_id = ${tenantId}::uuid and category = page.category and created_at = page.created_at
        and id = page.id and created_at >= ${from.toISOString()}::timestamptz and created_at < ${to.toISOString()}::timestamptz
      limit 1) details
    ${inOrder}`);
  return rows as unknown as Row[];
}
