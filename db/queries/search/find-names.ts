/** Looking for a text in the names and ids of several kinds of things at once: one statement, bounded. */
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInNames } from "@/db/schema";
import { endOfPrefix } from "@/db/text-prefix";
import { NAME_KINDS } from "@/lib/model/facets";
import { nameContains, nameStartsWith } from "../sign-ins/names";

export interface NameQuery {
  /** Kinds of names. */
  kinds: readonly number[];
  /** Only of what was seen since then. */
  since: Date;
  /** Of each kind. */
  limit: number;
}

export interface KindAndKey {
  kind: number;
  key: string;
}

export interface KeyQuery extends NameQuery {
  text: string;
  /** The text as ids may be spelt. */
  ids: readonly string[];
}

/** The keys of things whose name or id begins with the text, letter case ignored, in the order of names. */
export function keysFrom(tenant: TenantTransaction, query: KeyQuery): Promise<KindAndKey[]> {
  return readKeys(tenant, query, (kind) =>
    kind === NAME_KINDS.address
      ? [keyStartsWith(tenant.tenantId, kind, query.text.toLowerCase())]
      : [
          ...nameStartsWith(tenant.tenantId, kind, query.text),
          ...query.ids.filter((id) => id !== query.text).map((id) => keyStartsWith(tenant.tenantId, kind, id)),
        ],
  );
}

/**
 * The same for names that hold each of the texts anywhere: reads the kinds' whole dictionaries, but only their index, which takes half
 * as long. When something was last seen is asked of the few that are found.
 */
export async function keysHolding(
  { tx, tenantId }: TenantTransaction,
  { kinds, parts, since, limit }: NameQuery & { parts: readonly string[] },
): Promise<KindAndKey[]> {
  // Retention takes out what has not been seen for long: nearly all of them are seen since then.
  const branches = kinds.map(
    (
      kind,
    ) => sql`(select kind, key, name_key from ${signInNames} where ${and(...parts.flatMap((part) => nameContains(tenantId, kind, part)))}
      order by name_key, key limit ${2 * limit})`,
  );
  const rows = await tx.execute<{ kind: number; key: string }>(sql`
    with held as materialized (${sql.join(branches, sql` union all `)})
    select held.kind, held.key from held join sign_in_names n on n.tenant_id = ${tenantId}::uuid and n.kind = held.kind
      and n.key = held.key and n.name_key = held.name_key and n.last_day >= ${utcDay(since)}::date
    order by held.kind, held.name_key, held.key`);
  const counts = new Map<number, number>();
  return distinct(rows).filter(({ kind }) => {
    const n = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, n);
    return n <= limit;
  });
}

/** What stands as an address's name is the key it is sorted by: addresses are found by their keys alone. */
function keyStartsWith(tenantId: string, kind: number, text: string): SQL {
  const end = endOfPrefix(text);
  return and(
    eq(signInNames.tenantId, tenantId),
    eq(signInNames.kind, kind),
    gte(signInNames.key, text),
    end === undefined ? undefined : lt(signInNames.key, end),
  ) as SQL;
}

async function readKeys(
  { tx }: TenantTransaction,
  { kinds, since, limit }: NameQuery,
  conditionsOf: (kind: number) => readonly SQL[],
): Promise<KindAndKey[]> {
  if (kinds.length === 0) return [];
  const seen = sql`${signInNames.lastDay} >= ${utcDay(since)}::date`;
  const branches = kinds.flatMap((kind) =>
    conditionsOf(kind).map(
      (condition) => sql`(select kind, key, name_key from ${signInNames} where ${condition} and ${seen}
        order by name_key, key limit ${limit})`,
    ),
  );
  const rows = await tx.execute<{ kind: number; key: string }>(sql.join(branches, sql` union all `));
  return distinct(rows);
}

/** A thing is found by each of its names. */
function distinct(rows: readonly KindAndKey[]): KindAndKey[] {
  return [...new Map(rows.map(({ kind, key }) => [`${kind} ${key}`, { kind, key }])).values()];
}

function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export interface KnownName extends KindAndKey {
  name: string;
}

/** Every name of the given things, the one seen last first. */
export async function namesOfThings(
  { tx, tenantId }: TenantTransaction,
  things: readonly KindAndKey[],
): Promise<KnownName[]> {
  if (things.length === 0) return [];
  const branches = [...new Set(things.map(({ kind }) => kind))].map((kind) => {
    const keys = things.filter((thing) => thing.kind === kind).map(({ key }) => key);
    return sql`select kind, key, name, last_day, name_key from ${signInNames}
      where tenant_id = ${tenantId}::uuid and kind = ${kind} and key = any(${textArray(keys)}::text[])`;
  });
  const rows = await tx.execute<{ kind: number; key: string; name: string }>(
    sql`${sql.join(branches, sql` union all `)} order by last_day desc, name_key`,
  );
  return rows.map(({ kind, key, name }) => ({ kind, key, name }));
}
