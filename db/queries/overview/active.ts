/**
 * How many different users, applications and services signed in successfully in a week and in the one before it. Spans know
 * who was active on which days; only those that occur on no other day of a week than one that is cut are looked up in the
 * sign-ins.
 */
import { type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { dayBits } from "@/lib/model/day-bits";
import { DAY_KINDS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import { DAY_MS, startOfUtcDay } from "@/lib/model/retention";
import { STATUS_CODES } from "@/lib/model/status";

export interface ActiveQuery {
  kind: "principal" | "application";
  /** A key that occurs in several of them counts once. */
  categories: readonly number[];
  /** Open at the end: no sign-in lies after it. */
  week: Interval;
  /** Ends where the week begins. */
  before: Interval;
}

export interface Active {
  now: number;
  before: number;
  /** Of the week. */
  byCategory: ReadonlyMap<number, number>;
}

const COLUMNS = { principal: sql`principal_key`, application: sql`application_key` };

export async function countActive(
  { tx, tenantId }: TenantTransaction,
  { kind, categories, week, before }: ActiveQuery,
): Promise<Active> {
  const codes = sql.raw(categories.join(", "));
  const isActive = (flags: { whole: SQL; cut: readonly CutDay[] }) => sql`case
    when ${flags.whole} then true
    ${sql.join(
      flags.cut.map(
        ({ flag, part }) => sql`when ${sql.raw(flag)} and exists (select 1 from sign_ins s
          where s.tenant_id = ${tenantId}::uuid and s.category = k.category and s.${COLUMNS[kind]} = k.key
            and s.created_at >= ${instant(part.from)} and s.created_at < ${instant(part.to)}
            and s.status = ${STATUS_CODES.success}) then true`,
      ),
      sql` `,
    )}
    else false end`;
  const weekDay = startOfUtcDay(week.from);
  const beforeDay = startOfUtcDay(before.from);
  const weekCut = { from: week.from, to: endOfDay(weekDay) };
  const beforeCuts = [
    { flag: "on_week_day", part: { from: weekDay, to: before.to } },
    { flag: "on_before_day", part: { from: before.from, to: endOfDay(beforeDay) } },
  ];
  // Both weeks begin at the same hour of the day: either both cut a day, or neither.
  const isCut = weekDay.getTime() !== week.from.getTime();
  const firstWhole = (start: Date) => (isCut ? endOfDay(start) : start);
  const rows = await tx.execute<{ category: number | null; now: string; before: string }>(sql`
    with k as materialized (
      select category, key,
        ${isOn({ from: firstWhole(weekDay), to: week.to })} as in_week,
        ${isOn({ from: weekDay, to: endOfDay(weekDay) })} as on_week_day,
        ${isOn({ from: firstWhole(beforeDay), to: weekDay })} as in_before,
        ${isOn({ from: beforeDay, to: endOfDay(beforeDay) })} as on_before_day
      from sign_in_spans
      where tenant_id = ${tenantId}::uuid and category in (${codes}) and kind = ${DAY_KINDS[kind]} and key <> ''
        and ${isOn({ from: beforeDay, to: week.to })}),
    found as materialized (
      select category, key,
        ${isActive({ whole: sql`in_week`, cut: isCut ? [{ flag: "on_week_day", part: weekCut }] : [] })} as now,
        ${isActive({ whole: sql`in_before`, cut: isCut ? beforeCuts : [] })} as before
      from k)
    select category, count(*) filter (where now) as now, count(*) filter (where before) as before
    from found group by category
    union all
    select null, count(distinct key) filter (where now), count(distinct key) filter (where before) from found`);
  const all = rows.find(({ category }) => category === null);
  return {
    now: Number(all?.now ?? 0),
    before: Number(all?.before ?? 0),
    byCategory: new Map(
      rows.flatMap(({ category, now }) => (category === null || Number(now) === 0 ? [] : [[category, Number(now)]])),
    ),
  };
}

interface CutDay {
  flag: string;
  /** The hours of the day that belong to the range. */
  part: Interval;
}

/** Active on one of the days that begin in the range. */
function isOn(days: Interval): SQL {
  return sql`success_days & ${dayBits(days)}::bigint <> 0`;
}

function endOfDay(start: Date): Date {
  return new Date(start.getTime() + DAY_MS);
}

function instant(at: Date): SQL {
  return sql`${at.toISOString()}::timestamptz`;
}
