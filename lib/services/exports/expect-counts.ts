import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countMatches, type MatchCount } from "@/db/queries/exports/count-matches";
import { env } from "@/lib/env";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import type { LogQuery } from "@/lib/model/log-query";
import { retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

/** The dialog waits this long for a count, then says "at least". */
const COUNT_BUDGET_MS = 700;

export interface ExpectedCounts {
  /** Records that a file may hold. */
  cap: number;
  /** By log; counting ends one above the cap. */
  counts: Partial<Record<CategorySlug, MatchCount>>;
}

/**
 * How many records a bundle would hold of each log. @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function expectCounts(
  scope: TenantScope,
  queries: readonly LogQuery[],
  { now = new Date(), budgetMs = COUNT_BUDGET_MS }: { now?: Date; budgetMs?: number } = {},
): Promise<ExpectedCounts> {
  authorize(scope, "logs:read", "signInLogs");
  const cap = env().EXPORT_RECORD_CAP;
  const cutoff = retentionCutoff(scope.license, now);
  const counted = await Promise.all(
    queries.map(async ({ category, from, to, filters }) => {
      const range = { from: from < cutoff ? cutoff : from, to: to < cutoff ? cutoff : to };
      const query = { category: CATEGORIES[category].code, range, filters, cap, budgetMs };
      return [category, await inTenant(appDatabase().db, scope, (tenant) => countMatches(tenant, query))] as const;
    }),
  );
  return { cap, counts: Object.fromEntries(counted) };
}
