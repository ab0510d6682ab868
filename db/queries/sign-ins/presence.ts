/** In which days or hours a value occurs at all: what bounds the walk of a filtered list. */
import { and, asc, desc, eq, gt, gte, inArray, lt, not, type SQL, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signInFacets, signIns } from "@/db/schema";
import { hoursOfDay } from "@/lib/model/day-hours";
import { FACETS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import { joinIntervals } from "@/lib/model/intervals";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import { inLog } from "./in-log";

/** Beyond this many values the roll-up is not asked: such a filter finds its page soon anyway. */
export const MAX_PRESENCE_VALUES = 500;

/** Ranges that end now end two days ahead, for clocks that run ahead: with these, yesterday and today. */
const LAST_DAYS = 4;

export interface PresenceQuery {
  category: number;
  range: Interval;
  /** Only hours in which the value occurs with one of these statuses; all of them when absent. */
  statuses?: readonly number[];
}

/** Which values of a facet are asked for. */
export type WantedValues = { anyOf: readonly string[] } | { noneOf: readonly string[] } | { anyValue: true };

/**
 * The UTC days of the range on which any of the keys occurs, as joined intervals; of its last days only the hours. For
 * these may be written yet, and have no index by key.
 */
export async function daysHolding(
  { tx, tenantId }: TenantTransaction,
  { category, range }: PresenceQuery,
  kind: number,
  keys: readonly string[],
): Promise<Interval[]> {
  const rows = await tx
    .select({ day: signInDays.day, hours: sql<number>`bit_or(${signInDays.hours})` })
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
    .groupBy(signInDays.day)
    .orderBy(asc(signInDays.day));
  const lastDays = range.to.getTime() - LAST_DAYS * DAY_MS;
  return joinIntervals(
    rows.flatMap(({ day, hours }) => {
      const from = new Date(`${day}T00:00:00Z`);
      return from.getTime() >= lastDays ? hoursOfDay(from, hours) : intervalFrom(from, DAY_MS);
    }),
  );
}

/** The UTC hours of the range in which any of the wanted values of a facet occurs, as joined intervals. */
export async function hoursHolding(
  { tx, tenantId }: TenantTransaction,
  where: PresenceQuery,
  field: number,
  wanted: WantedValues,
): Promise<Interval[]> {
  const rows = await tx
    .selectDistinct({ hour: signInFacets.hour })
    .from(signInFacets)
    .where(facetRows(tenantId, where, field, wanted))
    .orderBy(asc(signInFacets.hour));
  return joinIntervals(rows.map(({ hour }) => intervalFrom(hour, HOUR_MS)));
}

/** Ids of more sign-ins than this are looked for as other values are. */
const MAX_SECONDS_OF_IDS = 500;

/**
 * The seconds in which sign-ins with one of these ids lie. Every day has an index on request ids, only days
 * that are over have one on correlation ids: of the last days the whole is left to be searched. Undefined for too many.
 */
export async function secondsOfIds(
  tenant: TenantTransaction,
  { category, range }: PresenceQuery,
  column: "id" | "correlationId",
  ids: readonly string[],
): Promise<Interval[] | undefined> {
  const lastDays = column === "id" ? range.to : new Date(range.to.getTime() - LAST_DAYS * DAY_MS);
  const to = lastDays > range.from ? lastDays : range.from;
  const rows = await tenant.tx
    .select({ createdAt: signIns.createdAt })
    .from(signIns)
    .where(and(inLog(tenant, category, { from: range.from, to }), isAnyOf(sql`${signIns[column]}`, ids)))
    .limit(MAX_SECONDS_OF_IDS + 1);
  if (rows.length > MAX_SECONDS_OF_IDS) return undefined;
  const seconds = rows.map(({ createdAt }) => intervalFrom(createdAt, 1000));
  return joinIntervals(to < range.to ? [...seconds, { from: to, to: range.to }] : seconds);
}

/** Which of the wanted values of a facet occur in the range; undefined where they are too many to list. */
export async function valuesHeld(
  { tx, tenantId }: TenantTransaction,
  where: PresenceQuery,
  field: number,
  wanted: WantedValues,
): Promise<string[] | undefined> {
  const rows = await tx
    .selectDistinct({ value: signInFacets.value })
    .from(signInFacets)
    .where(facetRows(tenantId, where, field, wanted))
    .limit(MAX_PRESENCE_VALUES + 1);
  return rows.length > MAX_PRESENCE_VALUES ? undefined : rows.map(({ value }) => value);
}

/** How many sign-ins of the range's hours have any of the wanted values. */
export async function countHeld(
  { tx, tenantId }: TenantTransaction,
  where: PresenceQuery,
  field: number,
  wanted: WantedValues,
): Promise<number> {
  const [row] = await tx
    .select({ n: sql<string>`coalesce(sum(${signInFacets.n}), 0)` })
    .from(signInFacets)
    .where(facetRows(tenantId, where, field, wanted));
  return Number(row?.n ?? 0);
}

/** An hour that holds sign-ins. */
export interface HourCount {
  /** Its first instant. */
  hour: Date;
  n: number;
}

/** How many sign-ins of some logs each hour of the range holds, oldest first; hours without any are left out. */
export async function countByHour(
  { tx, tenantId }: TenantTransaction,
  categories: readonly number[],
  range: Interval,
): Promise<HourCount[]> {
  const { hour, n, field } = signInFacets;
  const rows = await tx
    .select({ hour, n: sql<string>`sum(${n})` })
    .from(signInFacets)
    .where(
      and(
        eq(signInFacets.tenantId, tenantId),
        inArray(signInFacets.category, [...categories]),
        // Every sign-in has one value of it, be it none.
        eq(field, FACETS.authenticationRequirement),
        gte(hour, startOfHour(range.from)),
        lt(hour, range.to),
      ),
    )
    .groupBy(hour)
    .orderBy(asc(hour));
  return rows.map((row) => ({ hour: row.hour, n: Number(row.n) })).filter((row) => row.n > 0);
}

/**
 * The hours that hold a log's newest sign-ins, at least `atLeast` of them or all; undefined when the range has none. With a
 * month as its range a statement is planned for each day's table: that took forty milliseconds for what ran in half of one.
 */
export async function newestHours(
  { tx, tenantId }: TenantTransaction,
  category: number,
  range: Interval,
  atLeast: number,
): Promise<Interval | undefined> {
  const { hour, n } = signInFacets;
  // Each counts one sign-in at least, so these are enough of them.
  const rows = await tx
    .select({ hour, n })
    .from(signInFacets)
    .where(
      and(facetRows(tenantId, { category, range }, FACETS.authenticationRequirement, { anyValue: true }), gt(n, 0)),
    )
    .orderBy(desc(hour))
    .limit(atLeast);
  const [newest] = rows;
  if (!newest) return undefined;
  let [oldest, found] = [newest, 0];
  for (const row of rows) {
    if (found >= atLeast) break;
    oldest = row;
    found += row.n;
  }
  return {
    from: new Date(Math.max(range.from.getTime(), oldest.hour.getTime())),
    to: new Date(Math.min(range.to.getTime(), newest.hour.getTime() + HOUR_MS)),
  };
}

function facetRows(
  tenantId: string,
  { category, range, statuses }: PresenceQuery,
  field: number,
  wanted: WantedValues,
): SQL | undefined {
  return and(
    eq(signInFacets.tenantId, tenantId),
    eq(signInFacets.category, category),
    eq(signInFacets.field, field),
    valueCondition(wanted),
    statuses ? inArray(signInFacets.status, [...statuses]) : undefined,
    gte(signInFacets.hour, startOfHour(range.from)),
    lt(signInFacets.hour, range.to),
  );
}

function startOfHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}

/** The condition on a facet row's value. */
export function valueCondition(wanted: WantedValues): SQL | undefined {
  if ("anyOf" in wanted) return isAnyOf(sql`${signInFacets.value}`, wanted.anyOf);
  if ("noneOf" in wanted) return not(isAnyOf(sql`${signInFacets.value}`, wanted.noneOf));
  return undefined;
}

/** `column = any(…)` with one parameter however many values; the builder's inArray makes one of each. */
export function isAnyOf(column: SQL, values: readonly string[]): SQL {
  return sql`${column} = any(${textArray(values)}::text[])`;
}

function intervalFrom(from: Date, lengthMs: number): Interval {
  return { from, to: new Date(from.getTime() + lengthMs) };
}
