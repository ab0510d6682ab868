/** Tenants and their lookups. Written through the owner's connection: the application's role may only read here. */
import { asc, count, eq } from "drizzle-orm";
import type { Database, TenantTransaction } from "@/db/client";
import { selectLeavingDays } from "@/db/partition-removal";
import { tenantDomains, tenantSlugs, tenants } from "@/db/schema";
import type { License } from "@/lib/model/licenses";
import { removeRollups } from "./retention/remove-rollups";

export type TenantRow = typeof tenants.$inferSelect;

/** What a new tenant needs to be unique and is not. */
export type TakenName = "slug" | "domain";

/**
 * Inserts a tenant with its lookups in one transaction.
 * @param record enters that it was made where it is kept, in the same transaction.
 * @returns what was taken already; nothing is written then. Undefined when the tenant was made.
 */
export async function insertTenant(
  owner: Database,
  tenant: TenantRow,
  record: (inside: TenantTransaction) => Promise<void>,
): Promise<TakenName | undefined> {
  let taken: TakenName | undefined;
  await owner
    .transaction(async (tx) => {
      const { tenantId, slug, domain } = tenant;
      const slugs = await tx.insert(tenantSlugs).values({ slug, tenantId }).onConflictDoNothing().returning();
      const domains = await tx.insert(tenantDomains).values({ domain, tenantId }).onConflictDoNothing().returning();
      if (slugs.length === 0) taken = "slug";
      else if (domains.length === 0) taken = "domain";
      if (taken) tx.rollback();
      await tx.insert(tenants).values(tenant);
      await record({ tx, tenantId });
    })
    .catch((error: unknown) => {
      if (!taken) throw error;
    });
  return taken;
}

/** All tenants by slug. */
export async function selectTenants(owner: Database): Promise<TenantRow[]> {
  return owner.select().from(tenants).orderBy(asc(tenants.slug));
}

export async function selectTenantBySlug(owner: Database, slug: string): Promise<TenantRow | undefined> {
  const [row] = await owner
    .select({ tenant: tenants })
    .from(tenantSlugs)
    .innerJoin(tenants, eq(tenants.tenantId, tenantSlugs.tenantId))
    .where(eq(tenantSlugs.slug, slug));
  return row?.tenant;
}

/** The id behind a slug, also of a tenant whose row is gone because its removal was cut short. */
export async function selectTenantIdBySlug(owner: Database, slug: string): Promise<string | undefined> {
  const [row] = await owner.select().from(tenantSlugs).where(eq(tenantSlugs.slug, slug));
  return row?.tenantId;
}

export async function countTenants(db: Database): Promise<number> {
  const [row] = await db.select({ n: count() }).from(tenantSlugs);
  return row?.n ?? 0;
}

/**
 * Locks the tenant, lets `change` decide by its present row, and stores what that returns (undefined: nothing).
 * @param record enters the change where it is kept, in the same transaction.
 */
export async function updateTenantLicense(
  owner: Database,
  slug: string,
  change: (tenant: TenantRow) => LicenseChange | undefined,
  record: (tenant: TenantTransaction, before: TenantRow, after: LicenseChange) => Promise<void>,
): Promise<TenantRow | undefined> {
  return owner.transaction(async (tx) => {
    const [row] = await tx.select().from(tenants).where(eq(tenants.slug, slug)).for("update");
    if (!row) return undefined;
    const changed = change(row);
    if (!changed) return row;
    const [updated] = await tx.update(tenants).set(changed).where(eq(tenants.tenantId, row.tenantId)).returning();
    // Days whose sign-ins have just left with their partition: a longer license must not bring back their counts.
    for (const day of await selectLeavingDays(tx)) await removeRollups({ tx, tenantId: row.tenantId }, day);
    await record({ tx, tenantId: row.tenantId }, row, changed);
    return updated;
  });
}

export interface LicenseChange {
  license: License;
  licenseChangedAt: Date;
  downgradedFrom: License | null;
}

/** Removes the tenant itself and what leads to it: the last step of a removal. */
export async function deleteTenantAndLookups(owner: Database, tenantId: string): Promise<void> {
  await owner.transaction(async (tx) => {
    await tx.delete(tenants).where(eq(tenants.tenantId, tenantId));
    await tx.delete(tenantDomains).where(eq(tenantDomains.tenantId, tenantId));
    await tx.delete(tenantSlugs).where(eq(tenantSlugs.tenantId, tenantId));
  });
}
