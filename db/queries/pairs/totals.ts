/**
 * What the pages of things with many others say, counted by the worker: reading fifty thousand pairs takes longer than a page
 * should. Whoever changes pairs takes away what is said of them in the same transaction, so what stands here is what the pairs
 * say; where nothing stands a page counts for itself.
 */
import { and, desc, eq, isNotNull, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInPairTotals } from "@/db/schema";
import type { Related, RelatedDays, RelatedRow } from "./read-related";

/** One thing on one side of one kind of pairs. */
export interface TotalKey {
  kind: number;
  side: "a" | "b";
  key: string;
}

/** As JSON has them: bits as text. */
interface StoredRelated {
  distinct: Related["distinct"];
  rows: (Omit<RelatedRow, "days" | "successDays"> & { days: string; successDays: string })[];
}

/** Enters the things that stand with at least `many` others on these sides, and forgets those that no longer do. */
export async function enterCrowds(
  { tx, tenantId }: TenantTransaction,
  sides: readonly Omit<TotalKey, "key">[],
  many: number,
): Promise<void> {
  for (const { kind, side } of sides) {
    const own = sql.raw(`s.${side}`);
    await tx.execute(sql`
      with crowds as materialized (
        select ${own} as key, count(*)::integer as others from sign_in_pairs s
        where s.tenant_id = ${tenantId}::uuid and s.kind = ${sql.raw(String(kind))} group by ${own} having count(*) >= ${many}),
      gone as (
        delete from sign_in_pair_totals t where t.tenant_id = ${tenantId}::uuid and t.kind = ${kind} and t.side = ${side}
          and not exists (select from crowds c where c.key = t.key))
      insert into sign_in_pair_totals (tenant_id, kind, side, key, others)
      select ${tenantId}::uuid, ${kind}, ${side}, key, others from crowds
      on conflict (tenant_id, kind, side, key) do update set others = excluded.others`);
  }
}

/** The thing with the most others that is not counted for these days. */
export async function nextUncounted(
  { tx, tenantId }: TenantTransaction,
  days: RelatedDays,
): Promise<TotalKey | undefined> {
  const { kind, side, key, found, others } = signInPairTotals;
  const isOther = or(isNull(found), ...bitColumns(days).map(([column, bits]) => ne(column, bits)));
  const [row] = await tx
    .select({ kind, side, key })
    .from(signInPairTotals)
    .where(and(eq(signInPairTotals.tenantId, tenantId), isOther))
    .orderBy(desc(others), kind, side, key)
    .limit(1);
  return row;
}

export async function storeTotal(
  { tx, tenantId }: TenantTransaction,
  { kind, side, key }: TotalKey,
  days: RelatedDays,
  { distinct, rows }: Related,
): Promise<void> {
  const stored: StoredRelated = {
    distinct,
    rows: rows.map((row) => ({ ...row, days: String(row.days), successDays: String(row.successDays) })),
  };
  const t = signInPairTotals;
  await tx
    .update(t)
    .set({ ...bitsOf(days), found: stored })
    .where(and(eq(t.tenantId, tenantId), eq(t.kind, kind), eq(t.side, side), eq(t.key, key)));
}

/** What is counted of one thing for these days, on all sides on which it is. */
export async function readTotals(
  { tx, tenantId }: TenantTransaction,
  ofKey: string,
  days: RelatedDays,
): Promise<(TotalKey & Related)[]> {
  const { kind, side, key, found } = signInPairTotals;
  const isOfDays = bitColumns(days).map(([column, bits]) => eq(column, bits));
  const rows = await tx
    .select({ kind, side, key, found })
    .from(signInPairTotals)
    .where(and(eq(signInPairTotals.tenantId, tenantId), eq(key, ofKey), ...isOfDays));
  return rows.flatMap(({ found, ...total }) => (found ? [{ ...total, ...present(found as StoredRelated) }] : []));
}

function present({ distinct, rows }: StoredRelated): Related {
  const numbers = ({ days, successDays }: StoredRelated["rows"][number]) => ({
    days: BigInt(days),
    successDays: BigInt(successDays),
  });
  return { distinct, rows: rows.map((row) => ({ ...row, ...numbers(row) })) };
}

/** Takes away what is said of the things in some pairs. @param pairs what has columns `kind`, `a`, `b`. */
export function forgetTotalsOf(tenantId: string, pairs: SQL): SQL {
  return sql`
    update sign_in_pair_totals t set found = null
    from (select kind, 'a' as side, a as key from ${pairs} union select kind, 'b', b from ${pairs}) c
    where t.tenant_id = ${tenantId}::uuid and t.found is not null and c.kind = t.kind and c.side = t.side and c.key = t.key`;
}

/** Takes away what is said of any thing. */
export async function forgetTotals({ tx, tenantId }: TenantTransaction): Promise<void> {
  const t = signInPairTotals;
  await tx
    .update(t)
    .set({ found: null })
    .where(and(eq(t.tenantId, tenantId), isNotNull(t.found)));
}

function bitsOf({ kept, week, before }: RelatedDays) {
  return { kept: BigInt(kept), week: BigInt(week), before: BigInt(before) };
}

function bitColumns(days: RelatedDays) {
  const { kept, week, before } = bitsOf(days);
  const t = signInPairTotals;
  return [[t.kept, kept] as const, [t.week, week] as const, [t.before, before] as const];
}
