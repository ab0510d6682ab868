/** What a comparison becomes: SQL for rows of `sign_ins`, and where to look for them. */
import { and, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import type { ActiveFilter, FilterKey, FilterValue } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";
import { resolveFilters } from "../sign-ins/resolve-filters";

export interface ConditionContext {
  category: number;
  range: Interval;
}

/** Reading whole records for a condition is dear: a statement looks at fewer of them. */
export const RECORD_STEP_MS = 6 * HOUR_MS;

export interface ResolvedCondition {
  /** For rows of `sign_ins` inside a stretch, whose bounds keep other days out of the plan. */
  conditionIn: (stretch: Interval) => SQL;
  /** Where matches can lie, oldest first; empty when nothing can match. */
  intervals: readonly Interval[];
  /** True where whole records have to be read to decide: dear, so stretches should be short. */
  readsRecords: boolean;
}

export const NOTHING: ResolvedCondition = { conditionIn: () => sql`false`, intervals: [], readsRecords: false };

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
  return { conditionIn: () => condition, intervals, readsRecords: false };
}
