/** What filters can be set to: names from the tenant's dictionary, values from the hourly roll-up. All bounded. */
import { and, desc, eq, gte, like, lt, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signInFacets, signInNames } from "@/db/schema";
import { containsPattern } from "@/db/text-prefix";
import type { Interval } from "@/lib/model/intervals";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import { type NameCondition, nameStartsWith } from "./names";
import { isAnyOf } from "./presence";

export interface NamedKey {
  key: string;
  name: string;
}

/** Looks at no more rows than this, however many share the beginning. */
const NAMES_READ = 100;

/** Things of a kind whose name or id begins with the text, seen since the start of the range. */
export async function namesFrom(
  tenant: TenantTransaction,
  kind: number,
  text: string,
  since: Date,
): Promise<NamedKey[]> {
  return readNames(tenant, nameStartsWith(tenant.tenantId, kind, text), since);
}

/** The same for names that hold the text anywhere: reads the kind's whole dictionary. */
export async function namesHolding(
  tenant: TenantTransaction,
  kind: number,
  text: string,
  since: Date,
): Promise<NamedKey[]> {
  const holds = and(
    eq(signInNames.tenantId, tenant.tenantId),
    eq(signInNames.kind, kind),
    like(signInNames.nameKey, containsPattern(text.toLowerCase())),
  ) as SQL;
  return readNames(tenant, [holds], since);
}

async function readNames({ tx }: TenantTransaction, conditions: readonly NameCondition[], since: Date) {
  const lastSeen = sql`${signInNames.lastDay} >= ${utcDay(since)}::date`;
  const branches = conditions.map(
    (condition) => sql`(select key, name, name_key from ${signInNames} where ${condition} and ${lastSeen}
      order by name_key, key limit ${NAMES_READ})`,
  );
  const rows = await tx.execute<{ key: string; name: string }>(sql.join(branches, sql` union all `));
  return rows.map(({ key, name }) => ({ key, name }));
}

/** Every name of the given keys, the one seen last first. */
export async function namesOfKeys(
  { tx, tenantId }: TenantTransaction,
  kind: number,
  keys: readonly string[],
): Promise<NamedKey[]> {
  if (keys.length === 0) return [];
  return tx
    .select({ key: signInNames.key, name: signInNames.name })
    .from(signInNames)
    .where(and(eq(signInNames.tenantId, tenantId), eq(signInNames.kind, kind), isAnyOf(sql`${signInNames.key}`, keys)))
    .orderBy(desc(signInNames.lastDay), signInNames.nameKey);
}

export interface ActivityQuery {
  category: number;
  range: Interval;
  /** Code of the kind of daily row. */
  kind: number;
}

/** How often each key occurs on the UTC days that the range touches. */
export async function activityOf(
  { tx, tenantId }: TenantTransaction,
  { category, range, kind }: ActivityQuery,
  keys: readonly string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .select({ key: signInDays.key, n: sql<number>`sum(${signInDays.n})::float8` })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenantId),
        eq(signInDays.category, category),
        eq(signInDays.kind, kind),
        isAnyOf(sql`${signInDays.key}`, keys),
        gte(signInDays.day, utcDay(range.from)),
        lt(signInDays.day, utcDay(new Date(range.to.getTime() + DAY_MS - 1))),
      ),
    )
    .groupBy(signInDays.key);
  return new Map(rows.map(({ key, n }) => [key, n]));
}

/** The keys that occur most on the newest day of the range that has any: one day is read, however long the range. */
export async function mostActive(
  { tx, tenantId }: TenantTransaction,
  { category, range, kind }: ActivityQuery,
  limit: number,
): Promise<string[]> {
  const last = new Date(range.to.getTime() - 1);
  const here = sql`${signInDays.tenantId} = ${tenantId}::uuid and ${signInDays.category} = ${category}
    and ${signInDays.kind} = ${kind}`;
  const rows = await tx.execute<{ key: string }>(sql`
    select key from ${signInDays} where ${here} and key <> '' and day = (
      select d::date from generate_series(${utcDay(range.from)}::date, ${utcDay(last)}::date, interval '1 day') d
      where exists (select 1 from ${signInDays} where ${here} and day = d::date)
      order by d desc limit 1)
    order by n desc, key limit ${limit}`);
  return rows.map(({ key }) => key);
}

export interface ValueCount {
  value: string;
  n: number;
}

/** More values than a field with few values has. */
const VALUES_READ = 5000;

/** The values of a facet in the hours that the range touches, most frequent first; '' is an absent one. */
export async function facetValues(
  { tx, tenantId }: TenantTransaction,
  { category, range, field }: { category: number; range: Interval; field: number },
): Promise<ValueCount[]> {
  const n = sql<number>`sum(${signInFacets.n})::float8`;
  return tx
    .select({ value: signInFacets.value, n })
    .from(signInFacets)
    .where(
      and(
        eq(signInFacets.tenantId, tenantId),
        eq(signInFacets.category, category),
        eq(signInFacets.field, field),
        gte(signInFacets.hour, new Date(Math.floor(range.from.getTime() / HOUR_MS) * HOUR_MS)),
        lt(signInFacets.hour, range.to),
      ),
    )
    .groupBy(signInFacets.value)
    .orderBy(desc(n), signInFacets.value)
    .limit(VALUES_READ);
}

function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
