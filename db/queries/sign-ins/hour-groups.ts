/**
 * Groups from the hourly roll-up. Inside a window an hourly row stands for its group when no later hour of the window
 * has the group too; walking those by last time gives the groups in order, and their sums come by primary key.
 */
import { type SQL, sql } from "drizzle-orm";
import { plainArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInHours, signIns } from "@/db/schema";
import { GROUP_WINDOWS, windowOf } from "@/lib/model/grouping";
import { boundedByCursor, type Section, type WindowPart, windowParts } from "./group-pieces";
import type { GroupPosition, GroupRow, GroupRows, GroupsQuery } from "./groups";
import { allOf, resolveFilters } from "./resolve-filters";

/** Reads one page; every filter must be about the group's key. */
export async function readHourGroups(tenant: TenantTransaction, query: GroupsQuery): Promise<GroupRows> {
  const startedAt = performance.now();
  const newer = query.from?.direction === "newer";
  const range = boundedByCursor(query.range, query.window, query.from);
  const context = { category: query.category, range };
  const inHours = await resolveFilters(tenant, { ...context, columns: signInHours }, query.filters);
  const inSignIns = await resolveFilters(tenant, context, query.filters);
  const conditions: Conditions = { hours: allOf(inHours.conditions), signIns: allOf(inSignIns.conditions) };
  const holds = ({ from, to }: WindowPart) => inHours.intervals.some((held) => held.from < to && from < held.to);

  const groups: GroupRow[] = [];
  let parts = [...windowParts(query.range, query.window)].filter(
    (part) => part.from < range.to && range.from < part.to,
  );
  if (newer) parts = parts.reverse();
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as WindowPart;
    if (!holds(part)) continue;
    const found = await readWindow(tenant, query, part, conditions, query.limit + 1 - groups.length);
    groups.push(...found);
    if (groups.length > query.limit) break;
    if (index < parts.length - 1 && performance.now() - startedAt > query.budgetMs) {
      return { groups: newer ? groups.reverse() : groups, searchedTo: newer ? part.to : part.from };
    }
    // A quiet tenant has many windows without anything in them.
    if (found.length === 0) index = await skipEmpty(tenant, query, parts, index);
  }
  return { groups: newer ? groups.reverse() : groups, searchedTo: null };
}

/** How many groups a part of the range holds, of one window or of several, up to `limit`. */
export async function countHourGroups(
  tenant: TenantTransaction,
  { category, window }: Pick<GroupsQuery, "category" | "window">,
  part: WindowPart,
  conditions: Conditions,
  limit: number,
): Promise<number> {
  const { tx, tenantId } = tenant;
  if (!conditions.hours && (await holdsManyGroups(tenant, category, part, limit))) return limit;
  const windowAt = (at: SQL) => sql`floor(extract(epoch from ${at}) / ${GROUP_WINDOWS[window] * 3600})`;
  const counted = part.sections.map((section) =>
    section.source === "hours"
      ? sql`select ${windowAt(sql`hour`)} as w, group_key from ${signInHours}
          where ${lastIn(tenantId, category, section)} and ${orAll(conditions.hours)}`
      : sql`select ${windowAt(sql`created_at`)} as w, group_key from ${signIns}
          where ${signInsOf(tenantId, category, section)} and ${orAll(conditions.signIns)}`,
  );
  const [row] = await tx.execute<{ n: string }>(sql`
    select count(*) as n from (select distinct w, group_key from (${sql.join(counted, sql` union all `)}) c limit ${limit}) d`);
  return Number(row?.n ?? 0);
}

/**
 * Where groups repeat little, the newest rows alone hold `limit` of them: a busy day need not be read whole. So many rows
 * for each are looked at, first few and then more.
 */
const ROWS_PER_GROUP = [1.25, 3];

async function holdsManyGroups(
  { tx, tenantId }: TenantTransaction,
  category: number,
  part: WindowPart,
  limit: number,
): Promise<boolean> {
  const section = part.sections.find(({ source }) => source === "hours");
  if (!section) return false;
  for (const share of ROWS_PER_GROUP) {
    const looked = Math.ceil(limit * share);
    const [row] = await tx.execute<{ n: string; rows: string }>(sql`
      select count(distinct group_key) as n, count(*) as rows from (
        select group_key from ${signInHours}
        where ${lastIn(tenantId, category, section)}
        order by last_at desc, group_key desc limit ${looked}) newest`);
    if (Number(row?.n ?? 0) >= limit) return true;
    if (Number(row?.rows ?? 0) < looked) return false;
  }
  return false;
}

/** The same conditions for rows of either table; undefined when there are none. */
export interface Conditions {
  hours: SQL | undefined;
  signIns: SQL | undefined;
}

async function readWindow(
  tenant: TenantTransaction,
  query: GroupsQuery,
  part: WindowPart,
  conditions: Conditions,
  limit: number,
): Promise<GroupRow[]> {
  const newer = query.from?.direction === "newer";
  const found: GroupPosition[] = [];
  const sections = newer ? [...part.sections].reverse() : part.sections;
  for (const section of sections) {
    if (found.length >= limit) break;
    const newerSections = part.sections.slice(0, part.sections.indexOf(section));
    found.push(...(await newestOf(tenant, query, { section, newerSections }, conditions, limit - found.length)));
  }
  return sumUp(tenant, query, part, found);
}

interface SectionQuery {
  section: Section;
  /** Sections of the same window that are newer: a group that has a member there does not stand here. */
  newerSections: readonly Section[];
}

/** The groups whose newest member of the window lies in this section, in the order of the page. */
async function newestOf(
  { tx, tenantId }: TenantTransaction,
  { category, from }: GroupsQuery,
  { section, newerSections }: SectionQuery,
  conditions: Conditions,
  limit: number,
): Promise<GroupPosition[]> {
  const newer = from?.direction === "newer";
  const direction = newer ? sql`asc` : sql`desc`;
  const beyond = from && sql`(${from.position.lastAt.toISOString()}::timestamptz, ${from.position.groupKey}::uuid)`;
  const page = beyond
    ? newer
      ? sql`(last_at, group_key) > ${beyond}`
      : sql`(last_at, group_key) < ${beyond}`
    : sql`true`;
  const candidates =
    section.source === "hours"
      ? sql`
        select last_at, group_key from ${signInHours}
        where ${lastIn(tenantId, category, section)} and ${orAll(conditions.hours)}
          and not exists (select from ${signInHours} l where l.tenant_id = ${tenantId}::uuid and l.category = ${category}
            and l.group_key = ${signInHours.groupKey} and l.hour > ${signInHours.hour} and l.hour < ${iso(section.to)})`
      : sql`
        select max(created_at) as last_at, group_key from ${signIns}
        where ${signInsOf(tenantId, category, section)} and ${orAll(conditions.signIns)}
        group by group_key`;
  const standsNewer = newerSections.map((other) =>
    other.source === "hours"
      ? sql` and not exists (select from ${signInHours} where ${hoursOf(tenantId, category, other)} and ${signInHours.groupKey} = c.group_key)`
      : sql` and not exists (select from ${signIns} where ${signInsOf(tenantId, category, other)} and ${signIns.groupKey} = c.group_key)`,
  );
  const rows = await tx.execute<{ last_at: Date | string; group_key: string }>(sql`
    select last_at, group_key from (${candidates}) c where ${page}${sql.join(standsNewer, sql``)}
    order by last_at ${direction}, group_key ${direction} limit ${limit}`);
  return rows.map(({ last_at, group_key }) => ({ lastAt: new Date(last_at), groupKey: group_key }));
}

/** Adds up what each group has in all sections of the window. */
async function sumUp(
  { tx, tenantId }: TenantTransaction,
  { category, window }: GroupsQuery,
  part: WindowPart,
  found: readonly GroupPosition[],
): Promise<GroupRow[]> {
  if (found.length === 0) return [];
  const counted = part.sections.map((section) =>
    section.source === "hours"
      ? sql`select n, first_at from ${signInHours} where ${hoursOf(tenantId, category, section)} and ${signInHours.groupKey} = k.group_key`
      : sql`select 1, created_at from ${signIns} where ${signInsOf(tenantId, category, section)} and ${signIns.groupKey} = k.group_key`,
  );
  const rows = await tx.execute<{ group_key: string; n: string; first_at: Date | string }>(sql`
    select k.group_key, s.n, s.first_at from unnest(${plainArray(found.map(({ groupKey }) => groupKey))}::uuid[]) k (group_key)
    cross join lateral (select sum(c.n) as n, min(c.first_at) as first_at from (${sql.join(counted, sql` union all `)}) c (n, first_at)) s`);
  const sums = new Map(rows.map((row) => [row.group_key, row]));
  const windowFrom = windowOf(part.from, window).from;
  return found.map((position) => {
    const sum = sums.get(position.groupKey);
    return { ...position, windowFrom, n: Number(sum?.n ?? 0), firstAt: new Date(sum?.first_at ?? position.lastAt) };
  });
}

/** The place from which the walk goes on: before the next window that holds anything. */
async function skipEmpty(
  { tx, tenantId }: TenantTransaction,
  { category, from }: GroupsQuery,
  parts: readonly WindowPart[],
  index: number,
): Promise<number> {
  const part = parts[index] as WindowPart;
  const newer = from?.direction === "newer";
  const [row] = await tx.execute<{ at: Date | string | null }>(
    newer
      ? sql`select min(last_at) as at from ${signInHours} where tenant_id = ${tenantId}::uuid and category = ${category} and last_at >= ${iso(part.to)}`
      : sql`select max(last_at) as at from ${signInHours} where tenant_id = ${tenantId}::uuid and category = ${category} and last_at < ${iso(part.from)}`,
  );
  if (!row?.at) return parts.length;
  const at = new Date(row.at);
  const next = parts.findIndex((each, place) => place > index && (newer ? each.to > at : each.from <= at));
  return next < 0 ? parts.length : next - 1;
}

/** The hourly rows of whole hours by the index of their last time, for reading all of them: the key of the table has the group first. */
function lastIn(tenantId: string, category: number, { from, to }: Section): SQL {
  return sql`tenant_id = ${tenantId}::uuid and category = ${category} and last_at >= ${iso(from)} and last_at < ${iso(to)}`;
}

/** The hourly rows of whole hours, for a look at those of one group. */
function hoursOf(tenantId: string, category: number, { from, to }: Section): SQL {
  return sql`tenant_id = ${tenantId}::uuid and category = ${category} and hour >= ${iso(from)} and hour < ${iso(to)}`;
}

function signInsOf(tenantId: string, category: number, { from, to }: Section): SQL {
  return sql`tenant_id = ${tenantId}::uuid and category = ${category} and created_at >= ${iso(from)} and created_at < ${iso(to)}`;
}

function orAll(condition: SQL | undefined): SQL {
  return condition ?? sql`true`;
}

function iso(at: Date): SQL {
  return sql`${at.toISOString()}::timestamptz`;
}
