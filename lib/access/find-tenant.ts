/** From the name of a tenant in an address or on a command line to the tenant. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { findTenantIdByDomain, findTenantIdBySlug, readTenant, type TenantRow } from "@/db/queries/find-tenant";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for text that PostgreSQL reads as a uuid in its usual form. Slugs never look like this. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * The tenant with this slug or id; undefined when there is none.
 * @throws UnavailableError when the database is away.
 */
export async function findTenant(slugOrId: string): Promise<TenantRow | undefined> {
  const { db } = appDatabase();
  const tenantId = isUuid(slugOrId) ? slugOrId.toLowerCase() : await findTenantIdBySlug(db, slugOrId);
  return tenantId === undefined ? undefined : inTenant(db, { tenantId }, readTenant);
}

/** The tenant that owns the domain of a user name such as `anna@acorn.example`; undefined when there is none. */
export async function findTenantOfUpn(upn: string): Promise<TenantRow | undefined> {
  const { db } = appDatabase();
  const domain = upn.slice(upn.lastIndexOf("@") + 1);
  const tenantId = await findTenantIdByDomain(db, domain);
  return tenantId === undefined ? undefined : inTenant(db, { tenantId }, readTenant);
}
