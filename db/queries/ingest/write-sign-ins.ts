/**
 * Writing sign-ins so that concurrent batches holding the same events neither lose, double nor deadlock.
 *
 * 1. Insert the new details, doing nothing where the event exists: the insert waits for a concurrent first arrival to
 *    commit, so what it did not return is visible to the next statement (READ COMMITTED).
 * 2. Lock those existing details in order, read them, merge in the program, write them back.
 *
 * Every writer takes its locks in one order: details → sign_ins → hours → days → names → facets, each sorted by key.
 */
import { sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { executeKept } from "@/db/kept-statement";
import type { CategoryCode } from "@/lib/model/categories/category";
import { columnNames, columnValue, columnValues, selectRows, unnestRows } from "./bulk";
import {
  type BulkColumn,
  CONTENT_COLUMNS,
  CREATED_MS,
  KEY_COLUMNS,
  type SignInKey,
  type StoredSignIn,
} from "./stored-sign-in";

export interface DetailsRow extends SignInKey {
  /** JSON text, or its UTF-8. */
  rest: string | Buffer;
  /** Hashes of the contents seen, oldest first, at most eight. */
  hashes: readonly string[];
  notes: readonly string[];
}

/** Notes travel joined by a character that no sentence needs; where a sender put it into a field's name it is left off. */
const SEPARATOR = "\u001f";

const DETAILS_COLUMNS: readonly BulkColumn<DetailsRow>[] = [
  ...KEY_COLUMNS,
  { name: "rest", type: "json", value: (row) => row.rest },
  { name: "hashes", type: "text", value: (row) => row.hashes.join(",") },
  { name: "notes", type: "text", value: (row) => joined(row.notes) },
];

function joined(notes: readonly string[]): string | null {
  return notes.length > 0 ? notes.map((note) => note.replaceAll(SEPARATOR, "")).join(SEPARATOR) : null;
}

/**
 * Rows go in several statements, sent one behind the other, so that the server works on one while the next is written. Each
 * statement costs the server something of its own, and three times as many a little more. Texts that are joined in the
 * heap stay below 128 kB by the number of rows: V8 gives longer ones pages of their own, which are taken from the system
 * anew each time.
 */
const TEXT_PER_STATEMENT = 300 * 1024;
const ROWS_PER_STATEMENT = 500;

/** Inserts the details of events that are not stored yet, in the given order; returns the keys that were new. */
export async function insertNewDetails(tenant: TenantTransaction, rows: readonly DetailsRow[]): Promise<SignInKey[]> {
  const pieces = [...chunks(rows, ({ rest }) => rest.length)];
  const inserted = await Promise.all(pieces.map((some) => insertSomeDetails(tenant, some)));
  return inserted.flat();
}

/** Where all are new, which is the rule, they are not told one by one: the driver makes objects of every row. */
async function insertSomeDetails(
  tenant: TenantTransaction,
  rows: readonly DetailsRow[],
): Promise<readonly SignInKey[]> {
  const [found] = await executeKept<{ all_new: boolean; keys: string | null }>(
    tenant,
    sql`
    with inserted as (
      insert into sign_in_details (tenant_id, category, created_at, id, rest, hashes, notes)
      select ${tenant.tenantId}::uuid, u.category, u.created_at, u.id, u.rest, string_to_array(u.hashes, ',')::uuid[],
        string_to_array(u.notes, ${SEPARATOR})
      from ${selectRows(rows, DETAILS_COLUMNS)} as u (${columnNames(DETAILS_COLUMNS)})
      on conflict (tenant_id, category, created_at, id) do nothing
      returning category, created_at, id),
    counted as (select count(*) = ${rows.length}::int as all_new from inserted)
    select all_new, case when not all_new then (
      select json_agg(json_build_array(category, extract(epoch from created_at)::float8, id)) from inserted)::text end as keys
    from counted`,
  );
  if (found?.all_new) return rows;
  const keys = JSON.parse(found?.keys ?? "[]") as [CategoryCode, number, string][];
  return keys.map(([category, epoch, id]) => ({ category, createdAt: new Date(epoch * 1000), id }));
}

/** @param lengthOf the length of a row's longest text */
function* chunks<Row>(rows: readonly Row[], lengthOf: (row: Row) => number): Generator<readonly Row[]> {
  let from = 0;
  let length = 0;
  for (const [at, row] of rows.entries()) {
    length += lengthOf(row);
    if (at > from && (at - from === ROWS_PER_STATEMENT || length > TEXT_PER_STATEMENT)) {
      yield rows.slice(from, at);
      from = at;
      length = lengthOf(row);
    }
  }
  if (from < rows.length) yield rows.slice(from);
}

/** Locks and reads the details of stored events, in the given order. */
export async function lockDetails(
  { tx, tenantId }: TenantTransaction,
  keys: readonly SignInKey[],
): Promise<DetailsRow[]> {
  const rows = await tx.execute<{ position: string; rest: string; hashes: string[]; notes: string[] | null }>(sql`
    select u.position, d.rest, d.hashes::text[] as hashes, d.notes
    from ${unnestRows(keys, KEY_COLUMNS)} with ordinality as u (category, created_at, id, position)
    join sign_in_details d on d.tenant_id = ${tenantId}::uuid and d.category = u.category
      and d.created_at = u.created_at and d.id = u.id
    order by u.position for update of d`);
  return rows.map((row) => ({
    ...(keys[Number(row.position) - 1] as SignInKey),
    rest: row.rest,
    hashes: row.hashes,
    notes: row.notes ?? [],
  }));
}

/** Writes back the details of events whose content changed or that came with a content not seen before. */
export async function updateDetails({ tx, tenantId }: TenantTransaction, rows: readonly DetailsRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update sign_in_details d
    set rest = u.rest, hashes = string_to_array(u.hashes, ',')::uuid[], notes = string_to_array(u.notes, ${SEPARATOR})
    from ${unnestRows(rows, DETAILS_COLUMNS)} as u (${columnNames(DETAILS_COLUMNS)})
    where d.tenant_id = ${tenantId}::uuid and d.category = u.category and d.created_at = u.created_at and d.id = u.id`);
}

const ROW_COLUMNS: readonly BulkColumn<StoredSignIn>[] = [...KEY_COLUMNS, CREATED_MS, ...CONTENT_COLUMNS];

/** Inserts the narrow rows of new events. */
export async function insertSignIns(
  tenant: TenantTransaction,
  batchId: string,
  rows: readonly StoredSignIn[],
): Promise<void> {
  const insertSome = (some: readonly StoredSignIn[]) =>
    executeKept(
      tenant,
      sql`
      insert into sign_ins (tenant_id, batch_id, ${columnNames(ROW_COLUMNS)})
      select ${tenant.tenantId}::uuid, ${batchId}::uuid, ${columnValues(ROW_COLUMNS)}
      from ${selectRows(some, ROW_COLUMNS)} as u (${columnNames(ROW_COLUMNS)})`,
    );
  await Promise.all([...chunks(rows, ({ id }) => id.length)].map(insertSome));
}

/** Rewrites the content columns of stored events and stamps them with the batch that changed them. */
export async function updateSignIns(
  { tx, tenantId }: TenantTransaction,
  batchId: string,
  rows: readonly StoredSignIn[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = [...KEY_COLUMNS, ...CONTENT_COLUMNS] as readonly BulkColumn<StoredSignIn>[];
  const assignments = sql.raw(CONTENT_COLUMNS.map((column) => `${column.name} = ${columnValue(column)}`).join(", "));
  await tx.execute(sql`
    update sign_ins s set batch_id = ${batchId}::uuid, first_batch_id = coalesce(s.first_batch_id, s.batch_id), ${assignments}
    from ${unnestRows(rows, columns)} as u (${columnNames(columns)})
    where s.tenant_id = ${tenantId}::uuid and s.category = u.category and s.created_at = u.created_at and s.id = u.id`);
}
