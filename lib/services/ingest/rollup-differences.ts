/** Collects what a batch changes in the roll-ups: one more here, one less there, folded per row and sorted. */

import type { StoredSignIn } from "@/db/queries/ingest/stored-sign-in";
import type { DayDelta, FacetDelta, HourDelta } from "@/db/queries/ingest/write-rollups";
import { categoryByCode } from "@/lib/model/categories";
import { DAY_KINDS, FACET_FIELDS, FACETS, facetValue } from "@/lib/model/facets";
import { HOUR_MS } from "@/lib/model/retention";
import { STATUS_CODES } from "@/lib/model/status";

export class RollupDifferences {
  readonly #hours = new Map<string, HourDelta>();
  readonly #days = new Map<string, DayDelta>();
  readonly #facets = new Map<string, FacetDelta>();

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
    return inKeyOrder(this.#hours);
  }

  /** Daily differences in lock order; those that cancel out are left away. */
  days(): DayDelta[] {
    return inKeyOrder(this.#days).filter((delta) => delta.n !== 0 || delta.successes !== 0);
  }

  /** Facet differences in lock order; those that cancel out are left away. */
  facets(): FacetDelta[] {
    return inKeyOrder(this.#facets).filter((delta) => delta.n !== 0);
  }

  #count(row: StoredSignIn, sign: 1 | -1): void {
    const hour = new Date(Math.floor(row.createdAt.getTime() / HOUR_MS) * HOUR_MS);
    this.#countHour(row, hour, sign);
    this.#countDays(row, sign);
    this.#countFacets(row, hour, sign);
  }

  #countHour(row: StoredSignIn, hour: Date, sign: 1 | -1): void {
    const key = `${row.category} ${row.groupKey} ${hour.getTime()}`;
    let delta = this.#hours.get(key);
    if (!delta) {
      const { status, errorCode, principalKey, ipText } = row.columns;
      // Only what the key holds: the members of a group may differ in the rest.
      const { groupKey } = categoryByCode(row.category);
      const applicationKey = groupKey.includes("application") ? row.columns.applicationKey : "";
      const resourceKey = groupKey.includes("resource") ? row.columns.resourceKey : "";
      delta = {
        ...{ category: row.category, hour, groupKey: row.groupKey, n: 0, firstAt: null, lastAt: null, lost: false },
        ...{ status, errorCode, principalKey, applicationKey, resourceKey, ipText },
      };
      this.#hours.set(key, delta);
    }
    delta.n += sign;
    if (sign < 0) delta.lost = true;
    else {
      if (!delta.firstAt || row.createdAt < delta.firstAt) delta.firstAt = row.createdAt;
      if (!delta.lastAt || row.createdAt > delta.lastAt) delta.lastAt = row.createdAt;
    }
  }

  #countDays(row: StoredSignIn, sign: 1 | -1): void {
    const day = row.createdAt.toISOString().slice(0, 10);
    const { principalKey, applicationKey, resourceKey, ipText, status } = row.columns;
    const successes = status === STATUS_CODES.success ? sign : 0;
    this.#countDay(row.category, day, DAY_KINDS.principal, principalKey, sign, successes);
    this.#countDay(row.category, day, DAY_KINDS.application, applicationKey, sign, successes);
    this.#countDay(row.category, day, DAY_KINDS.resource, resourceKey, sign, successes);
    this.#countDay(row.category, day, DAY_KINDS.address, ipText ?? "", sign, successes);
  }

  #countDay(category: number, day: string, kind: number, key: string, n: number, successes: number): void {
    const mapKey = `${category} ${kind} ${day} ${key}`;
    const delta = this.#days.get(mapKey);
    if (delta) {
      delta.n += n;
      delta.successes += successes;
    } else this.#days.set(mapKey, { category, day, kind, key, n, successes });
  }

  #countFacets(row: StoredSignIn, hour: Date, n: number): void {
    const { status } = row.columns;
    const prefix = `${row.category} ${hour.getTime()} ${status}`;
    for (const name of FACET_FIELDS) {
      const field = FACETS[name];
      const value = facetValue(row.columns, name);
      const mapKey = `${prefix} ${field} ${value}`;
      const delta = this.#facets.get(mapKey);
      if (delta) delta.n += n;
      else this.#facets.set(mapKey, { category: row.category, field, value, hour, status, n });
    }
  }
}

function inKeyOrder<T>(rows: Map<string, T>): T[] {
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
