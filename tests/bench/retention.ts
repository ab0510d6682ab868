/** What removing costs: a day of a million sign-ins at once, and a smaller tenant's rows beside another one's readers. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { ownerDatabase } from "@/db/connections";
import { detachPartition, dropLeavingDay, selectLeavingDays } from "@/db/partition-removal";
import { selectPartitions } from "@/db/partitions";
import type { ActiveFilter } from "@/lib/model/filters";
import type { LogQuery } from "@/lib/model/log-query";
import { DAY_MS, startOfUtcDay } from "@/lib/model/retention";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { applyRetention, type RetentionReport } from "@/lib/services/retention/apply-retention";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { fillDays } from "./fill-days";
import { type BenchDatabase, median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { BENCH_AUTH_SECRET } from "./web-process";

const DAY_EVENTS = 1_000_000;
const DROP_LIMIT_MS = 1000;
const SHORT_EVENTS = 200_000;
const OTHER_EVENTS_PER_DAY = 20_000;
const OTHER_DAYS = 12;
const QUIET_READS = 60;
const RATIO_LIMIT = 1.5;

export async function benchRetention(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    await measureDrop(database);
    await measureBatches(database);
  } finally {
    await database.stop();
  }
}

/** Dropped as every day is: sealed, with its counts in the roll-ups. */
async function measureDrop({ owner, ownerUrl }: BenchDatabase): Promise<void> {
  const today = startOfUtcDay(new Date());
  const { tenantId } = await createTestTenant(ownerUrl, { license: "premium_p1" });
  const day = new Date(today.getTime() - 31 * DAY_MS);
  progress(`Filling a day with ${DAY_EVENTS} sign-ins, and sealing it`);
  await fillDays(owner, { tenantId, from: day, days: 1, perDay: DAY_EVENTS });
  await sealPartitions({ now: today });
  const [partition] = await selectPartitions(ownerDatabase().db);
  if (!partition) throw new Error("The day has no partition.");
  const [rows] = await owner`select (select count(*)::int from sign_in_hours) + (select count(*)::int from sign_in_days)
    + (select count(*)::int from sign_in_facets) as n`;

  const detachMs = await timed(() => detachPartition(ownerDatabase().db, partition, () => true));
  const [leaving] = await selectLeavingDays(ownerDatabase().db);
  if (!leaving) throw new Error("The day did not leave.");
  // The whole run does this last; its counts are removed in between, in the background of everybody.
  const dropMs = await timed(() => dropLeavingDay(ownerDatabase().db, { ...leaving, tables: leaving.tables.slice(1) }));
  const restMs = await timed(() => applyRetention({ now: today }));
  report({
    ...{ bench: "retention", figure: "dropping a day of a million sign-ins", value: detachMs + dropMs, unit: "ms" },
    ...{ limit: { atMost: DROP_LIMIT_MS }, detachMs: round(detachMs), gigabytes: round(partition.bytes / 1e9) },
  });
  report({
    ...{ bench: "retention", figure: "removing its counts from the roll-ups", value: restMs, unit: "ms" },
    ...{ rollupRows: rows?.n },
  });
}

interface ReadCase {
  name: string;
  query: Pick<LogQuery, "preset" | "from" | "filters">;
}

async function measureBatches(database: BenchDatabase): Promise<void> {
  const { owner, ownerUrl } = database;
  const now = new Date();
  const today = startOfUtcDay(now).getTime();
  const [short, other] = [
    await createTestTenant(ownerUrl, { license: "free" }),
    await createTestTenant(ownerUrl, { license: "premium_p1" }),
  ];
  progress(`Filling days that two tenants share`);
  const days = (count: number) => ({ from: new Date(today - count * DAY_MS), days: count });
  await fillDays(owner, { tenantId: other.tenantId, ...days(OTHER_DAYS), perDay: OTHER_EVENTS_PER_DAY });
  const expired = { from: new Date(today - 11 * DAY_MS), days: 4 };
  await fillDays(owner, { tenantId: short.tenantId, ...expired, perDay: SHORT_EVENTS / expired.days });
  await sealPartitions({ now });
  await owner`vacuum (analyze)`;

  const cases = casesOf(now);
  for (const each of cases) for (let read = 0; read < 10; read++) await readPage(other, each, now);
  const quiet = await readAll(other, cases, now, (reads) => reads >= QUIET_READS);
  const retention = await startRetention(database, now);
  let done: RetentionReport | undefined;
  retention.begin().then((result) => {
    done = result;
  });
  const beside = await readAll(other, cases, now, () => done !== undefined);
  const quietAgain = await readAll(other, cases, now, (reads) => reads >= QUIET_READS);
  const removed = (done as RetentionReport | undefined)?.removed.sign_ins ?? 0;
  if (removed !== SHORT_EVENTS) throw new Error(`${removed} sign-ins were removed, not ${SHORT_EVENTS}.`);
  for (const [index, { name }] of cases.entries()) {
    const quietMs = median([...(quiet[index] ?? []), ...(quietAgain[index] ?? [])]);
    const besideMs = median(beside[index] ?? []);
    report({
      ...{
        bench: "retention",
        figure: `another tenant's page meanwhile: ${name}`,
        value: besideMs / quietMs,
        unit: "ratio",
      },
      ...{
        limit: { atMost: RATIO_LIMIT },
        besideMs: round(besideMs),
        quietMs: round(quietMs),
        reads: beside[index]?.length,
      },
    });
  }
  const seconds = ((done as RetentionReport | undefined)?.elapsedMs ?? 0) / 1000;
  report({
    ...{ bench: "retention", figure: "rows of a shorter tenant removed in batches", value: removed / seconds },
    ...{ unit: "sign-ins/s", seconds: round(seconds) },
  });
}

function casesOf(now: Date): ReadCase[] {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const startsWith = (key: ActiveFilter["key"], text: string): ActiveFilter => ({
    ...{ key, negated: false },
    values: [{ type: "startsWith", text }],
  });
  return [
    { name: "newest, 24 hours", query: { preset: "24h", from: ago(1), filters: [] } },
    { name: "a month, one user", query: { preset: "1m", from: ago(30), filters: [startsWith("user", "user-1234@")] } },
    {
      name: "a month, a country nobody is in",
      query: { preset: "1m", from: ago(30), filters: [startsWith("city", "Rome")] },
    },
  ];
}

/** Reads the pages in turn until told that it is enough; milliseconds by case. */
async function readAll(
  tenant: TestTenant,
  cases: readonly ReadCase[],
  now: Date,
  isEnough: (reads: number) => boolean,
): Promise<number[][]> {
  const times: number[][] = cases.map(() => []);
  for (let reads = 0; !isEnough(reads); reads++) {
    for (const [index, each] of cases.entries()) times[index]?.push(await readPage(tenant, each, now));
  }
  return times;
}

function readPage(tenant: TestTenant, { query }: ReadCase, now: Date): Promise<number> {
  const to = new Date(now.getTime() + DAY_MS);
  return timed(() =>
    listSignIns(
      tenant.scope,
      { ...query, category: "interactive", to, size: 50, window: "24h", expanded: [] },
      { now },
    ),
  );
}

/** In another process, as the worker is. */
async function startRetention({ appUrl, ownerUrl }: BenchDatabase, now: Date) {
  const child = fork("lib/cli/run.mjs", ["tests/bench/retention-process.ts", appUrl, ownerUrl, now.toISOString()]);
  await once(child, "message");
  return {
    begin: async (): Promise<RetentionReport> => {
      child.send("begin");
      const [result] = await once(child, "message");
      return result as RetentionReport;
    },
  };
}
