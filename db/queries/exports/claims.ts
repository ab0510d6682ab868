/**
 * Who may work on an export. An attempt claims the row with a token of its own and writes to it only while the row still
 * carries that token: a worker that was thought dead and wakes up changes nothing any more.
 */
import { and, asc, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { exportRows } from "@/db/schema";
import type { ExportFile } from "@/lib/model/exports";
import { MAX_RUNNING_PER_TENANT } from "@/lib/model/exports";
import type { License } from "@/lib/model/licenses";
import type { Permission } from "@/lib/model/roles";
import type { ExportRowData } from "./rows";

/** A worker that has not been heard of for this long is taken for dead. */
export const HEARTBEAT_LIMIT_MS = 60_000;

interface Claim {
  exportId: string;
  token: string;
}

export type ClaimAnswer = { row: ExportRowData } | { row?: undefined; why: "nothing to do" | "others are running" };

/**
 * Takes up an export that waits to be built, or to be mailed, or whose worker died. At most
 * {@link MAX_RUNNING_PER_TENANT} of a tenant are built at a time, whichever workers they are on.
 */
export async function claimExport(tenant: TenantTransaction, claim: Claim, now: Date): Promise<ClaimAnswer> {
  const { tx, tenantId } = tenant;
  // Claims of one tenant take turns: two that count at the same moment would both see a free place.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`signbook.exports.${tenantId}`}, 0))`);
  const dead = new Date(now.getTime() - HEARTBEAT_LIMIT_MS);
  const isFree = or(isNull(exportRows.heartbeatAt), lt(exportRows.heartbeatAt, dead)) as SQL;
  const isDue = or(isNull(exportRows.retryAt), sql`${exportRows.retryAt} <= ${now.toISOString()}::timestamptz`) as SQL;
  const [running] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(exportRows)
    .where(and(eq(exportRows.tenantId, tenantId), eq(exportRows.status, "running"), sql`not ${isFree}`));
  const [row] = await tx
    .update(exportRows)
    .set({
      status: sql`case when ${exportRows.status} = 'mailing' then 'mailing' else 'running' end`,
      claimToken: claim.token,
      heartbeatAt: now,
      startedAt: sql`coalesce(${exportRows.startedAt}, ${now.toISOString()}::timestamptz)`,
      takeovers: sql`${exportRows.takeovers} + case when ${exportRows.status} = 'running' then 1 else 0 end`,
    })
    .where(
      and(
        ofClaim(tenantId, claim.exportId),
        or(
          and(
            or(eq(exportRows.status, "queued"), and(eq(exportRows.status, "running"), isFree)),
            sql`${running?.n ?? 0} < ${MAX_RUNNING_PER_TENANT}`,
          ),
          and(eq(exportRows.status, "mailing"), isFree),
        ),
        isDue,
      ),
    )
    .returning();
  if (row) return { row };
  const full = (running?.n ?? 0) >= MAX_RUNNING_PER_TENANT;
  return { why: full ? "others are running" : "nothing to do" };
}

function ofClaim(tenantId: string, exportId: string): SQL {
  return and(eq(exportRows.tenantId, tenantId), eq(exportRows.exportId, exportId)) as SQL;
}

type Changes = Partial<Omit<ExportRowData, "tenantId" | "exportId">>;

/** Writes to a claimed row. @returns false when the claim is lost: another attempt has it, or it was cancelled. */
export async function updateClaimed(
  { tx, tenantId }: TenantTransaction,
  { exportId, token }: Claim,
  changes: Changes,
): Promise<boolean> {
  const { count } = await tx
    .update(exportRows)
    .set(changes)
    .where(and(ofClaim(tenantId, exportId), eq(exportRows.claimToken, token)));
  return count > 0;
}

export function beat(tenant: TenantTransaction, claim: Claim, files: ExportFile[], now: Date): Promise<boolean> {
  return updateClaimed(tenant, claim, { heartbeatAt: now, files });
}

export interface BuiltBundle {
  files: ExportFile[];
  permissions: Permission[];
  license: License;
  fileKey: string;
  bytes: number;
  sha256: string;
  expiresAt: Date;
}

/** The bundle is in the store: from here on it can be downloaded, and a mail about it is due. */
export function publishBundle(
  tenant: TenantTransaction,
  claim: Claim,
  bundle: BuiltBundle,
  now: Date,
): Promise<boolean> {
  return updateClaimed(tenant, claim, {
    ...bundle,
    status: "mailing",
    heartbeatAt: now,
    finishedAt: now,
    failure: null,
    retryAt: null,
  });
}

/** What nobody holds any more. */
export const UNCLAIMED = { claimToken: null, heartbeatAt: null } as const;

/** Changes a row whatever its claim, if it is in one of these states. @returns the row as it is then. */
export async function changeExport(
  { tx, tenantId }: TenantTransaction,
  exportId: string,
  from: readonly ExportRowData["status"][],
  changes: Changes,
): Promise<ExportRowData | undefined> {
  const states = sql.join(
    from.map((status) => sql`${status}`),
    sql`, `,
  );
  const [row] = await tx
    .update(exportRows)
    .set(changes)
    .where(and(ofClaim(tenantId, exportId), sql`${exportRows.status} in (${states})`))
    .returning();
  return row;
}

/** The export of the tenant that has waited longest; undefined when none waits. */
export async function oldestQueued({ tx, tenantId }: TenantTransaction, now: Date): Promise<string | undefined> {
  const [row] = await tx
    .select({ exportId: exportRows.exportId })
    .from(exportRows)
    .where(
      and(
        eq(exportRows.tenantId, tenantId),
        eq(exportRows.status, "queued"),
        or(isNull(exportRows.retryAt), sql`${exportRows.retryAt} <= ${now.toISOString()}::timestamptz`),
      ),
    )
    .orderBy(asc(exportRows.exportId))
    .limit(1);
  return row?.exportId;
}
