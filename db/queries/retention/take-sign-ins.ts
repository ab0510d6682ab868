/** Removing sign-ins of a tenant out of days that other tenants still need. */
import { type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import type { CategoryCode } from "@/lib/model/categories/category";
import { unnestRows } from "../ingest/bulk";
import { readSignInsByKey } from "../ingest/read-sign-ins";
import { KEY_COLUMNS, type SignInKey, type StoredSignIn } from "../ingest/stored-sign-in";
import type { TimeRange } from "../tenant-removal";

/**
 * Deletes the first sign-ins of a range with their details, and returns them: what they counted in the roll-ups is to be
 * taken off in the same transaction. Locks as ingest does: details in order, then the rest, which whoever holds the
 * details has to itself.
 * @param range inside one partition.
 */
export async function takeSignIns(tenant: TenantTransaction, range: TimeRange, limit: number): Promise<StoredSignIn[]> {
  const keys = await lockFirst(tenant, range, limit);
  if (keys.length === 0) return [];
  const rows = await readSignInsByKey(tenant, keys);
  await deleteByKey(tenant, sql`sign_in_details`, range, keys);
  await deleteByKey(tenant, sql`sign_ins`, range, keys);
  return rows;
}

async function lockFirst(
  { tx, tenantId }: TenantTransaction,
  range: TimeRange,
  limit: number,
): Promise<readonly SignInKey[]> {
  const rows = await tx.execute<{ category: CategoryCode; epoch: number; id: string }>(sql`
    select t.category, extract(epoch from t.created_at)::float8 as epoch, t.id from sign_in_details t
    where t.tenant_id = ${tenantId}::uuid and ${within(range)}
    order by t.category, t.created_at, t.id limit ${limit} for update`);
  return rows.map(({ category, epoch, id }) => ({ category, createdAt: new Date(epoch * 1000), id }));
}

async function deleteByKey(
  { tx, tenantId }: TenantTransaction,
  table: SQL,
  range: TimeRange,
  keys: readonly SignInKey[],
): Promise<void> {
  await tx.execute(sql`
    delete from ${table} t using ${unnestRows(keys, KEY_COLUMNS)} as u (category, created_at, id)
    where t.tenant_id = ${tenantId}::uuid and ${within(range)} and t.category = u.category
      and t.created_at = u.created_at and t.id = u.id`);
}

/** Both bounds, so that one partition is looked at. */
function within({ from, to }: TimeRange): SQL {
  return sql`t.created_at >= ${from.toISOString()}::timestamptz and t.created_at < ${to.toISOString()}::timestamptz`;
}
