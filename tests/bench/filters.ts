/**
 * Every filter of the logs at 5,000,000 sign-ins in 30 days (or BENCH_EVENTS in BENCH_DAYS), one month range: with a common
 * value, a rare one, one that occurs in the oldest days only, and one that does not exist. In the plain and in the grouped
 * log.
 */
import { closeConnections, connectTo } from "@/db/connections";
import type { CategorySlug } from "@/lib/model/categories";
import type { FilterKey } from "@/lib/model/filters";
import { type LogQuery, parseLogQuery } from "@/lib/model/log-query";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { listGroups } from "@/lib/services/sign-ins/list-groups";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { type BenchDatabase, median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { fillLargeTenant } from "./large-tenant";
import { BENCH_AUTH_SECRET } from "./web-process";

const EVENTS = Number(process.env.BENCH_EVENTS ?? 5_000_000);
/** Fewer events in fewer days are as dense: a fifth of both shows in two minutes where a filter stands. */
const DAYS = Number(process.env.BENCH_DAYS ?? 30);
const RUNS = 11;
const LIMIT_MS = 150;
const FIRST_ANSWER_LIMIT_MS = 300;

/** Common, rare, old and absent, as they stand in an address. */
const VALUES: Partial<Record<FilterKey, readonly [string, string, string, string]>> = {
  user: ["User 1", "User rare", "user-old@", "User nobody"],
  application: ["Application 1", "Application rare", "Application old", "Application none"],
  resource: ["Resource 1", "Resource rare", "Resource old", "Resource none"],
  resourceId: ["resource-1", "resource-rare", "resource-old", "resource-none"],
  status: ["success", "interrupted", "failure", "interrupted&country=XX"],
  errorCode: ["0", "50140", "53003", "99999"],
  ip: ["10.1.", "198.51.100.1", "198.51.100.2/32", "192.0.2.0/24"],
  country: ["NO", "IS", "FJ", "XX"],
  state: ["State 1", "Rare", "Old", "None such"],
  city: ["City 1", "Rare", "Old", "None such"],
  clientApp: ["Browser", "legacy", "POP3", "Exchange"],
  os: ["Windows 10", "Linux", "Windows 7", "Plan 9"],
  browser: ["Edge", "Lynx", "IE", "Mosaic"],
  conditionalAccess: ["success", "failure", "failure", "failure&country=XX"],
  authenticationRequirement: ["single", "multi", "multi", "multi&country=XX"],
  userType: ["Member", "Guest", "External", "Nobody"],
  userAgent: ["Mozilla", "RareAgent", "OldAgent", "Nothing/"],
  deviceId: ["device-1", "device-rare", "device-old", "device-none"],
  policy: ["Second", "Rare", "Old", "None such"],
  policyResult: ["success", "reportOnlyInterrupted", "notApplied", "failure"],
  riskLevel: ["none", "high", "medium", "low"],
  riskState: ["none", "atRisk", "remediated", "dismissed"],
  unusual: ["country", "travel", "burst", "device"],
  requestId: ["r-004000000", "r-000000017", "r-000000023", "r-nothing"],
  correlationId: ["c-002000000", "c-000000008", "c-000000011", "c-nothing"],
};
const KINDS = ["common", "rare", "old", "absent"] as const;

/** Two filters at once, each common, together rarely or never. */
const PAIRS = [
  "country=NO&os=Ios",
  "country=SE&os=Windows",
  "user=User 1&country=IS",
  "clientApp=Browser&browser=Edge&status=failure",
  "application=Application 1&city=City 7",
  "country=!NO&clientApp=!Browser",
  "userAgent=*60&deviceId=*77",
];

export async function benchFilters(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    const now = new Date();
    const tenants = new Map<CategorySlug, TestTenant>();
    for (const [slug, category] of [
      ["interactive", 1],
      ["non-interactive", 2],
    ] as const) {
      const tenant = await createTestTenant(database.ownerUrl);
      await fillLargeTenant(database, {
        tenantId: tenant.tenantId,
        category,
        events: EVENTS,
        days: DAYS,
        now,
        giant: category === 2,
      });
      await addFindings(database, tenant.tenantId);
      tenants.set(slug, tenant);
    }
    const { elapsedMs } = await sealPartitions({ now });
    progress(`Sealed in ${Math.round(elapsedMs / 1000)} s`);
    await closeConnections();
    connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: 1 });
    for (const [slug, tenant] of tenants) await measure(slug, tenant, now);
  } finally {
    await database.stop();
  }
}

/** Sign-ins of about the oldest day. */
const OLDEST = Math.floor(EVENTS / 30);

/** 100,000 of 5,000,000 sign-ins unusual for one reason, ten for another, some thousand in the oldest day only for a third. */
async function addFindings({ owner }: BenchDatabase, tenantId: string): Promise<void> {
  await owner`
    insert into sign_in_findings
    select tenant_id, category, created_at, id,
      case when n % ${Math.ceil(EVENTS / 10)}::int = 0 then 4 when n < ${OLDEST}::int and n % 50 = 7 then 8 else 1 end, '[]'
    from (select tenant_id, category, created_at, id, substr(id, 3)::int as n from sign_ins
      where tenant_id = ${tenantId}) s
    where n % 50 = 0 or n < ${OLDEST}::int and n % 50 = 7`;
  await owner`analyze sign_in_findings`;
}

async function measure(slug: CategorySlug, tenant: TestTenant, now: Date): Promise<void> {
  for (const [key, values] of Object.entries(VALUES)) {
    for (const [index, kind] of KINDS.entries()) {
      const search = `${key}=${values[index]}`;
      await ask(slug, tenant, { search, kind, limit: LIMIT_MS }, now);
    }
  }
  for (const search of PAIRS) await ask(slug, tenant, { search, kind: "pair", limit: FIRST_ANSWER_LIMIT_MS }, now);
}

interface Case {
  search: string;
  kind: string;
  limit: number;
}

async function ask(slug: CategorySlug, tenant: TestTenant, { search, kind, limit }: Case, now: Date): Promise<void> {
  const query = queryOf(slug, search, now);
  const read =
    slug === "interactive"
      ? () => listSignIns(tenant.scope, query, { now })
      : () => listGroups(tenant.scope, query, { now });
  const times: number[] = [];
  const page = await read();
  for (let run = 0; run < RUNS; run++) times.push(await timed(read));
  const rows = "items" in page ? page.items.length : page.groups.length;
  report({
    ...{
      bench: "filters",
      figure: `${slug}: ${search} (${kind})`,
      value: median(times),
      unit: "ms",
      limit: { atMost: limit },
    },
    ...{ lastMs: times.slice(-2).map(round), rows, searchedBackTo: page.searchedBackTo },
  });
}

export function queryOf(slug: CategorySlug, search: string, now: Date): LogQuery {
  const parsed = parseLogQuery(slug, new URLSearchParams(search.includes("range=") ? search : `range=1m&${search}`), {
    now,
    zone: "UTC",
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.query;
}
