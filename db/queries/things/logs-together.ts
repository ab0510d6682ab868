/** In which logs a thing can occur with others: pairs do not say, the daily counts narrow it down to the hour. */
import { type SQL, sql } from "drizzle-orm";
import { plainArray, textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInDays } from "@/db/schema";
import { dayBit } from "@/lib/model/day-bits";
import type { ThingDay } from "./sign-ins-of-thing";

export interface OthersOfKind {
  /** A kind of day, as it is stored. */
  kind: number;
  keys: readonly string[];
}

export interface LogTogether {
  kind: number;
  key: string;
  category: number;
  /** The days with an hour in which both occur in this log. */
  days: bigint;
}

/** One statement for all of them. @param own the days of the thing. */
export async function logsTogether(
  { tx, tenantId }: TenantTransaction,
  own: readonly ThingDay[],
  others: readonly OthersOfKind[],
): Promise<LogTogether[]> {
  const asked = others.filter(({ keys }) => keys.length > 0);
  if (asked.length === 0 || own.length === 0) return [];
  const days = own.map(({ day }) => day);
  const branches = asked.map(
    ({ kind, keys }): SQL => sql`
      select d.kind, d.key, d.category, bit_or(o.bit)::text as days from ${signInDays} d
      join own o on o.category = d.category and o.day = d.day
      where d.tenant_id = ${tenantId}::uuid and d.category = any(${plainArray(categoriesOf(own))}::smallint[])
        and d.kind = ${kind} and d.key = any(${textArray(keys)}::text[]) and d.day >= ${days.reduce(earlier)}::date
        and d.hours & o.hours <> 0
      group by d.kind, d.key, d.category`,
  );
  const rows = await tx.execute<{ kind: number; key: string; category: number; days: string }>(sql`
    with own as materialized (
      select * from unnest(${plainArray(own.map(({ category }) => category))}::smallint[], ${plainArray(days)}::date[],
        ${plainArray(own.map(({ hours }) => hours))}::integer[], ${plainArray(days.map((day) => String(dayBit(day))))}::bigint[])
        o (category, day, hours, bit))
    ${sql.join(branches, sql` union all `)}`);
  return rows.map(({ days: bits, ...row }) => ({ ...row, days: BigInt(bits) }));
}

function categoriesOf(own: readonly ThingDay[]): number[] {
  return [...new Set(own.map(({ category }) => category))];
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
