import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { selectPartitions } from "@/db/partitions";
import { ACCESS_TABLES, DATA_TABLES, deleteTenantRows } from "@/db/queries/tenant-removal";
import { deleteTenantAndLookups, selectTenantIdBySlug } from "@/db/queries/tenants";
import { NotFoundError } from "@/lib/model/errors";

export interface DeletedTenant {
  slug: string;
  tenantId: string;
  /** Rows deleted, by table; tables without any are left out. */
  deleted: Readonly<Record<string, number>>;
}

/**
 * Removes a tenant and every row of it. Access goes first, the slug last: a removal that was cut short is finished by
 * calling it again. An operator's verb; it cannot be undone.
 * @throws NotFoundError when there is no such tenant.
 */
export async function deleteTenant(slug: string): Promise<DeletedTenant> {
  const owner = ownerDatabase().db;
  return outsideTenants(async () => {
    const tenantId = await selectTenantIdBySlug(owner, slug);
    if (!tenantId) throw new NotFoundError(`There is no tenant ${slug}.`);
    const deleted: Record<string, number> = {};
    const empty = async (tables: typeof DATA_TABLES) => {
      const partitions = await selectPartitions(owner);
      for (const table of tables) {
        const rows = await deleteTenantRows(owner, tenantId, table, partitions);
        if (rows > 0) deleted[table.name] = (deleted[table.name] ?? 0) + rows;
      }
    };
    await empty([...ACCESS_TABLES, ...DATA_TABLES]);
    // A request that was let in before its client went may have written meanwhile.
    await empty([...ACCESS_TABLES, ...DATA_TABLES]);
    await deleteTenantAndLookups(owner, tenantId);
    return { slug, tenantId, deleted };
  });
}
