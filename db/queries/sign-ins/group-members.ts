/** The single sign-ins of groups: the newest of each for its row, and a page of one group's members. */
import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { plainArray, timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import type { ActiveFilter } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import type { GroupRow } from "./groups";
import { beyond, type Position, type SignInRow } from "./page";
import { allOf, type ResolvedFilters, resolveFilters } from "./resolve-filters";

interface NewestQuery {
  category: number;
  range: Interval;
  filters: readonly ActiveFilter[];
}

/** The newest matching member of each group, by group key and time. @param resolved instead of the query's filters. */
export async function readNewestMembers(
  tenant: TenantTransaction,
  { category, range, filters }: NewestQuery,
  groups: readonly GroupRow[],
  resolved?: Pick<ResolvedFilters, "conditions">,
): Promise<(SignInRow | undefined)[]> {
  const [newest, oldest] = [groups[0], groups.at(-1)];
  if (!newest || !oldest) return [];
  const { conditions } = resolved ?? (await resolveFilters(tenant, { category, range }, filters));
  const wanted = sql`unnest(${plainArray(groups.map(({ groupKey }) => groupKey))}::uuid[],
    ${timeArray(groups.map(({ lastAt }) => lastAt))}::timestamptz[])`;
  const rows = await tenant.tx
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.tenantId, tenant.tenantId),
        eq(signIns.category, category),
        // Known to the planner, so that it looks at the partitions of these days only.
        gte(signIns.createdAt, oldest.lastAt),
        lt(signIns.createdAt, new Date(newest.lastAt.getTime() + 1000)),
        sql`(${signIns.groupKey}, ${signIns.createdAt}) in (select * from ${wanted})`,
        allOf(conditions),
      ),
    )
    .orderBy(desc(signIns.createdMs), desc(signIns.id));
  const byGroup = new Map<string, SignInRow>();
  // Several of one second: the first is the newest.
  for (const row of rows) {
    const name = `${row.groupKey} ${row.createdAt.getTime()}`;
    if (!byGroup.has(name)) byGroup.set(name, row);
  }
  return groups.map(({ groupKey, lastAt }) => byGroup.get(`${groupKey} ${lastAt.getTime()}`));
}

export interface MembersQuery extends NewestQuery {
  groupKey: string;
  /** Reads on from here towards older members. */
  after?: Position;
  limit: number;
}

/** Matching members of one group inside the range, newest first; at most `limit` + 1. */
export async function readMembers(
  tenant: TenantTransaction,
  { category, range, filters, groupKey, after, limit }: MembersQuery,
): Promise<SignInRow[]> {
  const { conditions, intervals } = await resolveFilters(tenant, { category, range }, filters);
  if (intervals.length === 0) return [];
  const end = after ? new Date(Math.min(after.createdAt.getTime() + 1000, range.to.getTime())) : range.to;
  const position: SQL | undefined = after && beyond(after, false);
  return tenant.tx
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.tenantId, tenant.tenantId),
        eq(signIns.category, category),
        eq(signIns.groupKey, groupKey),
        gte(signIns.createdAt, range.from),
        lt(signIns.createdAt, end),
        position,
        allOf(conditions),
      ),
    )
    .orderBy(desc(signIns.createdAt), desc(signIns.createdMs), desc(signIns.id))
    .limit(limit + 1);
}
