/** What belongs to a sign-in: the records of the same attempt, and the success that came of it. Each bounded in time. */
import { and, asc, desc, eq, gt, gte, inArray, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signInPosition, signIns } from "@/db/schema";
import { CATEGORIES } from "@/lib/model/categories";
import { DAY_KINDS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import { STATUS_CODES } from "@/lib/model/status";
import type { Position, SignInRow } from "./page";

const ALL_CATEGORIES = Object.values(CATEGORIES).map(({ code }) => code);

export interface SuccessQuery {
  categories: readonly number[];
  principalKey: string;
  after: Position;
  /** Inclusive. */
  until: Date;
  /** In non-interactive sign-ins only those to this application, or with this correlation id. */
  silent: { applicationKey: string; correlationId: string | null };
}

/**
 * The first success of a principal after a sign-in, in each of the categories; at most one row of each. On days that are
 * not sealed this reads the log from there on until it finds one, so the daily roll-up is asked first whether the
 * principal had any success on those days: the many failures of guessing end there.
 */
export async function firstSuccesses(tenant: TenantTransaction, query: SuccessQuery): Promise<SignInRow[]> {
  const [one, ...others] = query.categories.map((category) => firstSuccessIn(tenant, category, query));
  if (!one) return [];
  const [two, ...more] = others;
  return two ? unionAll(one, two, ...more) : one;
}

function firstSuccessIn({ tx, tenantId }: TenantTransaction, category: number, query: SuccessQuery) {
  const { principalKey, after, until } = query;
  const days = [after.createdAt, until].map((at) => at.toISOString().slice(0, 10));
  const anySuccess = tx
    .select({ one: sql`1` })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenantId),
        eq(signInDays.category, category),
        eq(signInDays.kind, DAY_KINDS.principal),
        eq(signInDays.key, principalKey),
        inArray(signInDays.day, [...new Set(days)]),
        gt(signInDays.successes, 0),
      ),
    );
  return tx
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.tenantId, tenantId),
        eq(signIns.category, category),
        eq(signIns.principalKey, principalKey),
        eq(signIns.status, STATUS_CODES.success),
        category === CATEGORIES["non-interactive"].code ? belongsTo(query.silent) : undefined,
        gte(signIns.createdAt, after.createdAt),
        lte(signIns.createdAt, until),
        sql`${signInPosition} > (${after.createdAt.toISOString()}::timestamptz, ${after.createdMs}::smallint, ${after.id}::text)`,
        sql`exists (${anySuccess})`,
      ),
    )
    .orderBy(asc(signIns.createdAt), asc(signIns.createdMs), asc(signIns.id))
    .limit(1);
}

/** Clients renew what they hold all the time: only a renewal for the same purpose says something. */
function belongsTo({ applicationKey, correlationId }: SuccessQuery["silent"]): SQL | undefined {
  const sameApplication = eq(signIns.applicationKey, applicationKey);
  return correlationId === null ? sameApplication : or(sameApplication, eq(signIns.correlationId, correlationId));
}

/** The records of all categories with a correlation id, in whichever spelling, newest first, at most `limit`. Reads inside the windows only. */
export async function readCorrelated(
  { tx, tenantId }: TenantTransaction,
  {
    correlationIds,
    windows,
    limit,
  }: { correlationIds: readonly string[]; windows: readonly Interval[]; limit: number },
): Promise<SignInRow[]> {
  const inWindows = windows.map(({ from, to }) => and(gte(signIns.createdAt, from), lt(signIns.createdAt, to)) as SQL);
  return tx
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.tenantId, tenantId),
        // Names every category, so that a day without an index on correlation ids is read by its key.
        inArray(signIns.category, ALL_CATEGORIES),
        inArray(signIns.correlationId, [...correlationIds]),
        or(...inWindows),
      ),
    )
    .orderBy(desc(signIns.createdAt), desc(signIns.createdMs), desc(signIns.id))
    .limit(limit);
}

/** The records of all categories with a request id, in whichever spelling, newest first, at most `limit`: every day has an index for it. */
export async function readRecordsOfId(
  { tx, tenantId }: TenantTransaction,
  { ids, range, limit }: { ids: readonly string[]; range: Interval; limit: number },
): Promise<SignInRow[]> {
  return tx
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.tenantId, tenantId),
        inArray(signIns.id, [...ids]),
        gte(signIns.createdAt, range.from),
        lt(signIns.createdAt, range.to),
      ),
    )
    .orderBy(desc(signIns.createdAt))
    .limit(limit);
}
