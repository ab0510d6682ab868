/** Connections: one pool per role and process, and the transaction that knows its tenant. */
import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { togetherOrCause, translateDatabaseError } from "@/db/errors";
import { executeKept } from "@/db/kept-statement";
import * as schema from "@/db/schema";
import { ownSockets } from "@/db/socket";
import type { TenantScope } from "@/lib/model/scope";

export type Database = PostgresJsDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** A transaction whose rows are one tenant's: made only by {@link inTenant}. */
export interface TenantTransaction {
  readonly tenantId: string;
  readonly tx: Transaction;
}

export interface DatabaseHandle {
  readonly db: Database;
  readonly sql: postgres.Sql;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Connections in the pool. */
  max?: number;
  /** A statement that runs longer is ended by the server. 0 for maintenance that may take its time. */
  statementTimeoutMs?: number;
  /** Hears of every statement, for benchmarks that look at plans. */
  onStatement?: (statement: string, parameters: readonly unknown[]) => void;
}

const LONGEST_RECONNECT_DELAY_SECONDS = 1;

/**
 * Opens a pool. Prepared statements are planned anew for their values: with a generic plan a filter for a rare value
 * took 1,013 ms instead of 11 from its sixth call on.
 */
export function openDatabase(
  url: string,
  { max = 10, statementTimeoutMs = 30_000, onStatement }: OpenOptions = {},
): DatabaseHandle {
  const client = postgres(url, {
    max,
    onnotice: () => {},
    connect_timeout: 10,
    backoff: reconnectDelaySeconds,
    plain_unsafe: true,
    ...ownSockets(),
    ...(onStatement
      ? { debug: (_: number, statement: string, parameters: unknown[]) => onStatement(statement, parameters) }
      : {}),
    connection: {
      application_name: "signbook",
      default_transaction_isolation: "read committed",
      plan_cache_mode: "force_custom_plan",
      jit: "off",
      // What pages ask takes milliseconds: starting helpers takes longer, and takes the processors from other readers.
      max_parallel_workers_per_gather: 0,
      TimeZone: "UTC",
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
    },
  });
  return { db: drizzle(client, { schema }), sql: client, close: () => client.end({ timeout: 5 }) };
}

/**
 * How long a connection waits before it is opened anew. The driver's own pauses grow to twenty seconds: a database that
 * is back would be told to readers as away for as long.
 */
function reconnectDelaySeconds(attempts: number): number {
  return (0.5 + Math.random() / 2) * Math.min(3 ** attempts / 100, LONGEST_RECONNECT_DELAY_SECONDS);
}

/**
 * Runs `work` in a transaction that sees and writes this tenant's rows only, whatever its WHERE clauses say.
 * READ COMMITTED, on which ingest relies: a statement after a wait sees what the other transaction committed.
 * @param options with `snapshot` all statements see the same instant, and none may write.
 * @throws UnavailableError when the database cannot be reached or takes no writes now.
 */
export async function inTenant<T>(
  db: Database,
  scope: Pick<TenantScope, "tenantId">,
  work: (tenant: TenantTransaction) => Promise<T>,
  { snapshot = false }: { snapshot?: boolean } = {},
): Promise<T> {
  try {
    return await db.transaction(
      async (tx) => {
        // Not waited for: the server carries out one after the other, and nothing of what follows a failure.
        const tenantIsSet = executeKept({ tx }, sql`select app.set_tenant(${scope.tenantId}::uuid)`);
        const working = async () => work({ tenantId: scope.tenantId, tx });
        const [, result] = await togetherOrCause([tenantIsSet, working()]);
        return result;
      },
      // That of all others is a setting of their connection, which costs no statement.
      snapshot ? { isolationLevel: "repeatable read", accessMode: "read only" } : undefined,
    );
  } catch (error) {
    throw translateDatabaseError(error);
  }
}

/** Runs a query on tables without a tenant (lookups, keys, job runs), with the same translation of failures. */
export async function outsideTenants<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
