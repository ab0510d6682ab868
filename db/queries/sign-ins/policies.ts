/** The filters by conditional-access policy and by its result, which mean the same policy where both are in force. */
import { and, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { plainArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { MOST_POLICIES_INDEXED } from "@/db/partitions";
import { signIns } from "@/db/schema";
import { NAME_KINDS, POLICY_FACET } from "@/lib/model/facets";
import type { ActiveFilter } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import { POLICY_RESULT_CODES, POLICY_RESULTS, type PolicyResult, policyWithResult } from "@/lib/model/policy-results";
import { HOUR_MS } from "@/lib/model/retention";
import { inLog } from "./in-log";
import { allKeys, findKeys, nameConditions } from "./names";
import { countHeld, hoursHolding, MAX_PRESENCE_VALUES, type PresenceQuery, valuesHeld } from "./presence";
import type { ResolvedFilter } from "./resolve-filters";
import { type Pieces, pieceTable, spanOf } from "./search-steps";

/** The numbers that filters by policy and result mean; null where they do not say which policies a sign-in has. */
export async function policyNumbersMeant(
  tenant: TenantTransaction,
  filters: readonly ActiveFilter[],
): Promise<readonly string[] | null> {
  const policy = filters.find(({ key }) => key === "policy");
  const result = filters.find(({ key }) => key === "policyResult");
  if ((policy ?? result)?.negated !== false && !(policy && result)) return null;
  const codes = result ? resultsMeant(result, false) : POLICY_RESULT_CODES;
  const meant = await policiesMeant(tenant, policy, false);
  return meant.flatMap((key) => codes.map((code) => policyWithResult(key, code)));
}

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
  if (negatedAlone) return { condition: or(isNull(column), not(holdsAnyOf(numbers))) as SQL };
  if (numbers.length === 0) return { condition: sql`false`, intervals: [] };
  if (numbers.length > MAX_PRESENCE_VALUES) return { condition: holdsAnyOf(numbers) };
  // Of all the results that a policy could have, few occur.
  const held = (await valuesHeld(tenant, where, POLICY_FACET, { anyOf: numbers })) ?? numbers;
  if (held.length === 0) return { condition: sql`false`, intervals: [] };
  const condition = holdsAnyOf(held);
  const intervals = await hoursHolding(tenant, where, POLICY_FACET, { anyOf: held });
  const hours = intervals.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()) / HOUR_MS, 0);
  if ((await countHeld(tenant, where, POLICY_FACET, { anyOf: held })) > hours * FEW_PER_HOUR)
    return { condition, intervals };
  return { condition, intervals, refine: (pieces) => secondsHolding(tenant, where, pieces, condition) };
}

/** With so few in an hour it is worth finding their seconds first, in an index that holds the policies. */
const FEW_PER_HOUR = 20;

/** The seconds in which a policy's sign-ins lie, oldest first: read from the index alone on days that are over. */
async function secondsHolding(
  tenant: TenantTransaction,
  { category }: PresenceQuery,
  pieces: Pieces,
  condition: SQL,
): Promise<Interval[]> {
  const span = spanOf(pieces);
  const within = (listed: SQL) => sql`
    select created_at from ${signIns}
    where ${and(
      inLog(tenant, category, span),
      sql`${signIns.createdAt} >= piece.from_at and ${signIns.createdAt} < piece.to_at`,
      listed,
      condition,
    )}`;
  // Each in the words of the index that it reads.
  const inIndex = within(sql`cardinality(policies) <= ${sql.raw(String(MOST_POLICIES_INDEXED))}`);
  const others = within(sql`cardinality(policies) > ${sql.raw(String(MOST_POLICIES_INDEXED))}`);
  const rows = await tenant.tx.execute<{ epoch: number }>(sql`
    select distinct extract(epoch from found.created_at)::float8 as epoch from ${pieceTable(pieces)}
    cross join lateral (${inIndex} union all ${others}) found`);
  const times = rows.map(({ epoch }) => Number(epoch) * 1000).sort((a, b) => a - b);
  return times.map((time) => ({ from: new Date(time), to: new Date(time + 1000) }));
}

function holdsAnyOf(numbers: readonly string[]): SQL {
  return sql`${signIns.policies} && ${plainArray(numbers)}::bigint[]`;
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
