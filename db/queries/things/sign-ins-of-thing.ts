/** The sign-ins of one thing: its counts per day, its newest and its first. Bounded by the days that are known to hold any. */
import { and, asc, desc, eq, gte, inArray, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signInNames, signIns } from "@/db/schema";
import { blockSortRange } from "@/lib/model/addresses";
import { CATEGORIES } from "@/lib/model/categories";
import { DAY_KINDS, type DayKind, NAME_KINDS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import { inLog } from "../sign-ins/in-log";
import type { SignInRow } from "../sign-ins/page";
import { isAnyOf } from "../sign-ins/presence";

const ALL_CATEGORIES = Object.values(CATEGORIES).map(({ code }) => code);
const COLUMNS = {
  principal: signIns.principalKey,
  application: signIns.applicationKey,
  resource: signIns.resourceKey,
  address: signIns.ipText,
} as const;

export interface Thing {
  kind: DayKind;
  /** Stored keys: one, or the addresses of a block. */
  keys: readonly string[];
}

/** The seen addresses of a block, at most `limit` + 1. */
export async function addressesInBlock(
  { tx, tenantId }: TenantTransaction,
  cidr: string,
  since: Date,
  limit: number,
): Promise<string[]> {
  const range = blockSortRange(cidr);
  if (!range) throw new Error(`Not a block: ${cidr}`);
  const rows = await tx
    .selectDistinct({ key: signInNames.key })
    .from(signInNames)
    .where(
      and(
        eq(signInNames.tenantId, tenantId),
        eq(signInNames.kind, NAME_KINDS.address),
        gte(signInNames.nameKey, range.first),
        sql`${signInNames.nameKey} <= ${range.last}`,
        gte(signInNames.lastDay, since.toISOString().slice(0, 10)),
      ),
    )
    .limit(limit + 1);
  return rows.map(({ key }) => key);
}

export interface ThingDay {
  category: number;
  day: string;
  n: number;
  successes: number;
  failures: number;
  /** In which it occurs, as bits. */
  hours: number;
}

/** How often the thing occurs per log and UTC day, oldest first. */
export async function daysOfThing(
  { tx, tenantId }: TenantTransaction,
  { kind, keys }: Thing,
  from: Date,
): Promise<ThingDay[]> {
  return tx
    .select({
      category: signInDays.category,
      day: signInDays.day,
      n: sql<number>`sum(${signInDays.n})::float8`,
      successes: sql<number>`sum(${signInDays.successes})::float8`,
      failures: sql<number>`sum(${signInDays.failures})::float8`,
      hours: sql<number>`bit_or(${signInDays.hours})`,
    })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenantId),
        inArray(signInDays.category, ALL_CATEGORIES),
        eq(signInDays.kind, DAY_KINDS[kind]),
        isOneOf(sql`${signInDays.key}`, keys),
        gte(signInDays.day, from.toISOString().slice(0, 10)),
      ),
    )
    .groupBy(signInDays.category, signInDays.day)
    .orderBy(asc(signInDays.day));
}

/** A stretch of one log in which the thing occurs. */
export interface LogStretch extends Interval {
  category: number;
}

interface NewestQuery {
  stretches: readonly LogStretch[];
  limit: number;
  /** Only those with this status. */
  status?: number;
}

/** The newest sign-ins of the thing in the given stretches, newest first. */
export async function newestOfThing(
  tenant: TenantTransaction,
  thing: Thing,
  { stretches, limit, status }: NewestQuery,
): Promise<SignInRow[]> {
  const only = status === undefined ? undefined : eq(signIns.status, status);
  return inOrder(tenant, thing, { stretches, limit, only, direction: desc });
}

/** The oldest sign-in of the thing in the given stretches. */
export async function firstOfThing(
  tenant: TenantTransaction,
  thing: Thing,
  stretches: readonly LogStretch[],
): Promise<SignInRow | undefined> {
  const [first] = await inOrder(tenant, thing, { stretches, limit: 1, only: undefined, direction: asc });
  return first;
}

interface OrderedQuery {
  stretches: readonly LogStretch[];
  limit: number;
  only: SQL | undefined;
  direction: typeof asc | typeof desc;
}

/** One branch a log, so that each ends as soon as it has enough. */
async function inOrder(
  tenant: TenantTransaction,
  { kind, keys }: Thing,
  { stretches, limit, only, direction }: OrderedQuery,
): Promise<SignInRow[]> {
  const branches = stretches.map(({ category, ...stretch }) =>
    tenant.tx
      .select()
      .from(signIns)
      .where(and(inLog(tenant, category, stretch), isOneOf(sql`${COLUMNS[kind]}`, keys), only))
      .orderBy(direction(signIns.createdAt), direction(signIns.createdMs), direction(signIns.id))
      .limit(limit),
  );
  const [one, two, ...more] = branches;
  if (!one) return [];
  const rows = await (two ? unionAll(one, two, ...more) : one);
  const sign = direction === asc ? 1 : -1;
  return rows.sort((a, b) => sign * compare(a, b)).slice(0, limit);
}

function compare(a: SignInRow, b: SignInRow): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1);
}

function isOneOf(column: SQL, keys: readonly string[]): SQL {
  const [key] = keys;
  return keys.length === 1 ? sql`${column} = ${key}` : isAnyOf(column, keys);
}
