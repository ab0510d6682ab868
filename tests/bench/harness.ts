/** What every benchmark needs: a database as an installation has it, a tenant, and one JSON line per figure. */
import { randomBytes } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { closeConnections, connectTo } from "@/db/connections";
import { migrate } from "@/db/migrate";
import { APP_ROLE, DATABASE_NAME, ensureDatabase, ensureRoles, OWNER_ROLE } from "@/lib/cli/embedded-postgres/roles";
import { INSTALLATION_SETTINGS } from "@/lib/cli/embedded-postgres/server-settings";
import { startThrowawayPostgres } from "@/lib/cli/embedded-postgres/throwaway";

export interface BenchDatabase {
  ownerUrl: string;
  appUrl: string;
  owner: Sql;
  stop(): Promise<void>;
}

/** A server of its own with the settings of an installation: what is acknowledged has reached the disk. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const server = await startThrowawayPostgres({
    settings: { ...INSTALLATION_SETTINGS, fsync: "on", full_page_writes: "on" },
  });
  const passwords = { owner: randomBytes(16).toString("hex"), app: randomBytes(16).toString("hex") };
  const superuser = postgres(server.superuserUrl, { max: 1, onnotice: () => {} });
  await ensureRoles(superuser, passwords);
  await ensureDatabase(superuser, DATABASE_NAME);
  await superuser.end();
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${server.port}/${DATABASE_NAME}`;
  const ownerUrl = url(OWNER_ROLE, passwords.owner);
  const appUrl = url(APP_ROLE, passwords.app);
  await migrate({ ownerUrl, appRole: APP_ROLE });
  connectTo({ appUrl, ownerUrl });
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  return {
    ...{ ownerUrl, appUrl, owner },
    async stop() {
      await owner.end();
      await closeConnections();
      await server.stop();
    },
  };
}

export interface Figure {
  bench: string;
  figure: string;
  value: number;
  unit: string;
  /** What the value must not pass, and which side of it is good. */
  limit?: { atLeast: number } | { atMost: number };
  [more: string]: unknown;
}

/** Prints one figure as one line of JSON; `pass` says whether it keeps its limit. */
export function report(figure: Figure): void {
  const { limit, value } = figure;
  const pass = limit === undefined ? undefined : "atLeast" in limit ? value >= limit.atLeast : value <= limit.atMost;
  console.log(JSON.stringify({ ...figure, value: round(value), ...(pass === undefined ? {} : { pass }) }));
  if (pass === false) process.exitCode = 1;
}

export function round(value: number): number {
  return Number(value.toPrecision(4));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Milliseconds that the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

export function progress(line: string): void {
  console.error(line);
}
