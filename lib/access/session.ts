/** From the id in a session cookie to who is signed in. The cookie carries no rights: they are read here, each time. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readLiveSession, type SessionRow, touchSession } from "@/db/queries/sessions";
import type { License } from "@/lib/model/licenses";
import { type Preferences, preferencesOf } from "@/lib/model/preferences";
import type { Role } from "@/lib/model/roles";
import { uuidOfText } from "@/lib/records/content-hash";
import { isUuid } from "./find-tenant";
import { hashSecret } from "./secrets";

/** A person who is signed in, as the database knew them at this request. */
export interface Session {
  readonly userId: string;
  readonly displayName: string;
  readonly upn: string;
  /** Links the person's own sign-ins; null when none is known. */
  readonly objectId: string | null;
  readonly tenantId: string;
  readonly tenantSlug: string;
  readonly tenantName: string;
  /** What the header calls the tenant; null where nothing is set. */
  readonly brandName: string | null;
  readonly license: License;
  readonly roles: readonly Role[];
  /** Names the session without opening it. */
  readonly sessionId: string;
  /** When this browser signed in. */
  readonly createdAt: Date;
  /** When the log was last told that the session goes on. */
  readonly renewedAt: Date;
  /** When it ends unless it is used again. */
  readonly expiresAt: Date;
  /** What the person chose for their own pages. */
  readonly preferences: Preferences;
}

/** A session ends when nothing has been asked under it for this long… */
export const SESSION_IDLE_HOURS = 12;
/** …and in any case this long after signing in. */
export const SESSION_LONGEST_DAYS = 7;
/** A busy session is noted as seen at most this often, so that reading a page rarely writes. */
const SEEN_EVERY_MS = 60_000;

const HOUR_MS = 3_600_000;

/** When a session that is used at `now` ends, if it is not used again. */
export function sessionExpiry(createdAt: Date, now: Date): Date {
  const idle = now.getTime() + SESSION_IDLE_HOURS * HOUR_MS;
  const longest = createdAt.getTime() + SESSION_LONGEST_DAYS * 24 * HOUR_MS;
  return new Date(Math.min(idle, longest));
}

/** A session's id as the cookie carries it: the tenant, so that the row can be found, and the secret. */
export function formatSessionId(tenantId: string, secret: string): string {
  return `${tenantId}.${secret}`;
}

/** Takes a session id apart; undefined when it was not made by {@link formatSessionId}. */
export function parseSessionId(sid: string): { tenantId: string; secretHash: Buffer } | undefined {
  const [tenantId = "", secret = "", ...rest] = sid.split(".");
  if (!isUuid(tenantId) || secret === "" || rest.length > 0) return undefined;
  return { tenantId, secretHash: hashSecret(secret) };
}

/**
 * Who is signed in under a session id; null when nobody is (any more): unknown, expired, revoked, or the user disabled.
 * @throws UnavailableError when the database is away: that is not the same as being signed out.
 */
export async function sessionFromToken(sid: string, now: Date): Promise<Session | null> {
  const id = parseSessionId(sid);
  if (!id) return null;
  const row = await inTenant(appDatabase().db, id, async (tenant) => {
    const live = await readLiveSession(tenant, id.secretHash, now);
    const seenSince = new Date(now.getTime() - SEEN_EVERY_MS);
    if (live && live.lastSeenAt <= seenSince) {
      const expiresAt = sessionExpiry(live.createdAt, now);
      await touchSession(tenant, id.secretHash, { now, expiresAt, unlessSeenSince: seenSince });
    }
    return live;
  });
  return row ? toSession(row, id.secretHash) : null;
}

/** A name for a session that may be shown and logged: nobody finds the secret from it. */
export function nameOfSession(secretHash: Buffer): string {
  return uuidOfText(`session ${secretHash.toString("hex")}`);
}

function toSession({ lastSeenAt: _, chosen, ...session }: SessionRow, secretHash: Buffer): Session {
  return Object.freeze({
    ...session,
    sessionId: nameOfSession(secretHash),
    preferences: preferencesOf(chosen ?? {}),
  });
}
