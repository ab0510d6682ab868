/** A tenant's API clients and the hashes of their secrets. */
import { and, asc, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { apiClientSecrets, apiClients, clientDirectory, tenants } from "@/db/schema";
import type { License } from "@/lib/model/licenses";
import type { ClientPermission } from "@/lib/model/roles";

export type ClientRow = typeof apiClients.$inferSelect;

/** Enters a client, its first secret, and its id in the directory of all tenants. */
export async function insertClient(
  { tx, tenantId }: TenantTransaction,
  client: { clientId: string; name: string; permissions: ClientPermission[]; createdAt: Date },
  secret: { secretId: string; secretHash: Buffer },
): Promise<void> {
  const { clientId, createdAt } = client;
  await tx.insert(clientDirectory).values({ clientId, tenantId });
  await tx.insert(apiClients).values({ ...client, tenantId });
  await tx.insert(apiClientSecrets).values({ ...secret, tenantId, clientId, createdAt });
}

/** All clients, revoked ones included, oldest first. */
export async function listClientRows({ tx, tenantId }: TenantTransaction): Promise<ClientRow[]> {
  return tx
    .select()
    .from(apiClients)
    .where(eq(apiClients.tenantId, tenantId))
    .orderBy(asc(apiClients.createdAt), asc(apiClients.clientId));
}

/** Revokes a client; the time of an earlier revocation stays. False when there is no such client. */
export async function revokeClientRow(
  { tx, tenantId }: TenantTransaction,
  clientId: string,
  now: Date,
): Promise<boolean> {
  const mine = and(eq(apiClients.tenantId, tenantId), eq(apiClients.clientId, clientId));
  const revoked = await tx
    .update(apiClients)
    .set({ revokedAt: now })
    .where(and(mine, isNull(apiClients.revokedAt)))
    .returning({ clientId: apiClients.clientId });
  if (revoked.length > 0) return true;
  return (await tx.select({ clientId: apiClients.clientId }).from(apiClients).where(mine)).length > 0;
}

/** What a client that is not revoked may do, with the hashes of the secrets that are valid at `now`. */
export async function readClientCredentials(
  { tx, tenantId }: TenantTransaction,
  clientId: string,
  now: Date,
): Promise<{ permissions: ClientPermission[]; secretHashes: Buffer[] } | undefined> {
  const rows = await tx
    .select({ permissions: apiClients.permissions, secretHash: apiClientSecrets.secretHash })
    .from(apiClients)
    .innerJoin(
      apiClientSecrets,
      and(eq(apiClientSecrets.tenantId, apiClients.tenantId), eq(apiClientSecrets.clientId, apiClients.clientId)),
    )
    .where(
      and(
        eq(apiClients.tenantId, tenantId),
        eq(apiClients.clientId, clientId),
        isNull(apiClients.revokedAt),
        isNull(apiClientSecrets.revokedAt),
        or(isNull(apiClientSecrets.expiresAt), gt(apiClientSecrets.expiresAt, now)),
      ),
    );
  const [first] = rows;
  return first && { permissions: first.permissions, secretHashes: rows.map((row) => row.secretHash) };
}

export interface LiveClient {
  clientId: string;
  name: string;
  permissions: ClientPermission[];
  lastUsedAt: Date | null;
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  license: License;
}

/** A client that is not revoked, with its tenant, in one query. */
export async function readLiveClient(
  { tx, tenantId }: TenantTransaction,
  clientId: string,
): Promise<LiveClient | undefined> {
  const [row] = await tx
    .select({
      clientId: apiClients.clientId,
      name: apiClients.name,
      permissions: apiClients.permissions,
      lastUsedAt: apiClients.lastUsedAt,
      tenantId: tenants.tenantId,
      tenantSlug: tenants.slug,
      tenantName: tenants.name,
      license: tenants.license,
    })
    .from(apiClients)
    .innerJoin(tenants, eq(tenants.tenantId, apiClients.tenantId))
    .where(and(eq(apiClients.tenantId, tenantId), eq(apiClients.clientId, clientId), isNull(apiClients.revokedAt)));
  return row;
}

/** Notes that a client is in use, unless another request has done so since `unlessUsedSince`. */
export async function touchClient(
  { tx, tenantId }: TenantTransaction,
  clientId: string,
  { now, unlessUsedSince }: { now: Date; unlessUsedSince: Date },
): Promise<void> {
  await tx
    .update(apiClients)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(apiClients.tenantId, tenantId),
        eq(apiClients.clientId, clientId),
        or(isNull(apiClients.lastUsedAt), lte(apiClients.lastUsedAt, unlessUsedSince)),
      ),
    );
}
