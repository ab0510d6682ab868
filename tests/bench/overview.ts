/**
 * The overview of one month at 5,000,000 sign-ins of people, interactive and not, beside a column store that computes the
 * same figures from the sign-ins themselves, in the same run on the same machine.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { closeConnections, connectTo } from "@/db/connections";
import { LEGACY_CLIENT_APPS } from "@/lib/model/legacy-clients";
import { hoursUntilNow, OVERVIEW_RANGES, type Overview, overviewBars, WEEK_HOURS } from "@/lib/model/overview";
import { startOfUtcDay } from "@/lib/model/retention";
import { getOverview } from "@/lib/services/overview/get-overview";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { type BenchDatabase, median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { fillLargeTenant } from "./large-tenant";
import { BENCH_AUTH_SECRET } from "./web-process";

const EVENTS = Number(process.env.BENCH_EVENTS ?? 5_000_000);
const DAYS = 30;
const RUNS = 15;
const LIMIT_MS = 300;
const RATIO_LIMIT = 0.2;
const TOP = 8;
/** The hour at which most of a day is cut off by the edge of a range. */
const WORST_HOUR = 12;

export async function benchOverview(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    const now = new Date(startOfUtcDay(new Date()).getTime() - 24 * 3_600_000 + WORST_HOUR * 3_600_000);
    const tenant = await createTestTenant(database.ownerUrl);
    for (const [category, share] of [
      [1, 0.4],
      [2, 0.6],
    ] as const) {
      const of = { tenantId: tenant.tenantId, category, events: Math.round(EVENTS * share), days: DAYS, now };
      await fillLargeTenant(database, { ...of, giant: category === 2 });
    }
    const { elapsedMs } = await sealPartitions({ now: new Date() });
    progress(`Sealed in ${Math.round(elapsedMs / 1000)} s`);
    await closeConnections();
    connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl });
    await measure(database, tenant, now);
  } finally {
    await database.stop();
  }
}

async function measure(database: BenchDatabase, tenant: TestTenant, now: Date): Promise<void> {
  const read = () => getOverview(tenant.scope, "1m", { zone: "UTC", now });
  const overview = await read();
  const columns = await ColumnStore.fill(database, tenant.tenantId);
  expectEqual(figuresOf(overview), await columns.figures(now));
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    ours.push(await timed(read));
    theirs.push(await timed(() => columns.figures(now)));
  }
  const times = {
    overviewMs: round(median(ours)),
    columnStoreMs: round(median(theirs)),
    lastMs: ours.slice(-3).map(round),
  };
  const about = { bench: "overview", events: EVENTS };
  report({ ...about, figure: "one month", value: median(ours), unit: "ms", limit: { atMost: LIMIT_MS }, ...times });
  report({
    ...{ ...about, figure: "one month beside a column store", value: median(ours) / median(theirs), unit: "ratio" },
    ...{ limit: { atMost: RATIO_LIMIT }, ...times },
  });
  for (const [range, zone] of [
    ["7d", "UTC"],
    ["24h", "UTC"],
    ["1m", "Asia/Kathmandu"],
  ] as const) {
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await timed(() => getOverview(tenant.scope, range, { zone, now })));
    report({ ...about, figure: `${range} in ${zone}`, value: median(runs), unit: "ms" });
  }
}

/** The figures in one shape, whoever computed them. */
function figuresOf({
  bars,
  week,
  applications,
  failingUsers,
  errors,
  countries,
  legacyClients,
  secondFactor,
}: Overview) {
  const ranked = (things: Overview["errors"]) => things.map(({ key, total }) => `${key}: ${total}`);
  return {
    bars: bars.map(({ counts }) =>
      [counts.interactive, counts["non-interactive"]].flatMap((log) => [log.success, log.failure, log.interrupted]),
    ),
    week: [week.users, week.applications].flatMap(({ now, before }) => [now, before]),
    ...{ applications: ranked(applications), failingUsers: ranked(failingUsers), errors: ranked(errors) },
    ...{ countries: ranked(countries), legacyClients: ranked(legacyClients) },
    secondFactor: [secondFactor.multi, secondFactor.all],
  };
}

class ColumnStore {
  private constructor(private readonly connection: Awaited<ReturnType<DuckDBInstance["connect"]>>) {}

  /** In memory, with the columns that the figures need. */
  static async fill({ owner }: BenchDatabase, tenantId: string): Promise<ColumnStore> {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`create table sign_ins (category utinyint, moment timestamp, status utinyint, error_code integer,
      principal varchar, application varchar, country varchar, client_app varchar, requirement varchar)`);
    const appender = await connection.createAppender("sign_ins");
    const rows = owner`
      select category, floor(extract(epoch from created_at))::float8 as at, status, error_code, principal_key, application_key, country,
        client_app, authentication_requirement from sign_ins where tenant_id = ${tenantId} order by created_at`.cursor(
      20_000,
    );
    const { DuckDBTimestampValue } = await import("@duckdb/node-api");
    const text = (value: string | null) => (value === null ? appender.appendNull() : appender.appendVarchar(value));
    for await (const batch of rows) {
      for (const row of batch) {
        appender.appendUTinyInt(row.category);
        appender.appendTimestamp(new DuckDBTimestampValue(BigInt(row.at) * 1_000_000n));
        appender.appendUTinyInt(row.status);
        appender.appendInteger(row.error_code);
        for (const value of [row.principal_key, row.application_key, row.country, row.client_app]) text(value);
        text(row.authentication_requirement);
        appender.endRow();
      }
    }
    appender.closeSync();
    return new ColumnStore(connection);
  }

  async #rows(sql: string): Promise<unknown[][]> {
    return (await this.connection.runAndReadAll(sql)).getRowsJS();
  }

  async #top(what: string, where: string, limit = TOP): Promise<string[]> {
    const rows = await this.#rows(
      `select ${what} as key, count(*) as n from sign_ins where ${where} group by 1 order by n desc, key limit ${limit}`,
    );
    return rows.map(([key, n]) => `${key}: ${n}`);
  }

  async figures(now: Date): Promise<ReturnType<typeof figuresOf>> {
    const month = hoursUntilNow(OVERVIEW_RANGES["1m"].hours, now);
    const bars = overviewBars(month, "day", now, "UTC");
    const [week, before] = [hoursUntilNow(WEEK_HOURS, now).from, hoursUntilNow(2 * WEEK_HOURS, now).from].map(stamp);
    const inMonth = `moment >= ${stamp(month.from)}`;
    const counted = await this.#rows(
      `select date_trunc('day', moment)::date::varchar, category, status, count(*) from sign_ins where ${inMonth} group by 1, 2, 3`,
    );
    const countOf = (day: string, category: number, status: number) =>
      Number(counted.find((row) => row[0] === day && row[1] === category && row[2] === status)?.[3] ?? 0);
    const [distinct = []] = await this.#rows(`
      select count(distinct principal) filter (where moment >= ${week}), count(distinct principal) filter (where moment < ${week}),
        count(distinct application) filter (where moment >= ${week}), count(distinct application) filter (where moment < ${week})
      from sign_ins where moment >= ${before} and status = 1`);
    const [factor = []] = await this.#rows(
      `select count(*) filter (where requirement = 'multi'), count(*) from sign_ins where ${inMonth} and category = 1 and status = 1`,
    );
    const legacy = LEGACY_CLIENT_APPS.map((client) => `'${client}'`).join(", ");
    return {
      bars: bars.map(({ from }) =>
        [1, 2].flatMap((category) =>
          [1, 2, 3].map((status) => countOf(from.toISOString().slice(0, 10), category, status)),
        ),
      ),
      week: distinct.map(Number),
      applications: await this.#top("application", inMonth),
      failingUsers: await this.#top("principal", `${inMonth} and status = 2`),
      errors: await this.#top("error_code", `${inMonth} and status = 2`),
      countries: await this.#top("coalesce(country, '')", `${inMonth} and category = 1`, 1000),
      legacyClients: await this.#top("client_app", `${inMonth} and lower(client_app) in (${legacy})`, 1000),
      secondFactor: factor.map(Number),
    };
  }
}

function stamp(at: Date): string {
  return `timestamp '${at.toISOString().slice(0, 19)}'`;
}

function expectEqual(ours: unknown, theirs: unknown): void {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
  if (a !== b) throw new Error(`The figures differ:\n${a}\n${b}`);
}
