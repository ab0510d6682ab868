/** What a page of a log costs in a tenant of a million sign-ins, beside the same page in a tenant of a hundred thousand. */
import { closeConnections, connectTo } from "@/db/connections";
import type { ActiveFilter } from "@/lib/model/filters";
import type { LogQuery } from "@/lib/model/log-query";
import { DAY_MS } from "@/lib/model/retention";
import { generateForTenant } from "@/lib/services/generate/generate-for-tenant";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createUser } from "@/lib/services/users/create-user";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { type BenchDatabase, median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { type PlanProblem, StatementLog } from "./plans";
import { signInForCookie } from "./sign-in";
import { BENCH_AUTH_SECRET, startWebProcess } from "./web-process";

const LARGE_EVENTS = 1_000_000;
const SMALL_EVENTS = 100_000;
const DAYS = 29;
const RUNS = 15;
/** Of each kind, before any is measured: a process that has just been started has yet to compile what a page runs. */
const WARM_UP_RUNS = 30;
const RATIO_LIMIT = 1.3;
const FAST_ENOUGH_MS = 15;
const PAGE_OVER_QUERY_LIMIT_MS = 60;
const PASSWORD = "a password for benchmarks";

interface PageCase {
  name: string;
  /** The address's query, and the same as the service takes it. */
  search: string;
  query: Pick<LogQuery, "preset" | "from" | "filters">;
}

export async function benchPages(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    const now = new Date();
    const large = await filledTenant(database, LARGE_EVENTS, now);
    const small = await filledTenant(database, SMALL_EVENTS, now);
    const sealed = await sealPartitions({ now });
    progress(`Sealed ${sealed.sealed.length} partitions in ${Math.round(sealed.elapsedMs / 1000)} s`);
    await database.owner`vacuum (analyze)`;
    await measureQueries(database, large, small, now);
    await measurePages(database, large, now);
  } finally {
    await database.stop();
  }
}

async function filledTenant(database: BenchDatabase, events: number, now: Date): Promise<TestTenant> {
  const tenant = await createTestTenant(database.ownerUrl);
  const tenantDomain = `${tenant.slug}.example`;
  const { elapsedMs } = await generateForTenant(tenant.scope, { events, days: DAYS, seed: "bench", now, tenantDomain });
  progress(`Stored ${events} sign-ins in ${Math.round(elapsedMs / 1000)} s`);
  await createUser(tenant.scope, {
    ...{ upn: `reader@${tenantDomain}`, displayName: "Reader", roles: ["reports-reader"], password: PASSWORD },
  });
  return tenant;
}

async function casesFor(database: BenchDatabase, { tenantId }: TestTenant, now: Date): Promise<PageCase[]> {
  const [user] = await database.owner`
    select principal_upn as upn from sign_ins where tenant_id = ${tenantId} and category = 1 and principal_upn is not null
      and created_at > ${new Date(now.getTime() - 7 * DAY_MS)} group by 1 order by count(*) desc offset 5 limit 1`;
  const upn = String(user?.upn);
  const startsWith = (key: ActiveFilter["key"], text: string): ActiveFilter => ({
    ...{ key, negated: false },
    values: [{ type: "startsWith", text }],
  });
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  return [
    { name: "newest, 24 hours", search: "range=24h", query: { preset: "24h", from: ago(1), filters: [] } },
    {
      ...{ name: "7 days, one user", search: `range=7d&user=${encodeURIComponent(upn)}` },
      query: { preset: "7d", from: ago(7), filters: [startsWith("user", upn)] },
    },
    {
      ...{ name: "one month, an address that nobody used", search: "range=1m&ip=198.51.100.77" },
      query: { preset: "1m", from: ago(30), filters: [startsWith("ip", "198.51.100.77")] },
    },
  ];
}

async function measureQueries(database: BenchDatabase, large: TestTenant, small: TestTenant, now: Date): Promise<void> {
  const statements = new StatementLog();
  await closeConnections();
  connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: 1, onStatement: statements.listener });
  const largeCases = await casesFor(database, large, now);
  const smallCases = await casesFor(database, small, now);
  for (const [index, largeCase] of largeCases.entries()) {
    const inLarge = await runs(large, largeCase, now);
    const inSmall = await runs(small, smallCases[index] as PageCase, now);
    const [slow, quick] = [median(inLarge), median(inSmall)];
    const limit = Math.max(RATIO_LIMIT, FAST_ENOUGH_MS / quick);
    report({
      ...{
        bench: "pages",
        figure: `query: ${largeCase.name}`,
        value: slow / quick,
        unit: "ratio",
        limit: { atMost: limit },
      },
      ...{ largeMs: round(slow), smallMs: round(quick), lastMs: inLarge.slice(-3).map(round), runs: RUNS },
    });
  }
  const problems: PlanProblem[] = await statements.findSequentialScans(database, large.tenantId);
  for (const problem of problems) progress(`Sequential scan of ${problem.table} in: ${problem.statement}`);
  report({
    ...{ bench: "pages", figure: "sequential scans of large partitions", value: problems.length, unit: "plans" },
    ...{ limit: { atMost: 0 }, plans: statements.size },
  });
}

/** Milliseconds of each run, all on one connection. */
async function runs(tenant: TestTenant, { query }: PageCase, now: Date): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++)
    times.push(await timed(() => listSignIns(tenant.scope, fullQuery(query, now), { now })));
  return times;
}

function fullQuery(query: PageCase["query"], now: Date): LogQuery {
  return {
    ...query,
    category: "interactive",
    to: new Date(now.getTime() + DAY_MS),
    size: 50,
    window: "24h",
    expanded: [],
  };
}

async function measurePages(database: BenchDatabase, tenant: TestTenant, now: Date): Promise<void> {
  const web = await startWebProcess(database.appUrl);
  try {
    const cookie = await signInForCookie(web.url, `reader@${tenant.slug}.example`, PASSWORD);
    const cases = await casesFor(database, tenant, now);
    const addressOf = ({ search }: PageCase) => `${web.url}/${tenant.slug}/sign-ins/interactive?${search}`;
    for (const pageCase of cases) {
      for (let run = 0; run < WARM_UP_RUNS; run++) await fetchWhole(addressOf(pageCase), cookie);
    }
    for (const pageCase of cases) {
      const address = addressOf(pageCase);
      const query = median(await runs(tenant, pageCase, now));
      const times: number[] = [];
      for (let run = 0; run < RUNS; run++) times.push(await timed(() => fetchWhole(address, cookie)));
      const page = median(times);
      report({
        ...{ bench: "pages", figure: `whole page over its query: ${pageCase.name}`, value: page - query, unit: "ms" },
        ...{ limit: { atMost: PAGE_OVER_QUERY_LIMIT_MS }, pageMs: round(page), queryMs: round(query) },
      });
    }
  } finally {
    await web.stop();
  }
}

/** Until the last byte. */
async function fetchWhole(address: string, cookie: string): Promise<void> {
  const answer = await fetch(address, { headers: { cookie }, redirect: "manual" });
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes("<table")) throw new Error(`${address} answered ${answer.status}`);
}
