/**
 * A person's own sign-ins, interactive and non-interactive together, by keyset. The daily roll-up says on which days
 * there are any; these are walked newest first (or oldest first), until the page is full or time is up.
 */
import { and, asc, desc, eq, gt, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signInDetails, signIns } from "@/db/schema";
import { containsPattern } from "@/db/text-prefix";
import { CATEGORIES } from "@/lib/model/categories";
import { DAY_KINDS } from "@/lib/model/facets";
import { type Interval, intersectIntervals, joinIntervals, stepsNewestFirst } from "@/lib/model/intervals";
import { DAY_MS } from "@/lib/model/retention";
import { STATUS_CODES } from "@/lib/model/status";
import type { Position, SignInRow } from "../sign-ins/page";
import { isAnyOf } from "../sign-ins/presence";
import { allKeysOf, isOwn, type OwnKeys } from "./own-keys";

/** The categories in which people sign in. */
export const OWN_CATEGORIES: readonly number[] = [CATEGORIES.interactive.code, CATEGORIES["non-interactive"].code];

/** Two logs in one list: the category is the last thing that tells two sign-ins apart. */
export interface OwnPosition extends Position {
  category: number;
}

export interface OwnFilter {
  failuresOnly: boolean;
  /** Looked for anywhere in application, address, place and device. */
  search: string;
  /** Country codes whose names hold what is searched for. */
  countries: readonly string[];
}

export interface OwnPageQuery {
  keys: OwnKeys;
  range: Interval;
  filter: OwnFilter;
  from?: { position: OwnPosition; direction: "older" | "newer" };
  limit: number;
  /** Wall-clock time after which no further step is begun. */
  budgetMs: number;
}

export interface OwnRows {
  /** Newest first, at most `limit` + 1: one more tells that there is more. */
  rows: SignInRow[];
  /** Set when time ran out: everything from here (towards the page's start) was searched. */
  searchedTo: Date | null;
}

export async function readOwnPage(tenant: TenantTransaction, query: OwnPageQuery): Promise<OwnRows> {
  const startedAt = performance.now();
  const newer = query.from?.direction === "newer";
  const days = await ownDays(tenant, query);
  const newestFirst = stepsNewestFirst(intersectIntervals(days, [boundedByCursor(query)]));
  const steps = newer ? newestFirst.reverse() : newestFirst;
  const rows: SignInRow[] = [];
  let searchedTo: Date | null = null;
  for (const [index, step] of steps.entries()) {
    rows.push(...(await readStep(tenant, query, step, query.limit + 1 - rows.length)));
    if (rows.length > query.limit) break;
    if (index < steps.length - 1 && performance.now() - startedAt > query.budgetMs) {
      searchedTo = newer ? step.to : step.from;
      break;
    }
  }
  return { rows: newer ? rows.reverse() : rows, searchedTo };
}

/** The UTC days of the range with own sign-ins, as joined intervals; with failures among them where only those count. */
async function ownDays({ tx, tenantId }: TenantTransaction, { keys, range, filter }: OwnPageQuery) {
  const rows = await tx
    .selectDistinct({ day: signInDays.day })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenantId),
        inArray(signInDays.category, [...OWN_CATEGORIES]),
        eq(signInDays.kind, DAY_KINDS.principal),
        isAnyOf(sql`${signInDays.key}`, allKeysOf(keys)),
        gte(signInDays.day, range.from.toISOString().slice(0, 10)),
        lt(signInDays.day, new Date(range.to.getTime() + DAY_MS - 1).toISOString().slice(0, 10)),
        filter.failuresOnly ? gt(signInDays.n, signInDays.successes) : undefined,
      ),
    )
    .orderBy(asc(signInDays.day));
  return joinIntervals(
    rows.map(({ day }) => {
      const from = new Date(`${day}T00:00:00Z`);
      return { from, to: new Date(from.getTime() + DAY_MS) };
    }),
  );
}

/** A row comparison alone prunes no partition: the cursor's time bounds the range as well. */
function boundedByCursor({ range, from }: OwnPageQuery): Interval {
  if (!from) return range;
  const at = from.position.createdAt;
  if (from.direction === "newer") return { from: at > range.from ? at : range.from, to: range.to };
  // The edge of a search that ran out of time has no sign-in: the next one begins right before it.
  const afterAt = from.position.id === "" ? at : new Date(at.getTime() + 1000);
  return { from: range.from, to: afterAt < range.to ? afterAt : range.to };
}

async function readStep(
  tenant: TenantTransaction,
  { keys, filter, from }: OwnPageQuery,
  step: Interval,
  limit: number,
): Promise<SignInRow[]> {
  const newer = from?.direction === "newer";
  const order = newer ? asc : desc;
  return tenant.tx
    .select()
    .from(signIns)
    .where(and(ownIn(tenant, keys, step), from && beyond(from.position, newer), filterCondition(tenant, filter)))
    .orderBy(order(signIns.createdAt), order(signIns.createdMs), order(signIns.id), order(signIns.category))
    .limit(limit);
}

/** Own sign-ins of a stretch of time. */
export function ownIn({ tenantId }: TenantTransaction, keys: OwnKeys, { from, to }: Interval): SQL {
  return and(
    eq(signIns.tenantId, tenantId),
    inArray(signIns.category, [...OWN_CATEGORIES]),
    gte(signIns.createdAt, from),
    lt(signIns.createdAt, to),
    isOwn(keys),
  ) as SQL;
}

function beyond({ createdAt, createdMs, id, category }: OwnPosition, newer: boolean): SQL {
  const columns = sql`(${signIns.createdAt}, ${signIns.createdMs}, ${signIns.id}, ${signIns.category})`;
  const position = sql`(${createdAt.toISOString()}::timestamptz, ${createdMs}::smallint, ${id}::text, ${category}::smallint)`;
  return newer ? sql`${columns} > ${position}` : sql`${columns} < ${position}`;
}

/** What a person remembers of a sign-in. Checked row by row: the rows are one person's. */
const SEARCHED = [
  signIns.applicationName,
  signIns.resourceName,
  signIns.ipText,
  signIns.city,
  signIns.state,
  signIns.os,
  signIns.browser,
  signIns.clientApp,
  signIns.deviceId,
];

/** The device's name has no column: it is taken from the text beside it, without reading that as JSON. */
const DEVICE_NAME = '"deviceDetail":\\{[^{}]*"displayName":"([^"]*)"';

function deviceName({ tenantId }: TenantTransaction): SQL {
  return sql`(select substring(${signInDetails.rest} from ${DEVICE_NAME}::text) from ${signInDetails}
    where ${signInDetails.tenantId} = ${tenantId}::uuid and ${signInDetails.category} = ${signIns.category}
      and ${signInDetails.createdAt} = ${signIns.createdAt} and ${signInDetails.id} = ${signIns.id})`;
}

function filterCondition(tenant: TenantTransaction, { failuresOnly, search, countries }: OwnFilter): SQL | undefined {
  const pattern = containsPattern(search);
  const searched = [...SEARCHED, deviceName(tenant)];
  return and(
    failuresOnly ? eq(signIns.status, STATUS_CODES.failure) : undefined,
    search === ""
      ? undefined
      : or(...searched.map((column) => sql`${column} ilike ${pattern}`), isAnyOf(sql`${signIns.country}`, countries)),
  );
}
