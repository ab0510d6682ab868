import type { TenantTransaction } from "@/db/client";
import type { Ranked } from "@/db/queries/overview/ranking";
import { categoryByCode } from "@/lib/model/categories";
import type { RankedThing } from "@/lib/model/overview";
import { nameKeys } from "../sign-ins/name-keys";

/** Ranked keys with what they are called. Where no name is known, the id stands in its place. */
export async function nameRanked(
  tenant: TenantTransaction,
  nameKind: number,
  ranked: readonly Ranked[],
): Promise<RankedThing[]> {
  const keys = ranked.map(({ key }) => key);
  const names = await nameKeys(tenant, nameKind, keys);
  return ranked.map(({ key, byCategory, total }) => {
    const byLog = Object.fromEntries([...byCategory].map(([code, n]) => [categoryByCode(code).slug, n]));
    return { key, name: names.get(key) ?? key, total, byLog };
  });
}
