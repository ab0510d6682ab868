import type { TenantTransaction } from "@/db/client";
import { type Active, countActive } from "@/db/queries/overview/active";
import { readOldestDay } from "@/db/queries/sign-ins/oldest-day";
import { CATEGORIES, categoryByCode } from "@/lib/model/categories";
import type { Interval } from "@/lib/model/intervals";
import type { ActiveCount, Overview } from "@/lib/model/overview";

interface Weeks {
  week: Interval;
  before: Interval;
  /** Older sign-ins are not shown. */
  readableFrom: Date;
}

const USER_LOGS = [CATEGORIES.interactive.code, CATEGORIES["non-interactive"].code];
const SERVICE_LOGS = [CATEGORIES["service-principal"].code, CATEGORIES["managed-identity"].code];

/** The distinct counts of the week beside those of the week before, which need fourteen days of history. */
export async function countWeeks(
  tenant: TenantTransaction,
  { week, before, readableFrom }: Weeks,
): Promise<Overview["week"]> {
  const oldest = await readOldestDay(tenant, readableFrom);
  const enough = oldest !== null && oldest <= before.from.toISOString().slice(0, 10);
  const count = async (kind: "principal" | "application", categories: readonly number[]): Promise<ActiveCount> =>
    told(await countActive(tenant, { kind, categories, week, before }), enough);
  return {
    ...week,
    users: await count("principal", USER_LOGS),
    applications: await count("application", USER_LOGS),
    services: await count("principal", SERVICE_LOGS),
  };
}

function told({ now, before, byCategory }: Active, enough: boolean): ActiveCount {
  return {
    now,
    before: enough ? before : null,
    byLog: Object.fromEntries([...byCategory].map(([code, n]) => [categoryByCode(code).slug, n])),
  };
}
