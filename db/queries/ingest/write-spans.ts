/**
 * Folding daily differences into the spans of principals and applications, in the same transaction and after the days
 * themselves: whoever changes the bit of a day holds the lock of that day's row, so no two decide on it at once.
 */
import { sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { executeKept } from "@/db/kept-statement";
import { dayBit } from "@/lib/model/day-bits";
import { DAY_KINDS } from "@/lib/model/facets";
import { columnNames, selectRows, unnestRows } from "./bulk";
import type { BulkColumn } from "./stored-sign-in";
import type { DayDelta } from "./write-rollups";

interface SpanDelta {
  category: number;
  kind: number;
  key: string;
  /** Bits of the days that gained a success. */
  gained: bigint;
  /** Bits of the days that lost one, and may have none left. */
  lost: bigint;
  failures: number;
}

const SPAN_COLUMNS: readonly BulkColumn<SpanDelta>[] = [
  { name: "category", type: "smallint", value: (row) => row.category },
  { name: "kind", type: "smallint", value: (row) => row.kind },
  { name: "key", type: "text", value: (row) => row.key },
  { name: "gained", type: "text", value: (row) => String(row.gained) },
  { name: "lost", type: "text", value: (row) => String(row.lost) },
  { name: "failures", type: "integer", value: (row) => row.failures },
];

const KEY_COLUMNS: readonly BulkColumn<DayDelta>[] = [
  { name: "category", type: "smallint", value: (row) => row.category },
  { name: "kind", type: "smallint", value: (row) => row.kind },
  { name: "key", type: "text", value: (row) => row.key },
  { name: "day", type: "text", value: (row) => row.day },
  { name: "bit", type: "text", value: (row) => String(dayBit(row.day)) },
];

/** Adds daily differences, sorted by category, kind and key, that `sign_in_days` holds already. */
export async function addToSpans(tenant: TenantTransaction, days: readonly DayDelta[]): Promise<void> {
  const { tx, tenantId } = tenant;
  const spans = spansOf(days);
  if (spans.length === 0) return;
  const sameSpan = sql`s.tenant_id = ${tenantId}::uuid and s.category = u.category and s.kind = u.kind and s.key = u.key`;
  // Most know the day already, and ON CONFLICT would lock and write each of them. A subquery, as it is sure to be answered
  // by the key. What lost something is locked here too, in order, though it is changed below.
  await executeKept(
    tenant,
    sql`
    insert into sign_in_spans as s (tenant_id, category, kind, key, success_days, failures)
    select ${tenantId}::uuid, u.category, u.kind, u.key, u.gained::bigint, u.failures
    from ${selectRows(spans, SPAN_COLUMNS)} as u (${columnNames(SPAN_COLUMNS)})
    where u.failures <> 0 or u.lost <> '0' or (
      select s.success_days | u.gained::bigint = s.success_days from sign_in_spans s where ${sameSpan}) is not true
    on conflict (tenant_id, category, kind, key)
    do update set success_days = s.success_days | excluded.success_days, failures = s.failures + excluded.failures`,
  );
  const lessened = days.filter((row) => hasSpan(row) && (row.successes < 0 || row.failures < 0));
  if (lessened.length === 0) return;
  const keys = sql`${unnestRows(lessened, KEY_COLUMNS)} as u (${columnNames(KEY_COLUMNS)})`;
  await tx.execute(sql`
    update sign_in_spans s set success_days = s.success_days & ~u.bits
    from (
      select u.category, u.kind, u.key, bit_or(u.bit::bigint) as bits from ${keys}
      where not exists (select from sign_in_days d where d.tenant_id = ${tenantId}::uuid and d.category = u.category
        and d.kind = u.kind and d.key = u.key and d.day = u.day::date and d.successes > 0)
      group by 1, 2, 3) u
    where ${sameSpan}`);
  await tx.execute(sql`
    delete from sign_in_spans s using (select distinct u.category, u.kind, u.key from ${keys}) u
    where ${sameSpan} and s.success_days = 0 and s.failures = 0`);
}

function hasSpan({ kind }: DayDelta): boolean {
  return kind === DAY_KINDS.principal || kind === DAY_KINDS.application;
}

function spansOf(days: readonly DayDelta[]): SpanDelta[] {
  const spans: SpanDelta[] = [];
  let last: SpanDelta | undefined;
  for (const row of days) {
    if (!hasSpan(row) || (row.successes === 0 && row.failures === 0)) continue;
    const { category, kind, key } = row;
    if (!last || last.key !== key || last.kind !== kind || last.category !== category) {
      last = { category, kind, key, gained: 0n, lost: 0n, failures: 0 };
      spans.push(last);
    }
    if (row.successes > 0) last.gained |= dayBit(row.day);
    if (row.successes < 0) last.lost |= dayBit(row.day);
    last.failures += row.failures;
  }
  return spans;
}
