import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { rootMessage } from "@/db/errors";
import { selectTenants } from "@/db/queries/tenants";

/**
 * Does the work for one tenant after the other, until told to stop; one tenant's failure does not keep the others waiting.
 * @returns whose work failed, and why.
 */
export async function inEveryTenant(
  signal: AbortSignal | undefined,
  work: (tenant: { tenantId: string }) => Promise<void>,
): Promise<string[]> {
  const failed: string[] = [];
  for (const { tenantId } of await outsideTenants(() => selectTenants(ownerDatabase().db))) {
    if (signal?.aborted) break;
    try {
      await work({ tenantId });
    } catch (error) {
      failed.push(`${tenantId}: ${rootMessage(error)}`);
    }
  }
  return failed;
}
