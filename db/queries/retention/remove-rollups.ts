/** Removing what the roll-ups hold of whole UTC days whose sign-ins are gone with their partition. */
import { type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { CATEGORIES } from "@/lib/model/categories";
import { DAY_KINDS } from "@/lib/model/facets";
import { deleteBatch } from "../delete-in-batches";
import type { DayDelta } from "../ingest/write-rollups";
import { addToSpans } from "../ingest/write-spans";
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
  /** Where another roll-up is made of this one. */
  remove?: typeof removeDays;
}

/** In the order in which every writer takes its locks. */
export const ROLLUPS: readonly Rollup[] = [
  {
    ...{ name: "sign_in_hours", order: ["category", "last_at", "group_key"] },
    condition: ({ from, to }) => sql`t.category in (${CATEGORY_LIST})
      and t.last_at >= ${instant(from)} and t.last_at < ${instant(to)}`,
  },
  {
    ...{ name: "sign_in_days", order: ["day", "category", "kind"], remove: removeDays },
    condition: inDays,
  },
  {
    ...{ name: "sign_in_facets", order: ["category", "field", "hour"] },
    condition: ({ from, to }) => sql`t.category in (${CATEGORY_LIST})
      and t.field in (${FIELD_LIST}) and t.hour >= ${instant(from)} and t.hour < ${instant(to)}`,
  },
];

/** Deletes at most `limit` rows of one roll-up in a range of whole days; how many there were. */
export function removeRollupBatch(
  tenant: TenantTransaction,
  rollup: Rollup,
  range: TimeRange,
  limit: number,
): Promise<number> {
  if (rollup.remove) return rollup.remove(tenant, range, limit);
  const { tx, tenantId } = tenant;
  return deleteBatch(tx, tenantId, keyedTable(rollup.name), {
    condition: rollup.condition(range),
    limit,
    order: rollup.order,
  });
}

function inDays({ from, to }: TimeRange): SQL {
  return sql`t.day >= ${day(from)} and t.day < ${day(to)}`;
}

/** Deletes daily rows, and takes what they counted out of the spans. */
async function removeDays(tenant: TenantTransaction, range: TimeRange, limit: number): Promise<number> {
  const { tx, tenantId } = tenant;
  const inRange = sql`t.tenant_id = ${tenantId}::uuid and ${inDays(range)}`;
  const rows = await tx.execute<DayDelta & Record<string, unknown>>(sql`
    with gone as (
      delete from sign_in_days t using (
        select category, kind, key, day from sign_in_days t where ${inRange} order by day, category, kind limit ${limit}) k
      where ${inRange} and t.category = k.category and t.kind = k.kind and t.key = k.key and t.day = k.day
      returning t.*)
    select category, kind, key, day::text as day, -n as n, -successes as successes, -failures as failures from gone
    order by category, kind, key, day`);
  await addToSpans(tenant, rows);
  return rows.length;
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
