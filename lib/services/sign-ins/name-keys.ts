import type { TenantTransaction } from "@/db/client";
import { namesOfKeys } from "@/db/queries/sign-ins/suggestions";

/** What the dictionary calls each key of a kind. Where it knows no name, the id stands in its place. */
export async function nameKeys(
  tenant: TenantTransaction,
  nameKind: number,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const known = await namesOfKeys(tenant, nameKind, keys);
  return new Map(
    keys.map((key) => {
      const names = known.filter((each) => each.key === key).map(({ name }) => name);
      // Of a user's two names the one that is not also an address reads better; "~" marks a key that is a name itself.
      return [key, names.find((each) => !each.includes("@")) ?? names[0] ?? key.replace(/^~/, "")];
    }),
  );
}
