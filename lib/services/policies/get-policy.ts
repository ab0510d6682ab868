/** One conditional-access policy: what it came to day by day, and whom enforcing it would have stopped. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countPolicyDays, type PolicyDayCount } from "@/db/queries/policies";
import { breakDown } from "@/db/queries/sign-ins/break-down";
import { breakdownFieldsOf } from "@/lib/model/breakdown";
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug } from "@/lib/model/categories";
import { NotFoundError } from "@/lib/model/errors";
import { FILTER_FIELDS } from "@/lib/model/filter-fields";
import type { ActiveFilter } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import {
  type AffectedPrincipals,
  mostTellingLog,
  type PolicyLog,
  type PolicyRange,
  type PolicyReport,
  policyDays,
  policyInterval,
} from "@/lib/model/policy-report";
import type { PolicyResult } from "@/lib/model/policy-results";
import type { TenantScope } from "@/lib/model/scope";
import { policyNumberOf } from "@/lib/records/policies";
import { authorize } from "../authorize";
import { nameKeys } from "../sign-ins/name-keys";
import { namePolicies } from "../sign-ins/name-policies";
import { readableRange } from "../sign-ins/readable-range";
import { countsOf } from "./list-policies";

/** Whoever is beyond these is found in the log. */
const AFFECTED_LENGTH = 20;
const AFFECTED_BUDGET_MS = 300;

export interface PolicyQuery {
  /** As of {@link PolicyReport.key}. */
  key: string;
  range: PolicyRange;
  /** Undefined: the log that tells most of the policy. */
  log: CategorySlug | undefined;
}

interface GetPolicyOptions {
  now?: Date;
  budgetMs?: number;
}

/**
 * @throws ForbiddenError, LicenseRequiredError; NotFoundError for a policy that no record of the tenant names;
 *   UnavailableError.
 */
export async function getPolicy(
  scope: TenantScope,
  { key, range, log: asked }: PolicyQuery,
  { now = new Date(), budgetMs = AFFECTED_BUDGET_MS }: GetPolicyOptions = {},
): Promise<PolicyReport> {
  authorize(scope, "logs:read", "signInLogs");
  authorize(scope, "policies:read");
  const number = policyNumberOf(key);
  const interval = readableRange(scope, policyInterval(range, now), now);
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const named = (await namePolicies(tenant, [number])).get(number);
    if (!named) throw new NotFoundError("No record names such a policy.");
    const rows = await countPolicyDays(tenant, number, interval);
    const logs = logsOf(rows);
    const log = asked ?? mostTellingLog(logs);
    const ofLog = rows.filter(({ category }) => log !== null && category === CATEGORIES[log].code);
    const affected = (result: PolicyResult): Promise<AffectedPrincipals> =>
      log !== null && (countsOf(ofLog)[result] ?? 0) > 0
        ? affectedBy(tenant, { number, result, log, interval, budgetMs })
        : Promise.resolve(NOBODY);
    return {
      ...{ key, ...named, filter: `=${number}`, interval, log, logs },
      days: daysOf(ofLog, interval, now),
      counts: countsOf(ofLog),
      stopped: await affected("reportOnlyFailure"),
      asked: await affected("reportOnlyInterrupted"),
    };
  });
}

const NOBODY: AffectedPrincipals = { rows: [], distinct: 0, countedBackTo: null };

/** In the order of the tabs, without those in which it was not weighed. */
function logsOf(rows: readonly PolicyDayCount[]): PolicyLog[] {
  return CATEGORY_SLUGS.map((log) => {
    const ofLog = rows.filter(({ category }) => category === CATEGORIES[log].code);
    return { log, n: ofLog.reduce((sum, { n }) => sum + n, 0), counts: countsOf(ofLog) };
  }).filter(({ n }) => n > 0);
}

function daysOf(rows: readonly PolicyDayCount[], interval: Interval, now: Date): PolicyReport["days"] {
  return policyDays(interval, now).map((day) => ({
    ...day,
    counts: countsOf(
      rows.filter((row) => {
        const at = new Date(`${row.day}T00:00:00Z`);
        return at >= day.from && at < day.to;
      }),
    ),
  }));
}

interface Affected {
  number: string;
  result: PolicyResult;
  log: CategorySlug;
  interval: Interval;
  budgetMs: number;
}

async function affectedBy(
  tenant: TenantTransaction,
  { number, result, log, interval, budgetMs }: Affected,
): Promise<AffectedPrincipals> {
  const filters: ActiveFilter[] = [
    { key: "policy", values: [{ type: "exactly", text: number }], negated: false },
    { key: "policyResult", values: [{ type: "equals", text: result }], negated: false },
  ];
  const [by] = breakdownFieldsOf(log);
  if (!by) throw new Error(`Nobody signs in in the log ${log}.`);
  const category = CATEGORIES[log].code;
  // No roll-up holds users by policy: the policy's own sign-ins are counted.
  const found = await breakDown(tenant, {
    category,
    range: interval,
    filters,
    by,
    limit: AFFECTED_LENGTH,
    budgetMs,
    mostDailyRows: 0,
  });
  const keys = found.rows.map(({ key }) => key);
  const names = await nameKeys(tenant, FILTER_FIELDS[by].nameKind ?? 0, keys);
  return {
    rows: found.rows.map(({ key, n }) => ({ key, name: names.get(key) ?? key, n })),
    distinct: found.distinct,
    countedBackTo: found.countedBackTo,
  };
}
