/**
 * Suggestions and pages of things in a tenant of 5,000,000 sign-ins of 50,000 users, beside the same of 100,000 sign-ins; and how
 * fast the worker folds them.
 */
import { closeConnections, connectTo } from "@/db/connections";
import type { ThingKind } from "@/lib/model/things";
import { foldTenant } from "@/lib/services/pairs/fold-pairs";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { searchAnything } from "@/lib/services/search/search-anything";
import { suggestThings } from "@/lib/services/search/suggest-things";
import { getThing } from "@/lib/services/things/get-thing";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { type BenchDatabase, median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { fillLargeTenant } from "./large-tenant";
import { BENCH_AUTH_SECRET } from "./web-process";

const LARGE = Number(process.env.BENCH_EVENTS ?? 5_000_000);
const SMALL = LARGE / 50;
const PEOPLE = 50_000;
const DAYS = 29;
const BATCH = 5000;
const RUNS = 15;
const LIMIT_MS = 100;
const RATIO_LIMIT = 1.5;
/** A page of some twenty statements: two medians below this differ by chance. */
const FAST_ENOUGH_MS = 50;

export async function benchSearch(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    const now = new Date();
    const tenants: TestTenant[] = [];
    for (const events of [LARGE, SMALL]) {
      const tenant = await createTestTenant(database.ownerUrl);
      const { tenantId } = tenant;
      const size = { events, days: DAYS, people: PEOPLE, batchSize: BATCH };
      await fillLargeTenant(database, { tenantId, category: 1, now, ...size });
      await fold(tenant, events);
      tenants.push(tenant);
    }
    const { elapsedMs } = await sealPartitions({ now });
    progress(`Sealed in ${Math.round(elapsedMs / 1000)} s`);
    await database.owner`vacuum (analyze)`;
    await closeConnections();
    connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: 4 });
    const subjects = await Promise.all(
      tenants.map(async (tenant) => ({ tenant, user: await typicalUser(database, tenant) })),
    );
    const [large, small] = subjects as [Subject, Subject];
    for (const [figure, read] of Object.entries(READS)) await compare(figure, read, { large, small }, now);
  } finally {
    await database.stop();
  }
}

async function fold(tenant: TestTenant, events: number): Promise<void> {
  const ms = await timed(() => foldTenant(tenant.scope));
  report({
    bench: "search",
    figure: `folding ${events} sign-ins into pairs`,
    value: (events / ms) * 1000,
    unit: "1/s",
  });
}

/** With about as many sign-ins as users have on average. */
async function typicalUser({ owner }: BenchDatabase, { tenantId }: TestTenant): Promise<string> {
  const [row] = await owner`
    with users as (select key, sum(n) as n from sign_in_days where tenant_id = ${tenantId} and kind = 1 group by key)
    select key from users order by abs(n - (select avg(n) from users)), key limit 1`;
  return String(row?.key);
}

interface Subject {
  tenant: TestTenant;
  user: string;
}

type Read = (subject: Subject, now: Date) => Promise<unknown>;

const suggest =
  (text: string): Read =>
  async ({ tenant }, now) => {
    const found = await suggestThings(tenant.scope, text, { now });
    if (found.length === 0) throw new Error(`Nothing is suggested for ${text}`);
  };

const thing =
  (kind: ThingKind, keyOf: string | ((subject: Subject) => string)): Read =>
  async (subject, now) => {
    const key = typeof keyOf === "string" ? keyOf : keyOf(subject);
    const answer = await getThing(subject.tenant.scope, { kind, key }, { now });
    if (!answer.found) throw new Error(`There is no ${kind} ${key}`);
  };

const READS: Record<string, Read> = {
  "suggestions for the beginning of a name": suggest("user 12"),
  "suggestions for a part of a name": suggest("ser 1234"),
  "suggestions for the beginning of an address": suggest("10.3."),
  "a search for a name": ({ tenant }, now) => searchAnything(tenant.scope, "user 123", { now }),
  "a search for a request ID": ({ tenant }, now) => searchAnything(tenant.scope, "r-000000777", { now }),
  "the page of a typical user": thing("principal", ({ user }) => user),
  "the page of the largest application": thing("application", "app-office"),
  "the page of a resource": thing("resource", "resource-3"),
  "the page of an address": thing("address", "10.3.34.7"),
  "the page of a /24": thing("address", "10.3.34.0/24"),
  "the page of a /20": thing("address", "10.3.32.0/20"),
};

async function compare(
  figure: string,
  read: Read,
  { large, small }: { large: Subject; small: Subject },
  now: Date,
): Promise<void> {
  const [inLarge, inSmall] = [await runs(() => read(large, now)), await runs(() => read(small, now))];
  const [slow, quick] = [median(inLarge), median(inSmall)];
  const times = { largeMs: round(slow), smallMs: round(quick), lastMs: inLarge.slice(-3).map(round) };
  report({ bench: "search", figure, value: slow, unit: "ms", limit: { atMost: LIMIT_MS }, ...times });
  report({
    ...{ bench: "search", figure: `${figure}, beside ${SMALL}`, value: slow / quick, unit: "ratio" },
    limit: { atMost: Math.max(RATIO_LIMIT, FAST_ENOUGH_MS / quick) },
  });
}

async function runs(read: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  await read();
  for (let run = 0; run < RUNS; run++) times.push(await timed(read));
  return times;
}
