/** Collects what a batch changes in the roll-ups: one more here, one less there, folded per row and sorted. */

import type { StoredSignIn } from "@/db/queries/ingest/stored-sign-in";
import type { DayDelta, FacetDelta, HourDelta } from "@/db/queries/ingest/write-rollups";
import { categoryByCode } from "@/lib/model/categories";
import { hourBit } from "@/lib/model/day-hours";
import { DAY_KINDS, FACET_FIELDS, FACETS, facetValue, POLICY_FACET } from "@/lib/model/facets";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import { STATUS_CODES } from "@/lib/model/status";
import { policyNumbers } from "@/lib/records/policies";
import { utcDay } from "./utc-day";

/** The differences of one category and hour. Nested maps: a key made of all parts would be a new text per event and row. */
interface HourOfCategory {
  hour: Date;
  byGroup: Map<string, HourDelta>;
  /** By status, then by value, for each of `FACET_FIELDS` and, last, the policies. */
  facets: Map<number, Map<string, FacetDelta>[]>;
}

/** Hours in which something left are stored already. */
interface DayDifference extends DayDelta {
  hoursLeft: number;
}

/** The differences of one category and day: by key, for each of `KINDS`. */
type DayOfCategory = Map<string, DayDifference>[];

const KINDS = [DAY_KINDS.principal, DAY_KINDS.application, DAY_KINDS.resource, DAY_KINDS.address] as const;
/** More than the category codes: an hour's or day's number and a category make one number. */
const CATEGORIES = 8;

export class RollupDifferences {
  readonly #hours = new Map<number, HourOfCategory>();
  readonly #days = new Map<number, DayOfCategory>();

  /** An event joined the log, or came to hold this content. */
  add(row: StoredSignIn): void {
    this.#count(row, 1);
  }

  /** An event no longer holds this content. */
  remove(row: StoredSignIn): void {
    this.#count(row, -1);
  }

  /** Hourly differences in lock order. */
  hours(): HourDelta[] {
    const all = [...this.#hours.values()].flatMap(({ byGroup }) => [...byGroup.values()]);
    return all.sort((a, b) => a.category - b.category || order(a.groupKey, b.groupKey) || +a.hour - +b.hour);
  }

  /** Daily differences in lock order; those that cancel out are left away. */
  days(): DayDelta[] {
    const all = [...this.#days.values()].flatMap((kinds) => kinds.flatMap((byKey) => [...byKey.values()]));
    return all
      .filter(({ n, successes, failures, hours, hoursLeft }) => n || successes || failures || hours & ~hoursLeft)
      .sort((a, b) => a.category - b.category || a.kind - b.kind || order(a.key, b.key) || order(a.day, b.day));
  }

  /** Facet differences in lock order; those that cancel out are left away. */
  facets(): FacetDelta[] {
    const statuses = [...this.#hours.values()].flatMap(({ facets }) => [...facets.values()]);
    const all = statuses.flatMap((fields) => fields.flatMap((byValue) => [...byValue.values()]));
    return all.filter((delta) => delta.n !== 0).sort(inFacetOrder);
  }

  #count(row: StoredSignIn, sign: 1 | -1): void {
    const { category, createdAt } = row;
    const number = Math.floor(createdAt.getTime() / HOUR_MS);
    let hour = this.#hours.get(number * CATEGORIES + category);
    if (!hour) {
      hour = { hour: new Date(number * HOUR_MS), byGroup: new Map(), facets: new Map() };
      this.#hours.set(number * CATEGORIES + category, hour);
    }
    countGroup(hour, row, sign);
    countFacets(hour, row, sign);
    this.#countDays(row, sign);
  }

  #countDays({ category, createdAt, columns }: StoredSignIn, sign: 1 | -1): void {
    const number = Math.floor(createdAt.getTime() / DAY_MS) * CATEGORIES + category;
    let kinds = this.#days.get(number);
    if (!kinds) {
      kinds = KINDS.map(() => new Map());
      this.#days.set(number, kinds);
    }
    const { principalKey, applicationKey, resourceKey, ipText, status } = columns;
    const successes = status === STATUS_CODES.success ? sign : 0;
    const failures = status === STATUS_CODES.failure ? sign : 0;
    const hour = hourBit(createdAt);
    const [hours, hoursLeft] = sign > 0 ? [hour, 0] : [0, hour];
    const keys = [principalKey, applicationKey, resourceKey, ipText ?? ""];
    for (let place = 0; place < KINDS.length; place++) {
      const [byKey, key, kind] = [kinds[place]!, keys[place]!, KINDS[place]!];
      const delta = byKey.get(key);
      if (delta) {
        delta.n += sign;
        delta.successes += successes;
        delta.failures += failures;
        delta.hours |= hours;
        delta.hoursLeft |= hoursLeft;
      } else {
        const day = utcDay(createdAt);
        byKey.set(key, { category, day, kind, key, n: sign, successes, failures, hours, hoursLeft });
      }
    }
  }
}

function countGroup({ hour, byGroup }: HourOfCategory, row: StoredSignIn, sign: 1 | -1): void {
  let delta = byGroup.get(row.groupKey);
  if (!delta) {
    delta = emptyDelta(row, hour);
    byGroup.set(row.groupKey, delta);
  }
  delta.n += sign;
  if (sign < 0) delta.lost = true;
  else {
    if (!delta.firstAt || row.createdAt < delta.firstAt) delta.firstAt = row.createdAt;
    if (!delta.lastAt || row.createdAt > delta.lastAt) delta.lastAt = row.createdAt;
  }
}

/** One flat literal: with spreads in it this took three times as long. */
function emptyDelta({ category, groupKey, columns }: StoredSignIn, hour: Date): HourDelta {
  // Only what the key holds: the members of a group may differ in the rest.
  const { groupKey: parts } = categoryByCode(category);
  return {
    category,
    hour,
    groupKey,
    n: 0,
    firstAt: null,
    lastAt: null,
    lost: false,
    status: columns.status,
    errorCode: columns.errorCode,
    principalKey: columns.principalKey,
    applicationKey: parts.includes("application") ? columns.applicationKey : "",
    resourceKey: parts.includes("resource") ? columns.resourceKey : "",
    ipText: columns.ipText,
  };
}

function countFacets({ hour, facets }: HourOfCategory, { category, columns }: StoredSignIn, sign: 1 | -1): void {
  const { status } = columns;
  let fields = facets.get(status);
  if (!fields) {
    fields = [...FACET_FIELDS.map(() => new Map()), new Map()];
    facets.set(status, fields);
  }
  for (let place = 0; place < FACET_FIELDS.length; place++) {
    const name = FACET_FIELDS[place]!;
    const value = facetValue(columns, name);
    const delta = fields[place]!.get(value);
    if (delta) delta.n += sign;
    else fields[place]!.set(value, { category, field: FACETS[name], value, hour, status, n: sign });
  }
  if (columns.policies === null) return;
  const byPolicy = fields[FACET_FIELDS.length]!;
  for (const value of policyNumbers(columns.policies)) {
    const delta = byPolicy.get(value);
    if (delta) delta.n += sign;
    else byPolicy.set(value, { category, field: POLICY_FACET, value, hour, status, n: sign });
  }
}

/** Any order will do as long as it is always the same; that of the primary keys puts neighbours on one page. */
function inFacetOrder(a: FacetDelta, b: FacetDelta): number {
  return (
    a.category - b.category || a.field - b.field || order(a.value, b.value) || +a.hour - +b.hour || a.status - b.status
  );
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
