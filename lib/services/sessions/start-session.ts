import type { TenantTransaction } from "@/db/client";
import { insertSession } from "@/db/queries/sessions";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import { formatSessionId, sessionExpiry } from "@/lib/access/session";

/** Where a browser signs in from, as far as it is known. */
export interface ClientFacts {
  /** The address of the client, as trusted as TRUST_PROXY allows. */
  ip: string | null;
  userAgent: string | null;
}

/** A user agent is text of the client's choosing: kept, but not without end. */
const USER_AGENT_MAX_LENGTH = 512;

/** Starts a session of a user who has just proved who they are; returns the id for the cookie, known to nobody else. */
export async function startSession(
  tenant: TenantTransaction,
  user: { userId: string },
  client: ClientFacts,
  now: Date,
): Promise<string> {
  const secret = randomSecret();
  await insertSession(tenant, {
    secretHash: hashSecret(secret),
    userId: user.userId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: sessionExpiry(now, now),
    ipText: client.ip,
    userAgent: client.userAgent?.slice(0, USER_AGENT_MAX_LENGTH) ?? null,
  });
  return formatSessionId(tenant.tenantId, secret);
}
