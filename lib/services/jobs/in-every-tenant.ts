import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { rootMessage } from "@/db/errors";
import { selectTenants } from "@/db/queries/tenants";
import type { License } from "@/lib/model/licenses";

/**
 * Does the work for one tenant after the other, until told to stop; one tenant's failure does not keep the others waiting.
 * @returns whose work failed, and why.
 */
export async function inEveryTenant(
  signal: AbortSignal | undefined,
  work: (tenant: { tenantId: string; license: License }) => Promise<void>,
): Promise<string[]> {
  const failed: string[] = [];
  for (const { tenantId, license } of await outsideTenants(() => selectTenants(ownerDatabase().db))) {
    if (signal?.aborted) break;
    try {
      await work({ tenantId, license });
    } catch (error) {
      failed.push(`${tenantId}: ${rootMessage(error)}`);
    }
  }
  return failed;
}
