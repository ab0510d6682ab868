/** Puts beside sign-ins what people said about them. */
import type { TenantTransaction } from "@/db/client";
import { type MarkKey, markId, readMarks } from "@/db/queries/marks";
import { CATEGORIES } from "@/lib/model/categories";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { wholeSecond } from "./find-stored";

/** The same items in the same order, with their marks; one look-up for all. */
export async function markItems(
  tenant: TenantTransaction,
  items: readonly SignInListItem[],
): Promise<SignInListItem[]> {
  const marks = await readMarks(tenant, items.map(keyOf));
  return items.map((item) => ({ ...item, mark: marks.get(markId(keyOf(item))) ?? null }));
}

function keyOf({ category, createdAt, id }: SignInListItem): MarkKey {
  return { category: CATEGORIES[category].code, createdAt: wholeSecond(createdAt), id };
}
