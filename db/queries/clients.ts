/** A tenant's API clients and the hashes of their secrets. */
import { and, asc, count, desc, eq, getTableColumns, gt, isNull, lte, or } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { apiClientSecrets, apiClients, clientDirectory, tenants } from "@/db/schema";
import type { License } from "@/lib/model/licenses";
import type { ClientPermission } from "@/lib/model/roles";

export type ClientRow = typeof apiClients.$inferSelect;

export interface NewSecret {
  secretId: string;
  secretHash: Buffer;
  /** The first characters. */
  hint: string;
  createdAt: Date;
  expiresAt: Date | null;
}

/** Enters a client, its first secret, and its id in the directory of all tenants. */
export async function insertClient(
  tenant: TenantTransaction,
  client: { clientId: string; name: string; permissions: ClientPermission[]; createdAt: Date },
  secret: NewSecret,
): Promise<void> {
  const { tx, tenantId } = tenant;
  const { clientId } = client;
  await tx.insert(clientDirectory).values({ clientId, tenantId });
  await tx.insert(apiClients).values({ ...client, tenantId });
  await insertSecret(tenant, clientId, secret);
}

export async function insertSecret(
  { tx, tenantId }: TenantTransaction,
  clientId: string,
  secret: NewSecret,
): Promise<void> {
  await tx.insert(apiClientSecrets).values({ ...secret, tenantId, clientId });
}

/** A client, revoked or not, so that nobody else changes it or its secrets meanwhile. */
export async function lockClient(
  { tx, tenantId }: TenantTransaction,
  clientId: string,
): Promise<ClientRow | undefined> {
  const mine = and(eq(apiClients.tenantId, tenantId), eq(apiClients.clientId, clientId));
  const [row] = await tx.select().from(apiClients).where(mine).for("update");
  return row;
}

/** How many secrets of a client are neither revoked nor expired. */
export async function countValidSecrets(
  { tx, tenantId }: TenantTransaction,
  clientId: string,
  now: Date,
): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(apiClientSecrets)
    .where(and(eq(apiClientSecrets.tenantId, tenantId), eq(apiClientSecrets.clientId, clientId), isValid(now)));
  return row?.count ?? 0;
}

function isValid(now: Date) {
  const { expiresAt, revokedAt } = apiClientSecrets;
  return and(isNull(revokedAt), or(isNull(expiresAt), gt(expiresAt, now)));
}

const { secretHash: _, ...shownOfSecrets } = getTableColumns(apiClientSecrets);
export type SecretRow = Omit<typeof apiClientSecrets.$inferSelect, "secretHash">;

/** What may be known of all secrets, newest first. */
export async function listSecretRows({ tx, tenantId }: TenantTransaction): Promise<SecretRow[]> {
  return tx
    .select(shownOfSecrets)
    .from(apiClientSecrets)
    .where(eq(apiClientSecrets.tenantId, tenantId))
    .orderBy(desc(apiClientSecrets.createdAt), desc(apiClientSecrets.secretId));
}

/** Revokes a secret; the time of an earlier revocation stays. */
export async function revokeSecretRow(
  { tx, tenantId }: TenantTransaction,
  { clientId, secretId }: { clientId: string; secretId: string },
  now: Date,
): Promise<"revoked" | "was revoked" | "missing"> {
  const { revokedAt } = apiClientSecrets;
  const mine = and(
    eq(apiClientSecrets.tenantId, tenantId),
    eq(apiClientSecrets.clientId, clientId),
    eq(apiClientSecrets.secretId, secretId),
  );
  const changed = await tx
    .update(apiClientSecrets)
    .set({ revokedAt: now })
    .where(and(mine, isNull(revokedAt)));
  if (changed.count > 0) return "revoked";
  return (await tx.select({ revokedAt }).from(apiClientSecrets).where(mine)).length > 0 ? "was revoked" : "missing";
}

/** All clients, revoked ones included, oldest first. */
export async function listClientRows({ tx, tenantId }: TenantTransaction): Promise<ClientRow[]> {
  return tx
    .select()
    .from(apiClients)
    .where(eq(apiClients.tenantId, tenantId))
    .orderBy(asc(apiClients.createdAt), asc(apiClients.clientId));
}

/** Revokes a client. */
export async function revokeClientRow({ tx, tenantId }: TenantTransaction, clientId: string, now: Date): Promise<void> {
  await tx
    .update(apiClients)
    .set({ revokedAt: now })
    .where(and(eq(apiClients.tenantId, tenantId), eq(apiClients.clientId, clientId)));
}

export interface StoredCredentials {
  name: string;
  permissions: ClientPermission[];
  revokedAt: Date | null;
  /** Those that are not revoked, expired ones included. */
  secrets: { secretId: string; secretHash: Buffer; expiresAt: Date | null }[];
}

/** A client, revoked or not, with its secrets that are not revoked. */
export async function readClientCredentials(
  { tx, tenantId }: TenantTransaction,
  clientId: string,
): Promise<StoredCredentials | undefined> {
  const { secretId, secretHash, expiresAt } = apiClientSecrets;
  const { name, permissions, revokedAt } = apiClients;
  const rows = await tx
    .select({ name, permissions, revokedAt, secretId, secretHash, expiresAt })
    .from(apiClients)
    .leftJoin(
      apiClientSecrets,
      and(
        eq(apiClientSecrets.tenantId, apiClients.tenantId),
        eq(apiClientSecrets.clientId, apiClients.clientId),
        isNull(apiClientSecrets.revokedAt),
      ),
    )
    .where(and(eq(apiClients.tenantId, tenantId), eq(apiClients.clientId, clientId)));
  const [first] = rows;
  if (!first) return undefined;
  const secrets = rows.flatMap((row) =>
    row.secretId && row.secretHash
      ? [{ secretId: row.secretId, secretHash: row.secretHash, expiresAt: row.expiresAt }]
      : [],
  );
  return { name: first.name, permissions: first.permissions, revokedAt: first.revokedAt, secrets };
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
