/** The filters by conditional-access policy and by its result, which mean the same policy where both are in force. */
import { isNull, not, or, type SQL, sql } from "drizzle-orm";
import { plainArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import { NAME_KINDS, POLICY_FACET } from "@/lib/model/facets";
import type { ActiveFilter } from "@/lib/model/filters";
import { POLICY_RESULT_CODES, POLICY_RESULTS, type PolicyResult, policyWithResult } from "@/lib/model/policy-results";
import { allKeys, findKeys, nameConditions } from "./names";
import { hoursHolding, MAX_PRESENCE_VALUES, type PresenceQuery } from "./presence";
import type { ResolvedFilter } from "./resolve-filters";

interface PolicyFilters {
  policy: ActiveFilter | undefined;
  result: ActiveFilter | undefined;
}

/**
 * Sign-ins for which such a policy came to such a result. A negated filter alone asks for sign-ins without any such
 * policy; beside another one it says which policies, or which results, are meant.
 */
export async function resolvePolicies(
  tenant: TenantTransaction,
  where: PresenceQuery,
  { policy, result }: PolicyFilters,
): Promise<ResolvedFilter> {
  const alone = policy === undefined || result === undefined;
  const negatedAlone = alone && (policy ?? result)?.negated === true;
  const meant = await policiesMeant(tenant, policy, negatedAlone);
  const codes = result ? resultsMeant(result, negatedAlone) : POLICY_RESULT_CODES;
  const numbers = meant.flatMap((key) => codes.map((code) => policyWithResult(key, code)));
  const column = sql`${signIns.policies}`;
  const holdsAny = sql`${column} && ${plainArray(numbers)}::bigint[]`;
  if (negatedAlone) return { condition: or(isNull(column), not(holdsAny)) as SQL };
  if (numbers.length === 0) return { condition: sql`false`, intervals: [] };
  if (numbers.length > MAX_PRESENCE_VALUES) return { condition: holdsAny };
  return { condition: holdsAny, intervals: await hoursHolding(tenant, where, POLICY_FACET, { anyOf: numbers }) };
}

/** The dictionary's keys of the policies that a filter means; without a filter all that the tenant knows. */
async function policiesMeant(
  tenant: TenantTransaction,
  filter: ActiveFilter | undefined,
  negatedAlone: boolean,
): Promise<readonly string[]> {
  if (!filter) return allKeys(tenant, NAME_KINDS.policy);
  const conditions = filter.values.flatMap((value) => nameConditions(tenant.tenantId, value, NAME_KINDS.policy));
  const { keys = [] } = await findKeys(tenant, conditions);
  if (!filter.negated || negatedAlone) return keys;
  const left = new Set(keys);
  return (await allKeys(tenant, NAME_KINDS.policy)).filter((key) => !left.has(key));
}

function resultsMeant({ values, negated }: ActiveFilter, negatedAlone: boolean): readonly number[] {
  const named = values.map((value) =>
    value.type === "equals" ? POLICY_RESULTS[value.text as PolicyResult] : undefined,
  );
  return negated && !negatedAlone
    ? POLICY_RESULT_CODES.filter((code) => !named.includes(code as never))
    : named.filter((code) => code !== undefined);
}
