/** In which days or hours a value occurs at all: what bounds the walk of a filtered list. */
import { and, asc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signInFacets } from "@/db/schema";
import type { Interval } from "@/lib/model/intervals";
import { joinIntervals } from "@/lib/model/intervals";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";

/** Beyond this many values the roll-up is not asked: such a filter finds its page soon anyway. */
export const MAX_PRESENCE_VALUES = 500;

export interface PresenceQuery {
  category: number;
  range: Interval;
}

/** The UTC days of the range on which any of the keys occurs, as joined intervals. */
export async function daysHolding(
  { tx, tenantId }: TenantTransaction,
  { category, range }: PresenceQuery,
  kind: number,
  keys: readonly string[],
): Promise<Interval[]> {
  const rows = await tx
    .selectDistinct({ day: signInDays.day })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenantId),
        eq(signInDays.category, category),
        eq(signInDays.kind, kind),
        isAnyOf(sql`${signInDays.key}`, keys),
        gte(signInDays.day, range.from.toISOString().slice(0, 10)),
        lt(signInDays.day, new Date(range.to.getTime() + DAY_MS - 1).toISOString().slice(0, 10)),
      ),
    )
    .orderBy(asc(signInDays.day));
  return joinIntervals(rows.map(({ day }) => intervalFrom(new Date(`${day}T00:00:00Z`), DAY_MS)));
}

/** The UTC hours of the range in which any of the facet's values occurs, as joined intervals. */
export async function hoursHolding(
  { tx, tenantId }: TenantTransaction,
  { category, range }: PresenceQuery,
  field: number,
  values: readonly string[],
): Promise<Interval[]> {
  const rows = await tx
    .selectDistinct({ hour: signInFacets.hour })
    .from(signInFacets)
    .where(
      and(
        eq(signInFacets.tenantId, tenantId),
        eq(signInFacets.category, category),
        eq(signInFacets.field, field),
        isAnyOf(sql`${signInFacets.value}`, values),
        gte(signInFacets.hour, new Date(Math.floor(range.from.getTime() / HOUR_MS) * HOUR_MS)),
        lt(signInFacets.hour, range.to),
      ),
    )
    .orderBy(asc(signInFacets.hour));
  return joinIntervals(rows.map(({ hour }) => intervalFrom(hour, HOUR_MS)));
}

/** `column = any(…)` with one parameter however many values; the builder's inArray makes one of each. */
export function isAnyOf(column: SQL, values: readonly string[]): SQL {
  return sql`${column} = any(${textArray(values)}::text[])`;
}

function intervalFrom(from: Date, lengthMs: number): Interval {
  return { from, to: new Date(from.getTime() + lengthMs) };
}
