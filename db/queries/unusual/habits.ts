/** What is remembered of users (`sign_in_habits`). Only whoever holds the lock of the tenant's habits writes here. */
import { and, asc, eq, lt, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInHabits } from "@/db/schema";
import { type Memory, oldestOf } from "@/lib/model/judging";

export async function readMemories(
  { tx, tenantId }: TenantTransaction,
  principalKeys: readonly string[],
): Promise<Map<string, Memory>> {
  const listed = sql`${signInHabits.principalKey} = any(${textArray(principalKeys)}::text[])`;
  const rows = await tx
    .select({ principalKey: signInHabits.principalKey, memory: signInHabits.memory })
    .from(signInHabits)
    .where(and(eq(signInHabits.tenantId, tenantId), listed));
  return memoriesOf(rows);
}

/** The users of whom something before an instant is remembered, at most `limit`. */
export async function readOldMemories(
  { tx, tenantId }: TenantTransaction,
  before: Date,
  limit: number,
): Promise<Map<string, Memory>> {
  const rows = await tx
    .select({ principalKey: signInHabits.principalKey, memory: signInHabits.memory })
    .from(signInHabits)
    .where(and(eq(signInHabits.tenantId, tenantId), lt(signInHabits.oldestAt, before)))
    .orderBy(asc(signInHabits.oldestAt))
    .limit(limit);
  return memoriesOf(rows);
}

function memoriesOf(rows: readonly { principalKey: string; memory: string }[]): Map<string, Memory> {
  return new Map(rows.map(({ principalKey, memory }) => [principalKey, JSON.parse(memory) as Memory]));
}

/** Remembers what is given, and nothing of those for whom that is undefined. */
export async function writeMemories(
  { tx, tenantId }: TenantTransaction,
  memories: ReadonlyMap<string, Memory | undefined>,
): Promise<void> {
  const rows = [...memories].map(([key, memory]) => ({ key, memory, oldestMs: memory && oldestOf(memory) }));
  const kept = rows.filter(({ oldestMs }) => oldestMs !== undefined);
  const gone = rows.filter(({ oldestMs }) => oldestMs === undefined).map(({ key }) => key);
  if (kept.length > 0) {
    await tx.execute(sql`
      insert into sign_in_habits as h (tenant_id, principal_key, memory, oldest_at)
      select ${tenantId}::uuid, u.key, u.memory, to_timestamp(u.oldest)
      from unnest(${textArray(kept.map(({ key }) => key))}::text[],
        ${textArray(kept.map(({ memory }) => JSON.stringify(memory)))}::text[],
        ${`{${kept.map(({ oldestMs }) => Number(oldestMs) / 1000).join(",")}}`}::float8[]) u (key, memory, oldest)
      order by u.key
      on conflict (tenant_id, principal_key) do update set memory = excluded.memory, oldest_at = excluded.oldest_at`);
  }
  if (gone.length > 0) {
    await tx.execute(sql`delete from sign_in_habits h
      where h.tenant_id = ${tenantId}::uuid and h.principal_key = any(${textArray(gone)}::text[])`);
  }
}
