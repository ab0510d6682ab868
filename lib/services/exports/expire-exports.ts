/** Bundles go when their time is over; their rows stay longer, so that one can still see who had them. */
import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { expireRows, purgeRows, readHolders } from "@/db/queries/exports/upkeep";
import { isUuid } from "@/lib/access/find-tenant";
import { type BundleStore, bundleStore, type StoredFile } from "@/lib/bundles/bundle-store";
import { EXPORT_ROWS_KEPT_DAYS } from "@/lib/model/exports";
import { DAY_MS } from "@/lib/model/retention";

/**
 * Marks expired bundles, removes every file that no export holds (of expired bundles, of workers that died, of tenants
 * that are gone), and old rows. @returns a sentence on what was done. Running it twice changes nothing.
 */
export async function expireExports({ now }: { now: Date }): Promise<string> {
  const owner = ownerDatabase().db;
  const expired = await outsideTenants(() => expireRows(owner, now));
  const files = await removeOrphans(bundleStore());
  const rows = await outsideTenants(() => purgeRows(owner, new Date(now.getTime() - EXPORT_ROWS_KEPT_DAYS * DAY_MS)));
  return `Expired ${expired} bundles, removed ${files} files and ${rows} old exports.`;
}

async function removeOrphans(store: BundleStore): Promise<number> {
  let removed = 0;
  for await (const file of store.list()) {
    if (await isHeld(file)) continue;
    await store.remove(file);
    removed++;
  }
  return removed;
}

/** Rows name their attempt before its file is begun, so a file without a row is never one that is about to get one. */
async function isHeld({ key, unfinished }: StoredFile): Promise<boolean> {
  const [tenantId = "", exportId = "", name = ""] = key.split("/");
  // Whatever else lies there is none of ours to remove.
  if (!isUuid(tenantId) || !isUuid(exportId)) return true;
  const row = await outsideTenants(() => readHolders(ownerDatabase().db, { tenantId, exportId }));
  if (!row) return false;
  const isBeingMade = row.claimToken !== null && name.startsWith(row.claimToken);
  return isBeingMade || (unfinished === undefined && key === row.fileKey);
}
