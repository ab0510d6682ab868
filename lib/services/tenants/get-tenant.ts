import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { selectTenantBySlug, type TenantRow } from "@/db/queries/tenants";
import { NotFoundError } from "@/lib/model/errors";

/** The tenant of a slug. An operator's verb. @throws NotFoundError when there is none. */
export async function getTenant(slug: string): Promise<TenantRow> {
  const tenant = await outsideTenants(() => selectTenantBySlug(ownerDatabase().db, slug));
  if (!tenant) throw new NotFoundError(`There is no tenant ${slug}.`);
  return tenant;
}
