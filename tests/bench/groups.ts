/** A page of groups, and the first page of a giant's members, at 5,000,000 sign-ins beside the same at 100,000. */
import { countLog } from "@/lib/services/sign-ins/count-log";
import { listGroupMembers } from "@/lib/services/sign-ins/list-group-members";
import { listGroups } from "@/lib/services/sign-ins/list-groups";
import type { TestTenant } from "@/tests/helpers/tenant";
import { queryOf } from "./filters";
import { report, round } from "./harness";
import { fillLargeTenant } from "./large-tenant";
import { atTwoSizes, timeBoth } from "./two-sizes";

const DAYS = 30;
const RATIO_LIMIT = 1.5;
/** Two medians of a few milliseconds differ by chance. */
const FAST_ENOUGH_MS = 15;

export async function benchGroups(): Promise<void> {
  await atTwoSizes(
    {
      connections: 1,
      fill: ({ tenant: { tenantId }, database, ...size }) =>
        fillLargeTenant(database, { ...size, tenantId, category: 2, days: DAYS, giant: true }),
    },
    async ({ large, small, now }) => {
      for (const [figure, read] of Object.entries(READS)) {
        const { largeMs, smallMs, lastMs } = await timeBoth((tenant) => read(tenant, now), { large, small });
        const fastEnough = figure === FILTERED ? FILTERED_LIMIT_MS : FAST_ENOUGH_MS;
        report({
          ...{ bench: "groups", figure, value: largeMs / smallMs, unit: "ratio" },
          limit: { atMost: Math.max(RATIO_LIMIT, fastEnough / smallMs) },
          ...{ largeMs: round(largeMs), smallMs: round(smallMs), lastMs },
        });
      }
    },
  );
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
