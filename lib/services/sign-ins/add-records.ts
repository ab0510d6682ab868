/** Puts the whole records beside the sign-ins of a list, for columns that the narrow rows do not carry. */
import type { TenantTransaction } from "@/db/client";
import { readRests } from "@/db/queries/sign-ins/details";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import type { CategoryCode } from "@/lib/model/categories/category";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { restoreRecord } from "@/lib/records/columns";
import { redactRecord } from "./redact-record";

/**
 * The same items, each with its record as far as this reader may see it; one look-up for all. Listing a record is not
 * opening it, so it leaves no trace in the audit log.
 * @param rows the stored row of each item, in the same order.
 */
export async function addRecords(
  tenant: TenantTransaction,
  scope: Pick<TenantScope, "permissions" | "license">,
  rows: readonly SignInRow[],
  items: readonly SignInListItem[],
): Promise<SignInListItem[]> {
  const stored = rows.map((row) => ({ ...row, category: row.category as CategoryCode }));
  const rests = await readRests(tenant, stored);
  return items.map((item, index) => {
    const row = stored[index];
    const rest = rests[index];
    if (!row || rest === undefined) return item;
    const record = restoreRecord(row, JSON.parse(rest) as JsonObject, row.category);
    return { ...item, shown: redactRecord(scope, record) };
  });
}
