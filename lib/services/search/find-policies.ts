/** Conditional-access policies by a part of their name or id. For roles that may see policies. */
import type { TenantTransaction } from "@/db/client";
import { keysHolding } from "@/db/queries/search/find-names";
import { NAME_KINDS } from "@/lib/model/facets";
import type { FoundPolicy } from "@/lib/model/search-result";
import { namePolicies } from "../sign-ins/name-policies";

export async function findPolicies(
  tenant: TenantTransaction,
  text: string,
  { since, limit }: { since: Date; limit: number },
): Promise<FoundPolicy[]> {
  const found = await keysHolding(tenant, { kinds: [NAME_KINDS.policy], parts: [text], since, limit });
  const numbers = found.map(({ key }) => key);
  const named = await namePolicies(tenant, numbers);
  return numbers.flatMap((number) => {
    const policy = named.get(number);
    return policy ? [{ key: policy.id ?? `~${policy.name}`, name: policy.name }] : [];
  });
}
