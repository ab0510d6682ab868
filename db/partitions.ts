/**
 * The partitions of sign-ins: made by one function that the restricted role may call too, indexed fully ("sealed") once
 * their days are over. Times are UTC throughout; only names that we made are touched.
 */
import { sql } from "drizzle-orm";
import type { ReservedSql } from "postgres";
import { withAdvisoryLock } from "@/db/advisory-lock";
import type { Database, DatabaseHandle } from "@/db/client";

/** Indexes that only a sealed partition carries: live ones would cost every arriving event. */
const SEALED_INDEXES: Readonly<Record<string, string>> = {
  principal: "tenant_id, category, principal_key, created_at",
  application: "tenant_id, category, application_key, created_at",
  resource: "tenant_id, category, resource_key, created_at",
  correlation: "tenant_id, correlation_id",
  ip_text: "tenant_id, category, ip_text, created_at",
  ip: "tenant_id, category, ip, created_at",
  error_code: "tenant_id, category, error_code, created_at",
  country: "tenant_id, category, country, created_at",
  state: "tenant_id, category, state, created_at",
  city: "tenant_id, category, city, created_at",
  client_app: "tenant_id, category, client_app, created_at",
  os: "tenant_id, category, os, created_at",
  browser: "tenant_id, category, browser, created_at",
  conditional_access: "tenant_id, category, conditional_access, created_at",
  authentication_requirement: "tenant_id, category, authentication_requirement, created_at",
  user_type: "tenant_id, category, user_type, created_at",
  risk_level: "tenant_id, category, risk_level, created_at",
  risk_state: "tenant_id, category, risk_state, created_at",
  policies: "tenant_id, category, created_at, policies",
  many_policies: "tenant_id, category, created_at",
  device_id: "tenant_id, category, device_id, created_at",
  user_agent: "tenant_id, category, user_agent, created_at",
};

/** An index entry holds no more than 2,704 bytes; a list with more policies than this stays out of it. */
export const MOST_POLICIES_INDEXED = 250;

/**
 * Row-level security lets no operator of arrays search an index, so policies are not searched but read from a narrow one
 * instead of from the rows; the few lists that are too long for it are found by the other.
 */
const SEALED_ONLY_WHERE: Readonly<Record<string, string>> = {
  policies: `cardinality(policies) <= ${MOST_POLICIES_INDEXED}`,
  many_policies: `cardinality(policies) > ${MOST_POLICIES_INDEXED}`,
};

/** The columns by whose values a sealed partition is searched. */
export const SEALED_COLUMNS: ReadonlySet<string | undefined> = new Set(
  Object.values(SEALED_INDEXES).map((columns) =>
    columns.split(", ").find((column) => !["tenant_id", "category", "created_at"].includes(column)),
  ),
);

export interface Partition {
  /** The partition of `sign_ins`; that of the details ends alike. */
  name: string;
  detailsName: string;
  /** First instant held, and the first one after. */
  from: Date;
  to: Date;
  rowsEstimate: number;
  /** Both tables with all their indexes. */
  bytes: number;
  /** Sealed indexes that are complete and usable. */
  sealedIndexes: number;
  sealed: boolean;
}

/** All partitions, oldest first. Catalogues only: no table is read, and the restricted role may ask too. */
export async function selectPartitions(db: Database): Promise<Partition[]> {
  const rows = await db.execute<{
    name: string;
    details_name: string;
    bound: string;
    rows_estimate: string;
    bytes: string;
    sealed_indexes: string;
  }>(sql`
    select c.relname as name, d.relname as details_name, pg_get_expr(c.relpartbound, c.oid) as bound,
      -- reltuples is -1 until the first analyze, and the live counter is lost in a crash.
      greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint as rows_estimate,
      pg_total_relation_size(c.oid) + coalesce(pg_total_relation_size(d.oid), 0) as bytes,
      (select count(*) from pg_index x join pg_class i on i.oid = x.indexrelid
        where x.indrelid = c.oid and x.indisvalid and starts_with(i.relname, c.relname || '_sealed_')) as sealed_indexes
    from pg_inherits h join pg_class c on c.oid = h.inhrelid
    left join pg_class d on d.relname = 'sign_in_details' || substr(c.relname, length('sign_ins') + 1)
      and d.relnamespace = c.relnamespace
    where h.inhparent = 'public.sign_ins'::regclass and c.relname ~ '^sign_ins_p[0-9]{8}$'
    order by c.relname`);
  return rows.map((row) => ({
    name: row.name,
    detailsName: row.details_name,
    ...boundsOf(row.bound),
    rowsEstimate: Number(row.rows_estimate),
    bytes: Number(row.bytes),
    sealedIndexes: Number(row.sealed_indexes),
    sealed: Number(row.sealed_indexes) >= Object.keys(SEALED_INDEXES).length,
  }));
}

/** `FOR VALUES FROM ('2025-11-24 00:00:00+00') TO ('2025-11-25 00:00:00+00')`: our sessions are in UTC. */
function boundsOf(expression: string): { from: Date; to: Date } {
  const [from, to] = [...expression.matchAll(/'([^']+)'/g)].map(
    ([, text]) => new Date(`${text?.replace(" ", "T")}:00`),
  );
  if (!from || !to || Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) {
    throw new Error(`Unexpected partition bounds: ${expression}`);
  }
  return { from, to };
}

/** A connection that holds the sealing lock. CREATE INDEX CONCURRENTLY needs one without a transaction. */
export interface Sealer {
  readonly connection: ReservedSql;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs `work` on a connection of its own that holds the sealing lock; undefined, without running it, when another
 * program holds it. (Waiting in line would be a snapshot that the other's index builds wait for.)
 * @param signal cancels the statement that is running.
 */
export function withSealLock<T>(
  owner: DatabaseHandle,
  signal: AbortSignal | undefined,
  work: (sealer: Sealer) => Promise<T>,
): Promise<T | undefined> {
  return withAdvisoryLock(owner, "seal", (connection) => work({ connection, signal }));
}

/** Builds the missing indexes of one partition, one after the other, and refreshes its statistics; how many it built. */
export async function sealPartition(sealer: Sealer, partition: Partition): Promise<number> {
  await dropInvalidIndexes(sealer, partition.name);
  const present = await indexNames(sealer, partition.name);
  let built = 0;
  for (const [suffix, columns] of Object.entries(SEALED_INDEXES)) {
    const index = `${partition.name}_sealed_${suffix}`;
    if (present.has(index)) continue;
    const where = SEALED_ONLY_WHERE[suffix];
    await run(
      sealer,
      `create index concurrently if not exists "${index}" on public."${partition.name}" (${columns}) ${where ? `where ${where}` : ""}`,
    );
    built++;
  }
  // A finished day hardly changes: marking its pages all-visible now is what lets counts read indexes alone.
  await run(sealer, `vacuum (analyze) public."${partition.name}"`);
  await run(sealer, `analyze public."${partition.detailsName}"`);
  return built;
}

/** Drops the sealed indexes of a partition that is about to take in more events than it holds. */
export async function unsealPartition(sealer: Sealer, partition: Partition): Promise<void> {
  for (const index of await indexNames(sealer, partition.name)) {
    if (index.startsWith(`${partition.name}_sealed_`)) {
      await run(sealer, `drop index concurrently if exists public."${index}"`);
    }
  }
}

/** A build that was cut short leaves an index that is kept up to date but never used, and blocks its own name. */
async function dropInvalidIndexes(sealer: Sealer, partition: string): Promise<void> {
  const rows = await sealer.connection<{ name: string }[]>`
    select i.relname as name from pg_index x join pg_class i on i.oid = x.indexrelid
    where x.indrelid = to_regclass(${`public.${partition}`}) and not x.indisvalid
      and starts_with(i.relname, ${`${partition}_sealed_`})`;
  for (const { name } of rows) await run(sealer, `drop index concurrently if exists public."${name}"`);
}

async function indexNames(sealer: Sealer, partition: string): Promise<Set<string>> {
  const rows = await sealer.connection<{ name: string }[]>`
    select i.relname as name from pg_index x join pg_class i on i.oid = x.indexrelid
    where x.indrelid = to_regclass(${`public.${partition}`})`;
  return new Set(rows.map((row) => row.name));
}

async function run({ connection, signal }: Sealer, statement: string): Promise<void> {
  signal?.throwIfAborted();
  const query = connection.unsafe(statement);
  const cancel = () => query.cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    await query;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
