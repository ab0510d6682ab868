/** Answers to clients that asked for tokens, on their way into the tenant's log. */
import { and, asc, eq, inArray, lt } from "drizzle-orm";
import type { Database, TenantTransaction } from "@/db/client";
import { apiClientSecrets, apiClients, tokenGrants } from "@/db/schema";

export type TokenGrant = Omit<typeof tokenGrants.$inferSelect, "tenantId">;

export async function insertTokenGrant({ tx, tenantId }: TenantTransaction, grant: TokenGrant): Promise<void> {
  await tx.insert(tokenGrants).values({ ...grant, tenantId });
}

/** The oldest ones; their ids are in the order in which they were given. */
export async function readTokenGrants({ tx, tenantId }: TenantTransaction, limit: number): Promise<TokenGrant[]> {
  return tx
    .select()
    .from(tokenGrants)
    .where(eq(tokenGrants.tenantId, tenantId))
    .orderBy(asc(tokenGrants.grantId))
    .limit(limit);
}

/** Takes off those that are in the log, and notes when their clients and secrets were last in use. */
export async function finishTokenGrants(
  { tx, tenantId }: TenantTransaction,
  grants: readonly TokenGrant[],
): Promise<void> {
  const ids = grants.map(({ grantId }) => grantId);
  await tx.delete(tokenGrants).where(and(eq(tokenGrants.tenantId, tenantId), inArray(tokenGrants.grantId, ids)));
  const used = new Map<string, TokenGrant>();
  for (const grant of grants) if (grant.secretId) used.set(grant.secretId, grant);
  // In one order in every process, so that none waits for another in a circle.
  const inOrder = [...used.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [secretId, { clientId, at }] of inOrder) {
    await tx
      .update(apiClientSecrets)
      .set({ lastUsedAt: at })
      .where(
        and(
          eq(apiClientSecrets.tenantId, tenantId),
          eq(apiClientSecrets.clientId, clientId),
          eq(apiClientSecrets.secretId, secretId),
        ),
      );
  }
  const clients = [...new Map(inOrder.map(([, { clientId, at }]) => [clientId, at]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  for (const [clientId, at] of clients) {
    await tx
      .update(apiClients)
      .set({ lastUsedAt: at })
      .where(and(eq(apiClients.tenantId, tenantId), eq(apiClients.clientId, clientId), lt(apiClients.createdAt, at)));
  }
}

/** Tenants with grants that nobody has brought into the log for a while, through the owner's connection. */
export async function tenantsWithGrants(owner: Database, before: Date): Promise<string[]> {
  const rows = await owner
    .selectDistinct({ tenantId: tokenGrants.tenantId })
    .from(tokenGrants)
    .where(lt(tokenGrants.at, before));
  return rows.map(({ tenantId }) => tenantId);
}
