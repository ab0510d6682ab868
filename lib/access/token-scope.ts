/** The scope of a program that presents an access token. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type LiveClient, readLiveClient, touchClient } from "@/db/queries/clients";
import { CLIENT_PERMISSION_GRANTS } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { InvalidTokenError, type VerifiedToken, verifyToken } from "@/lib/services/tokens/verify-token";
import { mintScope } from "./mint-scope";

/** How long a client's row is believed: a revoked client is refused at the latest after this. */
export const CLIENT_BELIEVED_MS = 5_000;
/** A busy client is noted as used at most this often. */
const USED_EVERY_MS = 60_000;
const MOST_REMEMBERED = 10_000;

const remembered = new Map<string, { client: LiveClient; readAt: number }>();

/**
 * The scope of the token in a request's Authorization header. Rights are those that the token names and the client's
 * row still grants.
 * @throws InvalidTokenError without a valid token of a client that is not revoked; UnavailableError when the database
 *   is away.
 */
export async function scopeFromBearer(request: Request, now = new Date()): Promise<TenantScope> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!token) throw new InvalidTokenError("The request needs an access token: Authorization: Bearer …");
  const verified = await verifyToken(token, now);
  const client = await liveClient(verified, now);
  const granted = client.permissions.filter((permission) => verified.permissions.includes(permission));
  return mintScope({
    tenantId: client.tenantId,
    tenantSlug: client.tenantSlug,
    tenantName: client.tenantName,
    license: client.license,
    permissions: new Set(granted.map((permission) => CLIENT_PERMISSION_GRANTS[permission])),
    actor: { kind: "client", id: client.clientId, name: client.name },
  });
}

/** The row is looked for in the token's tenant only: a client of another tenant is unknown there. */
async function liveClient({ tenantId, clientId }: VerifiedToken, now: Date): Promise<LiveClient> {
  const key = `${tenantId} ${clientId}`;
  const held = remembered.get(key);
  if (held && Math.abs(now.getTime() - held.readAt) < CLIENT_BELIEVED_MS) return held.client;
  const client = await inTenant(appDatabase().db, { tenantId }, async (tenant) => {
    const live = await readLiveClient(tenant, clientId);
    const unlessUsedSince = new Date(now.getTime() - USED_EVERY_MS);
    if (live && (live.lastUsedAt === null || live.lastUsedAt <= unlessUsedSince)) {
      await touchClient(tenant, clientId, { now, unlessUsedSince });
    }
    return live;
  });
  remembered.delete(key);
  if (!client) throw new InvalidTokenError("The client of this token is revoked.");
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, { client, readAt: now.getTime() });
  return client;
}
