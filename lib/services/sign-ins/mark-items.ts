/** Puts beside sign-ins what people said about them, and why they are unusual. */
import type { TenantTransaction } from "@/db/client";
import { togetherOrCause } from "@/db/errors";
import { type MarkKey, markId, readMarks } from "@/db/queries/marks";
import { readFindings } from "@/db/queries/unusual/findings";
import { CATEGORIES } from "@/lib/model/categories";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { wholeSecond } from "./find-stored";

/** The same items in the same order, with their marks; one look-up of each sort for all. */
export async function markItems(
  tenant: TenantTransaction,
  items: readonly SignInListItem[],
): Promise<SignInListItem[]> {
  // Programs have no habits that are looked at.
  const ofUsers = items.filter(({ category }) => CATEGORIES[category].principal === "user");
  const [marks, findings] = await togetherOrCause([
    readMarks(tenant, items.map(keyOf)),
    readFindings(tenant, ofUsers.map(keyOf)),
  ]);
  return items.map((item) => {
    const key = markId(keyOf(item));
    return { ...item, mark: marks.get(key) ?? null, unusual: findings.get(key) ?? [] };
  });
}

function keyOf({ category, createdAt, id }: SignInListItem): MarkKey {
  return { category: CATEGORIES[category].code, createdAt: wholeSecond(createdAt), id };
}
