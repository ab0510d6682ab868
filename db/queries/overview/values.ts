/** How often each value of a field with few values occurs, by log and status: from the hourly facets. */
import { sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import type { Interval } from "@/lib/model/intervals";

export interface ValueCount {
  category: number;
  field: number;
  value: string;
  status: number;
  n: number;
}

export interface CountedField {
  field: number;
  categories: readonly number[];
}

/** Counts over a range of whole hours. */
export async function countValues(
  { tx, tenantId }: TenantTransaction,
  { from, to }: Interval,
  fields: readonly CountedField[],
): Promise<ValueCount[]> {
  const branches = fields.map(
    ({ field, categories }) => sql`select category, field, value, status, sum(n) as n from sign_in_facets
      where tenant_id = ${tenantId}::uuid and category in (${sql.raw(categories.join(", "))}) and field = ${field}
        and hour >= ${from.toISOString()}::timestamptz and hour < ${to.toISOString()}::timestamptz
      group by 1, 2, 3, 4`,
  );
  const rows = await tx.execute<{ category: number; field: number; value: string; status: number; n: string }>(
    sql.join(branches, sql` union all `),
  );
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}
