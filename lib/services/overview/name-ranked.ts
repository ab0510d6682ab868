import type { TenantTransaction } from "@/db/client";
import type { Ranked } from "@/db/queries/overview/ranking";
import { namesOfKeys } from "@/db/queries/sign-ins/suggestions";
import { categoryByCode } from "@/lib/model/categories";
import type { RankedThing } from "@/lib/model/overview";

/** Ranked keys with what they are called. Where no name is known, the id stands in its place. */
export async function nameRanked(
  tenant: TenantTransaction,
  nameKind: number,
  ranked: readonly Ranked[],
): Promise<RankedThing[]> {
  const known = await namesOfKeys(
    tenant,
    nameKind,
    ranked.map(({ key }) => key),
  );
  return ranked.map(({ key, byCategory, total }) => {
    const names = known.filter((each) => each.key === key).map(({ name }) => name);
    // Of a user's two names the one that is not also an address reads better; "~" marks a key that is a name itself.
    const name = names.find((each) => !each.includes("@")) ?? names[0] ?? key.replace(/^~/, "");
    const byLog = Object.fromEntries([...byCategory].map(([code, n]) => [categoryByCode(code).slug, n]));
    return { key, name, total, byLog };
  });
}
