import type { TenantTransaction } from "@/db/client";
import { insertSession } from "@/db/queries/sessions";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import { formatSessionId, nameOfSession, sessionExpiry } from "@/lib/access/session";

/** Where a browser signs in from, as far as it is known. */
export interface ClientFacts {
  /** The address of the client, as trusted as TRUST_PROXY allows. */
  ip: string | null;
  userAgent: string | null;
}

/** A user agent is text of the client's choosing: kept, but not without end. */
const USER_AGENT_MAX_LENGTH = 512;

export interface StartedSession {
  /** For the cookie, known to nobody else. */
  sid: string;
  /** For the log: names the session without opening it. */
  sessionId: string;
}

/** Starts a session of a user who has just proved who they are. */
export async function startSession(
  tenant: TenantTransaction,
  user: { userId: string },
  client: ClientFacts,
  now: Date,
): Promise<StartedSession> {
  const secret = randomSecret();
  const secretHash = hashSecret(secret);
  await insertSession(tenant, {
    secretHash,
    userId: user.userId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: sessionExpiry(now, now),
    ipText: client.ip,
    userAgent: client.userAgent?.slice(0, USER_AGENT_MAX_LENGTH) ?? null,
  });
  return { sid: formatSessionId(tenant.tenantId, secret), sessionId: nameOfSession(secretHash) };
}
