/** Which tenants of this installation a set of names (ids, slugs, domains) means. Lookup tables: no tenant's data. */
import { inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { tenantDomains, tenantSlugs } from "@/db/schema";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Maps each name that means a tenant here to that tenant's id. Names are lower-cased ids, slugs or domains. */
export async function resolveTenantNames(db: Database, names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (names.length === 0) return found;
  const ids = names.filter((name) => UUID.test(name));
  const others = names.filter((name) => !UUID.test(name));
  if (ids.length > 0) {
    for (const row of await db.select().from(tenantSlugs).where(inArray(tenantSlugs.tenantId, ids))) {
      found.set(row.tenantId, row.tenantId);
    }
  }
  if (others.length > 0) {
    for (const row of await db.select().from(tenantSlugs).where(inArray(tenantSlugs.slug, others))) {
      found.set(row.slug, row.tenantId);
    }
    for (const row of await db.select().from(tenantDomains).where(inArray(tenantDomains.domain, others))) {
      found.set(row.domain, row.tenantId);
    }
  }
  return found;
}
