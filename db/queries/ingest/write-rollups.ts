/**
 * Folding the differences of a batch into the roll-ups, in the transaction of its events. A difference may be negative
 * or nothing (an event that changed its key leaves one group and joins another); a negative one always meets a row.
 */
import { sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { executeKept } from "@/db/kept-statement";
import { columnNames, selectRows, unnestRows } from "./bulk";
import type { BulkColumn } from "./stored-sign-in";

export interface HourDelta {
  category: number;
  hour: Date;
  groupKey: string;
  n: number;
  /** Of the events that joined; null when none did. */
  firstAt: Date | null;
  lastAt: Date | null;
  /** True when an event left: first and last time must be found anew. */
  lost: boolean;
  status: number;
  errorCode: number;
  principalKey: string;
  applicationKey: string;
  resourceKey: string;
  ipText: string | null;
}

/** least() and greatest() skip nulls, but the columns do not take them: a far future and past stand for "none joined". */
const NO_FIRST = new Date("9999-01-01T00:00:00Z");
const NO_LAST = new Date("0001-01-01T00:00:00Z");

const HOUR_COLUMNS: readonly BulkColumn<HourDelta>[] = [
  { name: "category", type: "smallint", value: (row) => row.category },
  { name: "hour", type: "timestamptz", value: (row) => row.hour },
  { name: "group_key", type: "uuid", value: (row) => row.groupKey },
  { name: "n", type: "integer", value: (row) => row.n },
  { name: "first_at", type: "timestamptz", value: (row) => row.firstAt ?? NO_FIRST },
  { name: "last_at", type: "timestamptz", value: (row) => row.lastAt ?? NO_LAST },
  { name: "status", type: "smallint", value: (row) => row.status },
  { name: "error_code", type: "integer", value: (row) => row.errorCode },
  { name: "principal_key", type: "text", value: (row) => row.principalKey },
  { name: "application_key", type: "text", value: (row) => row.applicationKey },
  { name: "resource_key", type: "text", value: (row) => row.resourceKey },
  { name: "ip_text", type: "text", value: (row) => row.ipText },
];

const LOST_COLUMNS = HOUR_COLUMNS.filter(({ name }) => ["category", "hour", "group_key"].includes(name));

/** Adds hourly differences; rows must be sorted. Keys that lost an event get their first and last time recounted. */
export async function addToHours(tenant: TenantTransaction, rows: readonly HourDelta[]): Promise<void> {
  const { tx, tenantId } = tenant;
  await executeKept(
    tenant,
    sql`
    insert into sign_in_hours as s (tenant_id, ${columnNames(HOUR_COLUMNS)})
    select ${tenantId}::uuid, u.* from ${selectRows(rows, HOUR_COLUMNS)} as u
    on conflict (tenant_id, category, group_key, hour) do update set n = s.n + excluded.n,
      first_at = least(s.first_at, excluded.first_at), last_at = greatest(s.last_at, excluded.last_at)`,
  );
  const lost = rows.filter((row) => row.lost);
  if (lost.length === 0) return;
  const keys = sql`${unnestRows(lost, LOST_COLUMNS)} as u (${columnNames(LOST_COLUMNS)})`;
  const sameKey = sql`s.tenant_id = ${tenantId}::uuid and s.category = u.category and s.group_key = u.group_key
    and s.hour = u.hour`;
  await tx.execute(sql`delete from sign_in_hours s using ${keys} where ${sameKey} and s.n = 0`);
  // A statement of its own: its snapshot must include what this transaction wrote, and the rows are locked by now.
  await tx.execute(sql`
    update sign_in_hours s set first_at = found.first_at, last_at = found.last_at
    from ${keys} cross join lateral (
      select min(e.created_at) as first_at, max(e.created_at) as last_at from sign_ins e
      where e.tenant_id = ${tenantId}::uuid and e.category = u.category and e.group_key = u.group_key
        and e.created_at >= u.hour and e.created_at < u.hour + interval '1 hour') found
    where ${sameKey}`);
}

export interface DayDelta {
  category: number;
  day: string;
  kind: number;
  key: string;
  n: number;
  successes: number;
  failures: number;
  /** In which it came to occur, as bits. */
  hours: number;
}

const DAY_COLUMNS: readonly BulkColumn<DayDelta>[] = [
  { name: "category", type: "smallint", value: (row) => row.category },
  { name: "kind", type: "smallint", value: (row) => row.kind },
  { name: "key", type: "text", value: (row) => row.key },
  { name: "day", type: "text", value: (row) => row.day },
  { name: "n", type: "integer", value: (row) => row.n },
  { name: "successes", type: "integer", value: (row) => row.successes },
  { name: "failures", type: "integer", value: (row) => row.failures },
  { name: "hours", type: "integer", value: (row) => row.hours },
];

/** Adds daily differences; rows must be sorted. Rows that fall to nothing are removed. */
export async function addToDays(tenant: TenantTransaction, rows: readonly DayDelta[]): Promise<void> {
  const { tx, tenantId } = tenant;
  await executeKept(
    tenant,
    sql`
    insert into sign_in_days as s (tenant_id, category, kind, key, day, n, successes, failures, hours)
    select ${tenantId}::uuid, u.category, u.kind, u.key, u.day::date, u.n, u.successes, u.failures, u.hours
    from ${selectRows(rows, DAY_COLUMNS)} as u (${columnNames(DAY_COLUMNS)})
    on conflict (tenant_id, category, kind, key, day)
    do update set n = s.n + excluded.n, successes = s.successes + excluded.successes,
      failures = s.failures + excluded.failures, hours = s.hours | excluded.hours`,
  );
  const lessened = rows.filter((row) => row.n < 0);
  if (lessened.length === 0) return;
  await tx.execute(sql`
    delete from sign_in_days s using ${unnestRows(lessened, DAY_COLUMNS)} as u (${columnNames(DAY_COLUMNS)})
    where s.tenant_id = ${tenantId}::uuid and s.category = u.category and s.kind = u.kind and s.key = u.key
      and s.day = u.day::date and s.n = 0`);
}

export interface FacetDelta {
  category: number;
  field: number;
  value: string;
  hour: Date;
  status: number;
  n: number;
}

const FACET_COLUMNS: readonly BulkColumn<FacetDelta>[] = [
  { name: "category", type: "smallint", value: (row) => row.category },
  { name: "field", type: "smallint", value: (row) => row.field },
  { name: "value", type: "text", value: (row) => row.value },
  { name: "hour", type: "timestamptz", value: (row) => row.hour },
  { name: "status", type: "smallint", value: (row) => row.status },
  { name: "n", type: "integer", value: (row) => row.n },
];

/** Adds facet differences; rows must be sorted. Rows that fall to nothing are removed. */
export async function addToFacets(tenant: TenantTransaction, rows: readonly FacetDelta[]): Promise<void> {
  const { tx, tenantId } = tenant;
  if (rows.length === 0) return;
  await executeKept(
    tenant,
    sql`
    insert into sign_in_facets as s (tenant_id, ${columnNames(FACET_COLUMNS)})
    select ${tenantId}::uuid, u.* from ${selectRows(rows, FACET_COLUMNS)} as u
    on conflict (tenant_id, category, field, value, hour, status) do update set n = s.n + excluded.n`,
  );
  const lessened = rows.filter((row) => row.n < 0);
  if (lessened.length === 0) return;
  await tx.execute(sql`
    delete from sign_in_facets s using ${unnestRows(lessened, FACET_COLUMNS)} as u (${columnNames(FACET_COLUMNS)})
    where s.tenant_id = ${tenantId}::uuid and s.category = u.category and s.field = u.field and s.value = u.value
      and s.hour = u.hour and s.status = u.status and s.n = 0`);
}

export interface NameEntry {
  kind: number;
  key: string;
  nameKey: string;
  name: string;
  lastDay: string;
}

const NAME_COLUMNS: readonly BulkColumn<NameEntry>[] = [
  { name: "kind", type: "smallint", value: (row) => row.kind },
  { name: "key", type: "text", value: (row) => row.key },
  { name: "name_key", type: "text", value: (row) => row.nameKey },
  { name: "name", type: "text", value: (row) => row.name },
  { name: "last_day", type: "text", value: (row) => row.lastDay },
];

/** Enters names into the dictionary; rows must be sorted. A name seen on a later day moves its day, once a day. */
export async function addToNames(tenant: TenantTransaction, rows: readonly NameEntry[]): Promise<void> {
  if (rows.length === 0) return;
  await executeKept(
    tenant,
    sql`
    insert into sign_in_names as s (tenant_id, kind, key, name_key, name, last_day)
    select ${tenant.tenantId}::uuid, u.kind, u.key, u.name_key, u.name, u.last_day::date
    from ${selectRows(rows, NAME_COLUMNS)} as u (${columnNames(NAME_COLUMNS)})
    on conflict (tenant_id, kind, key, name_key)
    do update set last_day = excluded.last_day, name = excluded.name where s.last_day < excluded.last_day`,
  );
}
