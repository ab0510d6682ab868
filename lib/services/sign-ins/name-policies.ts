import type { TenantTransaction } from "@/db/client";
import { namesOfKeys } from "@/db/queries/sign-ins/suggestions";
import { NAME_KINDS } from "@/lib/model/facets";
import { isIdOfPolicy } from "@/lib/records/policies";

export interface NamedPolicy {
  name: string;
  /** Absent where the records give the policy a name only. */
  id?: string;
}

/** What policies are called, by the numbers that the dictionary knows them under; others are left out. */
export async function namePolicies(
  tenant: TenantTransaction,
  numbers: readonly string[],
): Promise<Map<string, NamedPolicy>> {
  const known = await namesOfKeys(tenant, NAME_KINDS.policy, numbers);
  return new Map(
    numbers.flatMap((number) => {
      const texts = known.filter(({ key }) => key === number).map(({ name }) => name);
      const id = texts.find((text) => isIdOfPolicy(number, text));
      const name = texts.find((text) => text !== id) ?? id;
      return name === undefined ? [] : [[number, id === undefined ? { name } : { name, id }] as const];
    }),
  );
}
