/** The secrets of identity providers. */
import { and, asc, count, eq, getTableColumns, gt, isNull, lte, or } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { scimTokens, tenants } from "@/db/schema";
import type { License } from "@/lib/model/licenses";

const { tokenHash: _, ...shown } = getTableColumns(scimTokens);
export type ScimTokenRow = Omit<typeof scimTokens.$inferSelect, "tokenHash">;

export async function insertScimToken(
  { tx, tenantId }: TenantTransaction,
  token: Omit<typeof scimTokens.$inferInsert, "tenantId">,
): Promise<void> {
  await tx.insert(scimTokens).values({ ...token, tenantId });
}

/** All of them, revoked ones included, oldest first. Locked against further ones where asked for. */
export async function listScimTokens({ tx, tenantId }: TenantTransaction): Promise<ScimTokenRow[]> {
  return tx
    .select(shown)
    .from(scimTokens)
    .where(eq(scimTokens.tenantId, tenantId))
    .orderBy(asc(scimTokens.createdAt), asc(scimTokens.tokenId));
}

/** How many can be used. */
export async function countLiveScimTokens({ tx, tenantId }: TenantTransaction, now: Date): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(scimTokens)
    .where(and(eq(scimTokens.tenantId, tenantId), isLive(now)));
  return row?.n ?? 0;
}

function isLive(now: Date) {
  return and(isNull(scimTokens.revokedAt), or(isNull(scimTokens.expiresAt), gt(scimTokens.expiresAt, now)));
}

/** Revokes one; its row, or undefined where there is none that is not revoked. */
export async function revokeScimToken(
  { tx, tenantId }: TenantTransaction,
  tokenId: string,
  now: Date,
): Promise<ScimTokenRow | undefined> {
  const [row] = await tx
    .update(scimTokens)
    .set({ revokedAt: now })
    .where(and(eq(scimTokens.tenantId, tenantId), eq(scimTokens.tokenId, tokenId), isNull(scimTokens.revokedAt)))
    .returning(shown);
  return row;
}

export interface LiveScimToken {
  tokenId: string;
  name: string;
  lastUsedAt: Date | null;
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  license: License;
}

/** The token of a secret that can be used now, with its tenant. */
export async function readLiveScimToken(
  { tx, tenantId }: TenantTransaction,
  tokenHash: Buffer,
  now: Date,
): Promise<LiveScimToken | undefined> {
  const [row] = await tx
    .select({
      tokenId: scimTokens.tokenId,
      name: scimTokens.name,
      lastUsedAt: scimTokens.lastUsedAt,
      tenantId: tenants.tenantId,
      tenantSlug: tenants.slug,
      tenantName: tenants.name,
      license: tenants.license,
    })
    .from(scimTokens)
    .innerJoin(tenants, eq(tenants.tenantId, scimTokens.tenantId))
    .where(and(eq(scimTokens.tenantId, tenantId), eq(scimTokens.tokenHash, tokenHash), isLive(now)));
  return row;
}

/** Notes that a token is in use, unless another request has done so since `unlessUsedSince`. */
export async function touchScimToken(
  { tx, tenantId }: TenantTransaction,
  tokenId: string,
  { now, unlessUsedSince }: { now: Date; unlessUsedSince: Date },
): Promise<void> {
  const { lastUsedAt } = scimTokens;
  await tx
    .update(scimTokens)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(scimTokens.tenantId, tenantId),
        eq(scimTokens.tokenId, tokenId),
        or(isNull(lastUsedAt), lte(lastUsedAt, unlessUsedSince)),
      ),
    );
}
