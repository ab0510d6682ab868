/** The tenant at a glance: who signed in, to what, with which result. From roll-ups only, however many sign-ins there are. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countNoticed } from "@/db/queries/overview/noticed";
import { rank } from "@/db/queries/overview/ranking";
import { countByBar } from "@/db/queries/overview/spread";
import { countValues } from "@/db/queries/overview/values";
import { CATEGORIES } from "@/lib/model/categories";
import { FACETS, NAME_KINDS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import {
  hoursUntilNow,
  OVERVIEW_RANGES,
  type Overview,
  type OverviewRange,
  overviewBars,
  type RankedThing,
  WEEK_HOURS,
} from "@/lib/model/overview";
import { retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { readableRange } from "../sign-ins/readable-range";
import { countWeeks } from "./count-weeks";
import { nameRanked } from "./name-ranked";
import { barsOf, clientsOf, countriesOf, errorsOf, noticedOf, secondFactorOf, totalsOf } from "./shape-counts";

interface OverviewOptions {
  /** IANA name of the zone whose days are shown. */
  zone: string;
  now?: Date;
}

/** As many of each list as one takes in at a glance. */
export const OVERVIEW_LIST_LENGTH = 8;

const USER_LOGS = [CATEGORIES.interactive.code, CATEGORIES["non-interactive"].code];
const ALL_LOGS = Object.values(CATEGORIES).map(({ code }) => code);

/** @throws ForbiddenError, LicenseRequiredError, UnavailableError. */
export async function getOverview(
  scope: TenantScope,
  range: OverviewRange,
  { zone, now = new Date() }: OverviewOptions,
): Promise<Overview> {
  authorize(scope, "logs:read", "signInLogs");
  const { hours, bars: barSize } = OVERVIEW_RANGES[range];
  const interval = readableRange(scope, hoursUntilNow(hours, now), now);
  const bars = overviewBars(interval, barSize, now, zone);
  const weeks = {
    week: readableRange(scope, hoursUntilNow(WEEK_HOURS, now), now),
    before: { from: hoursUntilNow(2 * WEEK_HOURS, now).from, to: hoursUntilNow(WEEK_HOURS, now).from },
    readableFrom: retentionCutoff(scope.license, now),
  };
  // Three at once: more would keep connections from other readers and be no quicker on a few processors.
  const ask = <T>(work: (tenant: TenantTransaction) => Promise<T>) => inTenant(appDatabase().db, scope, work);
  const [[spread, values], [applications, failingUsers], [week, noticed]] = await Promise.all([
    ask(async (tenant) => [await countByBar(tenant, bars), await countValues(tenant, interval, COUNTED)] as const),
    ask(async (tenant) => [await topApplications(tenant, interval), await topFailingUsers(tenant, interval)] as const),
    ask(async (tenant) => [await countWeeks(tenant, weeks), await countNoticed(tenant, USER_LOGS, interval)] as const),
  ]);
  const counted = barsOf(bars, spread);
  return {
    ...{ range, interval, bars: counted, totals: totalsOf(counted), week, applications, failingUsers },
    errors: errorsOf(values, OVERVIEW_LIST_LENGTH),
    countries: countriesOf(values),
    legacyClients: clientsOf(values),
    secondFactor: secondFactorOf(values),
    noticed: noticedOf(noticed),
  };
}

async function topApplications(tenant: TenantTransaction, range: Interval): Promise<RankedThing[]> {
  const query = {
    kind: "application",
    measure: "all",
    categories: USER_LOGS,
    range,
    limit: OVERVIEW_LIST_LENGTH,
  } as const;
  return nameRanked(tenant, NAME_KINDS.application, await rank(tenant, query));
}

async function topFailingUsers(tenant: TenantTransaction, range: Interval): Promise<RankedThing[]> {
  const query = {
    kind: "principal",
    measure: "failures",
    categories: USER_LOGS,
    range,
    limit: OVERVIEW_LIST_LENGTH,
  } as const;
  return nameRanked(tenant, NAME_KINDS.user, await rank(tenant, query));
}

const COUNTED = [
  { field: FACETS.country, categories: [CATEGORIES.interactive.code] },
  { field: FACETS.authenticationRequirement, categories: [CATEGORIES.interactive.code] },
  { field: FACETS.clientApp, categories: USER_LOGS },
  { field: FACETS.errorCode, categories: ALL_LOGS },
];
