/** From counted rows to the figures of the overview. */
import type { NoticedCount } from "@/db/queries/overview/noticed";
import type { BarCount } from "@/db/queries/overview/spread";
import type { ValueCount } from "@/db/queries/overview/values";
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug, categoryByCode } from "@/lib/model/categories";
import { countryName } from "@/lib/model/country-names";
import { shortReason } from "@/lib/model/error-catalogue";
import { FACETS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import { LEGACY_CLIENT_APPS } from "@/lib/model/legacy-clients";
import type { CountedCountry, Overview, OverviewBar, RankedThing, StatusCounts } from "@/lib/model/overview";
import { STATUS_CODES, type Status, statusByCode } from "@/lib/model/status";

type MutableCounts = Record<CategorySlug, Record<Status, number>>;

function noCounts(): MutableCounts {
  return Object.fromEntries(
    CATEGORY_SLUGS.map((slug) => [slug, { success: 0, failure: 0, interrupted: 0 }]),
  ) as MutableCounts;
}

export function barsOf(bars: readonly Interval[], rows: readonly BarCount[]): OverviewBar[] {
  const counts = bars.map(noCounts);
  for (const { bar, category, status, n } of rows) {
    const counted = counts[bar];
    if (!counted) throw new Error(`There is no bar ${bar} of ${bars.length}.`);
    counted[categoryByCode(category).slug][statusByCode(status)] += n;
  }
  return bars.map((bar, index) => ({ ...bar, counts: counts[index] ?? noCounts() }));
}

export function totalsOf(bars: readonly OverviewBar[]): Record<CategorySlug, StatusCounts> {
  const totals = noCounts();
  for (const { counts } of bars) {
    for (const slug of CATEGORY_SLUGS) {
      for (const status of Object.keys(STATUS_CODES) as Status[]) totals[slug][status] += counts[slug][status];
    }
  }
  return totals;
}

/** The error codes that most sign-ins failed with, over all logs. */
export function errorsOf(rows: readonly ValueCount[], limit: number): RankedThing[] {
  const failed = rows.filter(({ field, status }) => field === FACETS.errorCode && status === STATUS_CODES.failure);
  return ranked(failed, (code) => shortReason(Number(code))).slice(0, limit);
}

export function countriesOf(rows: readonly ValueCount[]): CountedCountry[] {
  const counted = rows.filter(({ field }) => field === FACETS.country);
  const succeeded = counted.filter(({ status }) => status === STATUS_CODES.success);
  const sum = (some: readonly ValueCount[]) => some.reduce((total, { n }) => total + n, 0);
  return ranked(counted, (code) => (code === "" ? "No country recorded" : (countryName(code) ?? code))).map(
    (country) => ({
      ...country,
      elsewhere: sum(succeeded.filter(({ value }) => value !== country.key)),
    }),
  );
}

/** Clients that cannot ask for a second factor, however their names are spelled. */
export function clientsOf(rows: readonly ValueCount[]): RankedThing[] {
  const legacy = rows.filter(
    ({ field, value }) => field === FACETS.clientApp && LEGACY_CLIENT_APPS.includes(value.toLowerCase()),
  );
  return ranked(legacy, (client) => client);
}

export function secondFactorOf(rows: readonly ValueCount[]): Overview["secondFactor"] {
  let [multi, single, all] = [0, 0, 0];
  for (const { category, field, value, status, n } of rows) {
    if (field !== FACETS.authenticationRequirement || category !== CATEGORIES.interactive.code) continue;
    if (status !== STATUS_CODES.success) continue;
    all += n;
    if (value === "multi") multi += n;
    if (value === "single") single += n;
  }
  return { multi, single, all };
}

function ranked(rows: readonly ValueCount[], name: (value: string) => string): RankedThing[] {
  const byValue = new Map<string, Map<CategorySlug, number>>();
  for (const { category, value, n } of rows) {
    const logs = byValue.get(value) ?? new Map<CategorySlug, number>();
    const { slug } = categoryByCode(category);
    logs.set(slug, (logs.get(slug) ?? 0) + n);
    byValue.set(value, logs);
  }
  return [...byValue]
    .map(([key, logs]) => ({
      key,
      name: name(key),
      total: [...logs.values()].reduce((sum, n) => sum + n, 0),
      byLog: Object.fromEntries(logs),
    }))
    .sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1));
}

const NOTICED: Record<NoticedCount["what"], string> = { denied: "Denied by their user", unusual: "Unusual" };

/** Those denied first. */
export function noticedOf(rows: readonly NoticedCount[]): RankedThing[] {
  return (Object.keys(NOTICED) as NoticedCount["what"][]).flatMap((key) => {
    const counted = rows.filter(({ what }) => what === key);
    if (counted.length === 0) return [];
    const byLog = Object.fromEntries(counted.map(({ category, n }) => [categoryByCode(category).slug, n]));
    return [{ key, name: NOTICED[key], total: counted.reduce((sum, { n }) => sum + n, 0), byLog }];
  });
}
