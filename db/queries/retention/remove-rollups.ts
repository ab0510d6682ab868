/** Removing what the roll-ups hold of whole UTC days whose sign-ins are gone with their partition. */
import { type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { CATEGORIES } from "@/lib/model/categories";
import { DAY_KINDS } from "@/lib/model/facets";
import { deleteBatch } from "../delete-in-batches";
import { keyedTable, type TimeRange } from "../tenant-removal";

const ROWS_PER_STATEMENT = 5000;

const CATEGORY_LIST = sql.raw(
  Object.values(CATEGORIES)
    .map(({ code }) => code)
    .join(", "),
);
/** More than there are codes of facets: a few too many cost nothing, one too few would be left behind. */
const FIELD_LIST = sql.raw(Array.from({ length: 32 }, (_, index) => index + 1).join(", "));
const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`;
const day = (at: Date) => sql`${at.toISOString().slice(0, 10)}::date`;

export interface Rollup {
  name: string;
  /** Written so that an index on the time serves it, whose first columns have few values. */
  condition: (range: TimeRange) => SQL;
  order: readonly string[];
}

/** In the order in which every writer takes its locks. */
export const ROLLUPS: readonly Rollup[] = [
  {
    ...{ name: "sign_in_hours", order: ["category", "last_at", "group_key"] },
    condition: ({ from, to }) => sql`t.category in (${CATEGORY_LIST})
      and t.last_at >= ${instant(from)} and t.last_at < ${instant(to)}`,
  },
  {
    ...{ name: "sign_in_days", order: ["day", "category", "kind"] },
    condition: ({ from, to }) => sql`t.day >= ${day(from)} and t.day < ${day(to)}`,
  },
  {
    ...{ name: "sign_in_facets", order: ["category", "field", "hour"] },
    condition: ({ from, to }) => sql`t.category in (${CATEGORY_LIST})
      and t.field in (${FIELD_LIST}) and t.hour >= ${instant(from)} and t.hour < ${instant(to)}`,
  },
];

/** Deletes at most `limit` rows of one roll-up in a range of whole days; how many there were. */
export function removeRollupBatch(
  { tx, tenantId }: TenantTransaction,
  rollup: Rollup,
  range: TimeRange,
  limit: number,
): Promise<number> {
  return deleteBatch(tx, tenantId, keyedTable(rollup.name), {
    condition: rollup.condition(range),
    limit,
    order: rollup.order,
  });
}

/** Deletes everything that the roll-ups hold in a range of whole days, in the given transaction. */
export async function removeRollups(tenant: TenantTransaction, range: TimeRange): Promise<void> {
  for (const rollup of ROLLUPS) {
    while ((await removeRollupBatch(tenant, rollup, range, ROWS_PER_STATEMENT)) === ROWS_PER_STATEMENT);
  }
}

/** How many sign-ins the roll-ups hold in a range of whole days. */
export async function countInDays({ tx, tenantId }: TenantTransaction, { from, to }: TimeRange): Promise<number> {
  const [row] = await tx.execute<{ n: string }>(sql`
    select coalesce(sum(n), 0) as n from sign_in_days
    where tenant_id = ${tenantId}::uuid and day >= ${day(from)} and day < ${day(to)} and kind = ${DAY_KINDS.principal}`);
  return Number(row?.n ?? 0);
}
