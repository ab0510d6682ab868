/** A page of groups, and the first page of a giant's members, at 5,000,000 sign-ins beside the same at 100,000. */
import { closeConnections, connectTo } from "@/db/connections";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { countLog } from "@/lib/services/sign-ins/count-log";
import { listGroupMembers } from "@/lib/services/sign-ins/list-group-members";
import { listGroups } from "@/lib/services/sign-ins/list-groups";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { queryOf } from "./filters";
import { median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { fillLargeTenant } from "./large-tenant";
import { BENCH_AUTH_SECRET } from "./web-process";

const LARGE = Number(process.env.BENCH_EVENTS ?? 5_000_000);
const SMALL = LARGE / 50;
const DAYS = 30;
const RUNS = 15;
const RATIO_LIMIT = 1.5;
/** Two medians of a few milliseconds differ by chance. */
const FAST_ENOUGH_MS = 15;

export async function benchGroups(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    const now = new Date();
    const tenants: TestTenant[] = [];
    for (const events of [LARGE, SMALL]) {
      const tenant = await createTestTenant(database.ownerUrl);
      await fillLargeTenant(database, { tenantId: tenant.tenantId, category: 2, events, days: DAYS, now, giant: true });
      tenants.push(tenant);
    }
    const { elapsedMs } = await sealPartitions({ now });
    progress(`Sealed in ${Math.round(elapsedMs / 1000)} s`);
    await closeConnections();
    connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: 1 });
    const [large, small] = tenants as [TestTenant, TestTenant];
    for (const [figure, read] of Object.entries(READS)) await compare(figure, read, { large, small }, now);
  } finally {
    await database.stop();
  }
}

type Read = (tenant: TestTenant, now: Date) => Promise<unknown>;

/** A page under a filter, which may take what every filter may, however much it finds. */
const FILTERED = "the giant's own row";
const FILTERED_LIMIT_MS = 150;

const READS: Record<string, Read> = {
  "a page of 50 groups, 24 hours": (tenant, now) =>
    listGroups(tenant.scope, queryOf("non-interactive", "range=24h", now), { now }),
  "a page of 50 groups, one month": (tenant, now) =>
    listGroups(tenant.scope, queryOf("non-interactive", "", now), { now }),
  "the giant expanded": async (tenant, now) =>
    listGroupMembers(
      tenant.scope,
      queryOf("non-interactive", "range=24h", now),
      { group: await giantId(tenant, now) },
      { now },
    ),
  [FILTERED]: (tenant, now) => giantOf(tenant, now),
  "counts and chart, 24 hours": (tenant, now) =>
    countLog(tenant.scope, queryOf("non-interactive", "range=24h", now), { zone: "UTC", now }),
};

const giantIds = new Map<string, string>();

/** Looked up once per tenant: on the page it stands in the row that is expanded. */
async function giantId(tenant: TestTenant, now: Date): Promise<string> {
  const known = giantIds.get(tenant.tenantId);
  if (known !== undefined) return known;
  const { groups } = await giantOf(tenant, now);
  const id = groups[0]?.id ?? "";
  giantIds.set(tenant.tenantId, id);
  return id;
}

function giantOf(tenant: TestTenant, now: Date) {
  return listGroups(tenant.scope, queryOf("non-interactive", "range=24h&user=User robot", now), { now });
}

async function compare(
  figure: string,
  read: Read,
  { large, small }: { large: TestTenant; small: TestTenant },
  now: Date,
): Promise<void> {
  const [inLarge, inSmall] = [await runs(() => read(large, now)), await runs(() => read(small, now))];
  const [slow, quick] = [median(inLarge), median(inSmall)];
  report({
    ...{
      bench: "groups",
      figure,
      value: slow / quick,
      unit: "ratio",
      limit: { atMost: Math.max(RATIO_LIMIT, (figure === FILTERED ? FILTERED_LIMIT_MS : FAST_ENOUGH_MS) / quick) },
    },
    ...{ largeMs: round(slow), smallMs: round(quick), lastMs: inLarge.slice(-3).map(round) },
  });
}

async function runs(read: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  await read();
  for (let run = 0; run < RUNS; run++) times.push(await timed(read));
  return times;
}
