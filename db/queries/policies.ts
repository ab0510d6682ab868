/** How often conditional-access policies came to each result: from the hourly roll-up, however many sign-ins there are. */
import { sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { CATEGORIES } from "@/lib/model/categories";
import { POLICY_FACET } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import { POLICY_RESULT_CODES, policyWithResult } from "@/lib/model/policy-results";

export interface PolicyCount {
  /** The number of the policy with the result. */
  number: string;
  category: number;
  n: number;
}

const CODES = sql.raw(
  Object.values(CATEGORIES)
    .map(({ code }) => code)
    .join(", "),
);

/** Over a range of whole hours. */
export async function countPolicies(
  { tx, tenantId }: TenantTransaction,
  { from, to }: Interval,
): Promise<PolicyCount[]> {
  const rows = await tx.execute<{ number: string; category: number; n: string }>(sql`
    select value as number, category, sum(n) as n from sign_in_facets
    where tenant_id = ${tenantId}::uuid and category in (${CODES}) and field = ${POLICY_FACET}
      and hour >= ${from.toISOString()}::timestamptz and hour < ${to.toISOString()}::timestamptz
    group by 1, 2`);
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}

export interface PolicyDayCount extends PolicyCount {
  /** The UTC day. */
  day: string;
}

/** One policy by UTC day, over a range of whole hours. @param policy its number in the dictionary. */
export async function countPolicyDays(
  { tx, tenantId }: TenantTransaction,
  policy: string,
  { from, to }: Interval,
): Promise<PolicyDayCount[]> {
  const numbers = POLICY_RESULT_CODES.map((code) => policyWithResult(policy, code));
  const rows = await tx.execute<{ day: string; number: string; category: number; n: string }>(sql`
    select to_char(hour at time zone 'UTC', 'YYYY-MM-DD') as day, value as number, category, sum(n) as n
    from sign_in_facets
    where tenant_id = ${tenantId}::uuid and category in (${CODES}) and field = ${POLICY_FACET}
      and value = any(${textArray(numbers)}::text[])
      and hour >= ${from.toISOString()}::timestamptz and hour < ${to.toISOString()}::timestamptz
    group by 1, 2, 3`);
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}
