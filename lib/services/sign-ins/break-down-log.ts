/** What the matches of a log have in a field: the most frequent values with their counts. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { breakDown } from "@/db/queries/sign-ins/break-down";
import {
  BREAKDOWN_LENGTH,
  type Breakdown,
  type BreakdownField,
  type BreakdownRow,
  LONGEST_BREAKDOWN,
  NOT_RECORDED,
} from "@/lib/model/breakdown";
import { CATEGORIES } from "@/lib/model/categories";
import { InvalidInputError } from "@/lib/model/errors";
import { FILTER_FIELDS } from "@/lib/model/filter-fields";
import { filterDefinition } from "@/lib/model/filters";
import type { LogQuery } from "@/lib/model/log-query";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { nameKeys } from "./name-keys";
import { namePolicies } from "./name-policies";
import { readableRange } from "./readable-range";
import { hiddenReason, requireVisibleFilters } from "./require-visible-filters";
import { valueLabel } from "./value-label";

/** As long as a page may search for its rows: beside it, a breakdown holds nothing up. */
const BREAKDOWN_BUDGET_MS = 300;

/** Grouping twice as many took half a second: 50,000 users over a month have more. */
const MOST_DAILY_ROWS = 400_000;

interface BreakDownOptions {
  now?: Date;
  budgetMs?: number;
  mostDailyRows?: number;
}

/**
 * Breaks down what a log shows, whatever page of it, by the field that the query names.
 * @returns null where it names none.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for filters on and breaking down by what this reader may
 *   not see, UnavailableError.
 */
export async function breakDownLog(
  scope: TenantScope,
  query: LogQuery,
  { now = new Date(), budgetMs = BREAKDOWN_BUDGET_MS, mostDailyRows = MOST_DAILY_ROWS }: BreakDownOptions = {},
): Promise<Breakdown | null> {
  authorize(scope, "logs:read", "signInLogs");
  requireVisibleFilters(scope, query.filters);
  const { by, filters, allValues } = query;
  if (!by) return null;
  const hidden = hiddenReason(scope, by);
  if (hidden) throw new InvalidInputError({ by: hidden });
  const range = readableRange(scope, query, now);
  const category = CATEGORIES[query.category].code;
  const limit = allValues ? LONGEST_BREAKDOWN : BREAKDOWN_LENGTH;
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const { rows, ...figures } = await breakDown(tenant, {
      ...{ category, range, filters, by, limit, budgetMs, mostDailyRows },
    });
    return { field: by, rows: await labelRows(tenant, by, rows), ...figures };
  });
}

async function labelRows(
  tenant: TenantTransaction,
  by: BreakdownField,
  rows: readonly { key: string; n: number }[],
): Promise<BreakdownRow[]> {
  const names = await namesOf(
    tenant,
    by,
    rows.map(({ key }) => key),
  );
  return rows.map(({ key, n }) => ({ key, n, ...(key === "" ? { label: NOT_RECORDED } : labelOf(by, key, names)) }));
}

async function namesOf(
  tenant: TenantTransaction,
  by: BreakdownField,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const { nameKind } = FILTER_FIELDS[by];
  if (by === "policy") return new Map([...(await namePolicies(tenant, keys))].map(([key, { name }]) => [key, name]));
  // What stands as an address's name is the key it is sorted by.
  const isNamed = nameKind !== undefined && filterDefinition(by).kind === "name";
  return isNamed ? nameKeys(tenant, nameKind, keys) : undefined;
}

function labelOf(by: BreakdownField, key: string, names: ReadonlyMap<string, string> | undefined) {
  const { options } = filterDefinition(by);
  if (options) return { label: options[key] ?? key };
  const name = names?.get(key);
  return name === undefined ? valueLabel(by, key) : { label: name };
}
