/** How sign-ins spread over bars of time: from the hourly facets, and from the sign-ins where a bar cuts an hour. */
import { sql } from "drizzle-orm";
import { timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { CATEGORIES } from "@/lib/model/categories";
import { FACETS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";

export interface BarCount {
  bar: number;
  category: number;
  status: number;
  n: number;
}

export const CATEGORY_CODES = sql.raw(
  Object.values(CATEGORIES)
    .map(({ code }) => code)
    .join(", "),
);

/** Counts by bar, log and status; a bar may occur several times, to be added up. The first bar begins at a whole hour. */
export async function countByBar(tenant: TenantTransaction, bars: readonly Interval[]): Promise<BarCount[]> {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return [];
  const edges = bars.map(({ from }) => startOfHour(from));
  // Every sign-in has a requirement or the lack of one, so this field's counts are the counts of all.
  const rows = await tenant.tx.execute<{ bar: number; category: number; status: number; n: string }>(sql`
    select width_bucket(hour, ${timeArray(edges)}::timestamptz[]) - 1 as bar, category, status, sum(n) as n
    from sign_in_facets
    where tenant_id = ${tenant.tenantId}::uuid and category in (${CATEGORY_CODES})
      and field = ${FACETS.authenticationRequirement}
      and hour >= ${first.from.toISOString()}::timestamptz and hour < ${last.to.toISOString()}::timestamptz
    group by 1, 2, 3`);
  const whole = rows.map(({ bar, category, status, n }) => ({ bar, category, status, n: Number(n) }));
  return [...whole, ...(await moveCutHours(tenant, bars))];
}

/** Where midnight is no whole hour, the part of the hour before it belongs to the bar before. */
async function moveCutHours({ tx, tenantId }: TenantTransaction, bars: readonly Interval[]): Promise<BarCount[]> {
  const cut = bars.flatMap(({ from }, bar) =>
    from > startOfHour(from) ? [{ bar, from: startOfHour(from), to: from }] : [],
  );
  if (cut.length === 0) return [];
  // One range after the other: the bounds of each are then known when it is planned.
  const branches = cut.map(
    ({ bar, from, to }) => sql`select ${bar}::int as bar, category, status, count(*) as n from sign_ins
      where tenant_id = ${tenantId}::uuid and category in (${CATEGORY_CODES})
        and created_at >= ${from.toISOString()}::timestamptz and created_at < ${to.toISOString()}::timestamptz
      group by 2, 3`,
  );
  const rows = await tx.execute<{ bar: number; category: number; status: number; n: string }>(
    sql.join(branches, sql` union all `),
  );
  return rows.flatMap(({ bar, category, status, n }) => [
    { bar, category, status, n: -Number(n) },
    { bar: bar - 1, category, status, n: Number(n) },
  ]);
}

function startOfHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}
