/** Taking days that nobody sees any more off the pairs, a bounded number of rows at a time. */
import { type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";

/** Where a walk over the pairs stands. */
export interface PairKey {
  kind: number;
  a: string;
  b: string;
}

export const FIRST_PAIR: PairKey = { kind: 0, a: "", b: "" };

/**
 * Leaves the next `limit` pairs only the days whose bits are given, and removes those that have none left.
 * @returns where to go on; null after the last pair.
 */
export async function clearPairs(
  { tx, tenantId }: TenantTransaction,
  after: PairKey,
  keptBits: string,
  limit: number,
): Promise<PairKey | null> {
  const mine = sql`s.tenant_id = ${tenantId}::uuid`;
  const beyond = sql`(s.kind, s.a, s.b) > ${keyOf(after)}`;
  const [last] = await tx.execute<{ kind: number; a: string; b: string }>(sql`
    select s.kind, s.a, s.b from sign_in_pairs s where ${mine} and ${beyond}
    order by s.kind, s.a, s.b offset ${limit - 1} limit 1`);
  const stretch = last
    ? sql`${mine} and ${beyond} and (s.kind, s.a, s.b) <= ${keyOf(last)}`
    : sql`${mine} and ${beyond}`;
  const kept = sql`${keptBits}::bigint`;
  await tx.execute(sql`delete from sign_in_pairs s where ${stretch} and s.days & ${kept} = 0`);
  await tx.execute(sql`
    update sign_in_pairs s set days = s.days & ${kept}, success_days = s.success_days & ${kept},
      n = (select coalesce(sum(s.counts[i + 1]), 0) from generate_series(0, 63) i where (${kept} >> i) & 1 = 1),
      counts = array(select case when (${kept} >> i) & 1 = 1 then s.counts[i + 1] end from generate_series(0, 63) i order by i)
    where ${stretch} and s.days & ${kept} <> s.days`);
  return last ?? null;
}

function keyOf({ kind, a, b }: PairKey): SQL {
  return sql`(${kind}::smallint, ${a}::text, ${b}::text)`;
}
