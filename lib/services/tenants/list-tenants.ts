import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { selectTenants, type TenantRow } from "@/db/queries/tenants";

/** Every tenant, by slug. An operator's verb: it needs the owner's connection. */
export async function listTenants(): Promise<TenantRow[]> {
  return outsideTenants(() => selectTenants(ownerDatabase().db));
}
