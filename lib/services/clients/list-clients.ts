import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { listClientRows, listSecretRows, type SecretRow } from "@/db/queries/clients";
import type { ClientSecretView, ClientView } from "@/lib/model/clients";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

/**
 * All API clients of the tenant, revoked ones included, oldest first, with what may be known of their secrets.
 * @throws ForbiddenError without `tenant:manage`; UnavailableError.
 */
export async function listClients(scope: TenantScope, now = new Date()): Promise<ClientView[]> {
  authorize(scope, "tenant:manage");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const secrets = await listSecretRows(tenant);
    const clients = await listClientRows(tenant);
    return clients.map(({ tenantId: _, ...client }) => ({
      ...client,
      secrets: secrets.filter(({ clientId }) => clientId === client.clientId).map((row) => viewOf(row, now)),
    }));
  });
}

function viewOf(
  { secretId, hint, createdAt, expiresAt, revokedAt, lastUsedAt }: SecretRow,
  now: Date,
): ClientSecretView {
  const isExpired = expiresAt !== null && expiresAt <= now;
  const state = revokedAt ? "revoked" : isExpired ? "expired" : "valid";
  return { id: secretId, hint, createdAt, expiresAt, revokedAt, lastUsedAt, state };
}
