/** Signed-in browsers. A session is found by the hash of the secret in its cookie. */
import { and, count, desc, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { sessions, tenantSettings, tenants, userPreferences, userRoles, users } from "@/db/schema";
import type { License } from "@/lib/model/licenses";
import type { Role } from "@/lib/model/roles";

export interface SessionRow {
  userId: string;
  upn: string;
  displayName: string;
  objectId: string | null;
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  /** What the header calls the tenant; null where nothing is set. */
  brandName: string | null;
  license: License;
  roles: Role[];
  createdAt: Date;
  lastSeenAt: Date;
  renewedAt: Date;
  expiresAt: Date;
  /** What the user chose for their own pages, by name; null where nothing was chosen. */
  chosen: Record<string, unknown> | null;
}

/** When the log was last told of a session. */
const lastTold = sql<Date>`coalesce(${sessions.renewedAt}, ${sessions.createdAt})`.mapWith(sessions.createdAt);

/** Enters a session; the user has signed in with it. */
export async function insertSession(
  { tx, tenantId }: TenantTransaction,
  session: Omit<typeof sessions.$inferInsert, "tenantId" | "revokedAt">,
): Promise<void> {
  await tx.insert(sessions).values({ ...session, tenantId });
  await tx
    .update(users)
    .set({ lastSignInAt: session.createdAt })
    .where(and(eq(users.tenantId, tenantId), eq(users.userId, session.userId)));
}

const chosen = sql<Record<string, unknown> | null>`(
  select json_object_agg(${userPreferences.name}, ${userPreferences.value}) from ${userPreferences}
  where ${and(eq(userPreferences.tenantId, sessions.tenantId), eq(userPreferences.userId, sessions.userId))})`;

/** A session in force with its user, roles, choices and tenant, read in one query; nothing of a revoked or expired one. */
export async function readLiveSession(
  { tx, tenantId }: TenantTransaction,
  secretHash: Buffer,
  now: Date,
): Promise<SessionRow | undefined> {
  const rows = await tx
    .select({
      userId: users.userId,
      upn: users.upn,
      displayName: users.displayName,
      objectId: users.objectId,
      tenantId: tenants.tenantId,
      tenantSlug: tenants.slug,
      tenantName: tenants.name,
      brandName: tenantSettings.brandName,
      license: tenants.license,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      renewedAt: lastTold,
      expiresAt: sessions.expiresAt,
      chosen,
      role: userRoles.role,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.tenantId, sessions.tenantId), eq(users.userId, sessions.userId)))
    .innerJoin(tenants, eq(tenants.tenantId, sessions.tenantId))
    .leftJoin(tenantSettings, eq(tenantSettings.tenantId, sessions.tenantId))
    .leftJoin(userRoles, and(eq(userRoles.tenantId, sessions.tenantId), eq(userRoles.userId, sessions.userId)))
    .where(
      and(
        eq(sessions.tenantId, tenantId),
        eq(sessions.secretHash, secretHash),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
        isNull(users.disabledAt),
      ),
    );
  const [first] = rows;
  if (!first) return undefined;
  const { role: _, ...session } = first;
  return { ...session, roles: rows.flatMap((row) => row.role ?? []) };
}

/** A user's sessions in force, the one used last first. */
export async function listLiveSessions({ tx, tenantId }: TenantTransaction, userId: string, now: Date) {
  return tx
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.tenantId, tenantId),
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt));
}

/** Notes that a session is in use, unless another request has done so since `unlessSeenSince`. */
export async function touchSession(
  { tx, tenantId }: TenantTransaction,
  secretHash: Buffer,
  { now, expiresAt, unlessSeenSince }: { now: Date; expiresAt: Date; unlessSeenSince: Date },
): Promise<void> {
  await tx
    .update(sessions)
    .set({ lastSeenAt: now, expiresAt })
    .where(
      and(
        eq(sessions.tenantId, tenantId),
        eq(sessions.secretHash, secretHash),
        lte(sessions.lastSeenAt, unlessSeenSince),
        isNull(sessions.revokedAt),
      ),
    );
}

/** Notes that the log is told that a session goes on; false when another request has done so since `unlessSince`. */
export async function renewSession(
  { tx, tenantId }: TenantTransaction,
  secretHash: Buffer,
  { now, unlessSince }: { now: Date; unlessSince: Date },
): Promise<boolean> {
  const renewed = await tx
    .update(sessions)
    .set({ renewedAt: now })
    .where(
      and(
        eq(sessions.tenantId, tenantId),
        eq(sessions.secretHash, secretHash),
        sql`${lastTold} <= ${unlessSince.toISOString()}::timestamptz`,
        isNull(sessions.revokedAt),
      ),
    )
    .returning({ userId: sessions.userId });
  return renewed.length > 0;
}

export async function revokeSession({ tx, tenantId }: TenantTransaction, secretHash: Buffer, now: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.tenantId, tenantId), eq(sessions.secretHash, secretHash), isNull(sessions.revokedAt)));
}

/** Ends all of a user's sessions; how many were in force. */
export async function revokeSessionsOfUser(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  now: Date,
): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.tenantId, tenantId), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
    .returning({ expiresAt: sessions.expiresAt });
  return ended.filter(({ expiresAt }) => expiresAt > now).length;
}

export async function countLiveSessions(
  { tx, tenantId }: TenantTransaction,
  userId: string,
  now: Date,
): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(sessions)
    .where(
      and(
        eq(sessions.tenantId, tenantId),
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
      ),
    );
  return row?.n ?? 0;
}
