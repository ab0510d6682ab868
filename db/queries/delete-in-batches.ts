/** Deleting many rows of one tenant a bounded number at a time. */
import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";

/** A tenant's table by its primary key. */
export interface KeyedTable {
  name: string;
  /** The rest of the primary key after tenant_id. */
  key: readonly string[];
}

export interface Batch {
  /** Which rows, written for the alias `t`. It is asked twice: another writer may change a row in between. */
  condition: SQL;
  /** What more a row must meet to be chosen, where it cannot change any more. */
  only?: SQL;
  limit: number;
  /** Columns to go by, where an index offers a cheaper order than the primary key. */
  order?: readonly string[];
  /** Leave rows that somebody else is changing for the next time, instead of waiting. Needs the right to update. */
  skipLocked?: boolean;
}

/**
 * Deletes the first rows that meet the condition; how many there were.
 * A list of keys, because DELETE has no LIMIT and physical row addresses mean nothing on a distributed database.
 */
export async function deleteBatch(
  database: Database | Transaction,
  tenantId: string,
  { name, key }: KeyedTable,
  { condition, only = sql`true`, limit, order = key, skipLocked = false }: Batch,
): Promise<number> {
  const table = sql.identifier(name);
  const columns = key.length > 0 ? key : ["tenant_id"];
  const same = columns.map((column) => sql`t.${sql.identifier(column)} = k.${sql.identifier(column)}`);
  const { count } = await database.execute(sql`
    delete from ${table} t using (
      select ${listOf(columns)} from ${table} t where t.tenant_id = ${tenantId}::uuid and ${condition} and ${only}
      order by ${listOf(order.length > 0 ? order : columns)} limit ${limit}
      ${skipLocked ? sql`for update skip locked` : sql``}) k
    where t.tenant_id = ${tenantId}::uuid and ${condition} and ${sql.join(same, sql` and `)}`);
  return count;
}

/**
 * Deletes all rows that meet the condition in the order of the primary key, each batch in a transaction of its own; how
 * many there were. A batch is what lies up to its last key, not a join with a list of keys: where the statistics know
 * nothing of the tenant yet, that is planned as a comparison of every row with every key of the list.
 */
export async function deleteInBatches(
  database: Database,
  tenantId: string,
  { name, key }: KeyedTable,
  { condition, limit }: Pick<Batch, "condition" | "limit">,
): Promise<number> {
  const table = sql.identifier(name);
  const columns = key.length > 0 ? key : ["tenant_id"];
  const backwards = columns.map((column) => sql`${sql.identifier(column)} desc`);
  const batch = sql`
    delete from ${table} t where t.tenant_id = ${tenantId}::uuid and ${condition} and (${listOf(columns, "t")}) <= (
      select ${listOf(columns)} from (
        select ${listOf(columns)} from ${table} t where t.tenant_id = ${tenantId}::uuid and ${condition}
        order by ${listOf(columns)} limit ${limit}) k
      order by ${sql.join(backwards, sql`, `)} limit 1)`;
  let deleted = 0;
  for (;;) {
    const { count } = await database.execute(batch);
    deleted += count;
    if (count < limit) return deleted;
  }
}

function listOf(columns: readonly string[], alias?: string): SQL {
  const named = columns.map((column) => sql.identifier(column));
  return sql.join(alias ? named.map((column) => sql`${sql.identifier(alias)}.${column}`) : named, sql`, `);
}
