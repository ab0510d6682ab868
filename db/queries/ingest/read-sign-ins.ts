/** Reading the narrow rows of stored events by key, for merging. */
import { sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import type { SignInColumns } from "@/lib/model/sign-in-record";
import { unnestRows } from "./bulk";
import { CONTENT_COLUMNS, KEY_COLUMNS, type SignInKey, type StoredSignIn } from "./stored-sign-in";

/** `principal_name` → `principalName`. */
function propertyOf(columnName: string): string {
  return columnName.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const CONTENT = CONTENT_COLUMNS.filter(({ name }) => name !== "group_key");
/** Read as text, as they were written: the driver would make something else of them. */
const AS_TEXT: Partial<Record<string, (name: string) => string>> = {
  inet: (name) => `host(s.${name}) as ${name}`,
  bigints: (name) => `s.${name}::text as ${name}`,
};
const SELECTED = sql.raw(CONTENT.map(({ name, type }) => AS_TEXT[type]?.(name) ?? `s.${name}`).join(", "));

/** The stored rows of the given keys, in the given order; keys that are not stored are left out. */
export async function readSignInsByKey(
  { tx, tenantId }: TenantTransaction,
  keys: readonly SignInKey[],
): Promise<StoredSignIn[]> {
  if (keys.length === 0) return [];
  const times = keys.map(({ createdAt }) => createdAt.getTime());
  // The bounds say which partitions can hold them; a join alone does not.
  const [first, last] = [Math.min(...times), Math.max(...times)].map((time) => new Date(time).toISOString());
  const rows = await tx.execute<Record<string, string | number | null>>(sql`
    select u.position, s.created_ms, s.group_key, ${SELECTED}
    from ${unnestRows(keys, KEY_COLUMNS)} with ordinality as u (category, created_at, id, position)
    join sign_ins s on s.tenant_id = ${tenantId}::uuid and s.category = u.category
      and s.created_at = u.created_at and s.id = u.id
      and s.created_at >= ${first}::timestamptz and s.created_at <= ${last}::timestamptz
    order by u.position`);
  return rows.map((row) => ({
    ...(keys[Number(row.position) - 1] as SignInKey),
    createdMs: Number(row.created_ms),
    groupKey: String(row.group_key),
    columns: Object.fromEntries(
      CONTENT.map(({ name }) => [propertyOf(name), row[name] ?? null]),
    ) as unknown as SignInColumns,
  }));
}
