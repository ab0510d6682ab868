/** Recounts every pair from the events themselves, as the owner, and compares it with what the worker keeps. */
import type { Sql } from "postgres";
import { expect } from "vitest";

const SIDES: readonly [kind: number, only: string, a: string, b: string][] = [
  [1, "category <= 2", "principal_key", "application_key"],
  [2, "category <= 2", "principal_key", "resource_key"],
  [3, "category <= 2", "principal_key", "ip_text"],
  [4, "category <= 2", "principal_key", "country"],
  [5, "category <= 2", "principal_key", "device_id"],
  [6, "category > 2", "principal_key", "application_key"],
  [7, "category > 2", "principal_key", "resource_key"],
  [8, "category > 2", "principal_key", "ip_text"],
  [9, "category > 2", "principal_key", "country"],
  [10, "true", "application_key", "resource_key"],
  [11, "true", "application_key", "ip_text"],
  [12, "true", "application_key", "country"],
];

/** Fails when the pairs of the tenant differ from a recount of its events; how many there are. */
export async function expectPairsEqualRecount(owner: Sql, tenantId: string): Promise<number> {
  const branches = SIDES.map(
    ([kind, only, a, b]) => `
      select ${kind} as kind, ${a} as a, ${b} as b, ((created_at at time zone 'UTC')::date - date '1970-01-01') % 64 as slot,
        count(*)::int as n, bool_or(status = 1) as succeeded
      from sign_ins where tenant_id = '${tenantId}' and ${only} and ${a} <> '' and ${b} <> '' group by 2, 3, 4`,
  );
  const recount = await owner.unsafe(`${branches.join(" union all ")} order by kind, a, b, slot`);
  const kept = await owner`
    select kind, a, b, i - 1 as slot, counts[i] as n, (success_days >> (i - 1)) & 1 = 1 as succeeded
    from sign_in_pairs, generate_series(1, 64) i
    where tenant_id = ${tenantId} and counts[i] is not null order by kind, a, b, slot`;
  expect([...kept]).toEqual([...recount]);
  const [row] = await owner`
    select count(*)::int as odd from sign_in_pairs where tenant_id = ${tenantId} and (
      n <> (select sum(c) from unnest(counts) c) or success_days & ~days <> 0 or days <> (
        select bit_or(1::bigint << (i - 1)) from generate_series(1, 64) i where counts[i] is not null))`;
  expect(row?.odd).toBe(0);
  return kept.length;
}
