/** Which tenant is meant: the lookup tables that carry no tenant, and the tenant's own row. */
import { eq } from "drizzle-orm";
import { type Database, outsideTenants, type TenantTransaction } from "@/db/client";
import { tenantDomains, tenantSlugs, tenants } from "@/db/schema";
import type { License } from "@/lib/model/licenses";
import type { LicenseTerms } from "@/lib/model/retention";

export interface TenantRow {
  tenantId: string;
  slug: string;
  name: string;
  domain: string;
  license: License;
}

/** The id of the tenant with this slug. @throws UnavailableError when the database is away. */
export function findTenantIdBySlug(db: Database, slug: string): Promise<string | undefined> {
  return outsideTenants(async () => {
    const [row] = await db
      .select({ tenantId: tenantSlugs.tenantId })
      .from(tenantSlugs)
      .where(eq(tenantSlugs.slug, slug));
    return row?.tenantId;
  });
}

/** The id of the tenant that owns this domain (lower case). @throws UnavailableError when the database is away. */
export function findTenantIdByDomain(db: Database, domain: string): Promise<string | undefined> {
  return outsideTenants(async () => {
    const [row] = await db
      .select({ tenantId: tenantDomains.tenantId })
      .from(tenantDomains)
      .where(eq(tenantDomains.domain, domain));
    return row?.tenantId;
  });
}

/** The transaction's own tenant; undefined when there is none with that id. */
export async function readTenant({ tx, tenantId }: TenantTransaction): Promise<TenantRow | undefined> {
  const [row] = await tx
    .select({
      tenantId: tenants.tenantId,
      slug: tenants.slug,
      name: tenants.name,
      domain: tenants.domain,
      license: tenants.license,
    })
    .from(tenants)
    .where(eq(tenants.tenantId, tenantId));
  return row;
}

/** How long the transaction's own tenant is entitled to have its rows kept; undefined when it is gone. */
export async function readLicenseTerms({ tx, tenantId }: TenantTransaction): Promise<LicenseTerms | undefined> {
  const [row] = await tx
    .select({
      license: tenants.license,
      licenseChangedAt: tenants.licenseChangedAt,
      downgradedFrom: tenants.downgradedFrom,
    })
    .from(tenants)
    .where(eq(tenants.tenantId, tenantId));
  return row;
}
