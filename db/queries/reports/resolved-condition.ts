/** What a comparison becomes: SQL for rows of `sign_ins`, and where to look for them. */
import { and, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import type { ActiveFilter, FilterKey, FilterValue } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import { resolveFilters } from "../sign-ins/resolve-filters";

export interface ConditionContext {
  category: number;
  range: Interval;
}

export interface ResolvedCondition {
  /** For rows of `sign_ins` inside a stretch, whose bounds keep other days out of the plan. */
  conditionIn: (stretch: Interval) => SQL;
  /** Where matches can lie, oldest first; empty when nothing can match. */
  intervals: readonly Interval[];
  /** How often a whole record is read to decide: dear, so a statement looks at few (`report-steps.ts`). 0 where rows decide. */
  recordReads: number;
}

export const NOTHING: ResolvedCondition = { conditionIn: () => sql`false`, intervals: [], recordReads: 0 };

export interface WantedText {
  text: string;
  isPrefix: boolean;
}

/** The condition of a page's filter. */
export async function viaFilter(
  tenant: TenantTransaction,
  context: ConditionContext,
  key: FilterKey,
  values: readonly FilterValue[],
): Promise<ResolvedCondition> {
  const filter: ActiveFilter = { key, values, negated: false };
  const { conditions, intervals } = await resolveFilters(tenant, context, [filter]);
  const condition = and(...conditions) ?? sql`true`;
  return { conditionIn: () => condition, intervals, recordReads: 0 };
}
