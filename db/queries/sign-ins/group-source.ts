/** Whether a page of groups is read from the hourly roll-up or from the sign-ins that match. */
import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInDays } from "@/db/schema";
import { categoryByCode } from "@/lib/model/categories";
import { DAY_KINDS, type DayKind, FACETS } from "@/lib/model/facets";
import { FILTER_FIELDS, type FilterField, facetCode } from "@/lib/model/filter-fields";
import type { ActiveFilter } from "@/lib/model/filters";
import { DAY_MS, startOfUtcDay } from "@/lib/model/retention";
import { findKeys, nameConditions } from "./names";
import { countHeld, isAnyOf } from "./presence";
import { statusesOf, valueMatchesOf } from "./resolve-filters";

/**
 * Up to so many sign-ins in the range, or up to this share of all of them, their own indexes give the page sooner than a
 * walk over the hourly rows of everybody else.
 */
const FEW_SIGN_INS = 20_000;
const SMALL_SHARE = 0.25;

interface SourceQuery {
  category: number;
  range: { from: Date; to: Date };
  filters: readonly ActiveFilter[];
}

export async function chooseGroupSource(
  tenant: TenantTransaction,
  { category, range, filters }: SourceQuery,
): Promise<"hours" | "signIns"> {
  if (!filters.every(({ key }) => isInGroupKey(category, FILTER_FIELDS[key].column))) return "signIns";
  let fewest = Number.POSITIVE_INFINITY;
  for (const filter of filters) {
    const estimate =
      (await countOfHours(tenant, { category, range, filters }, filter)) ??
      (await countOfDays(tenant, { category, range }, filter));
    if (estimate !== undefined) fewest = Math.min(fewest, estimate);
    if (fewest <= FEW_SIGN_INS) return "signIns";
  }
  if (fewest === Number.POSITIVE_INFINITY) return "hours";
  // Of whole days, as days are what names are counted by.
  const days = { from: startOfUtcDay(range.from), to: new Date(startOfUtcDay(range.to).getTime() + DAY_MS) };
  const all = await countHeld(tenant, { category, range: days }, FACETS.authenticationRequirement, { anyValue: true });
  return fewest <= all * SMALL_SHARE ? "signIns" : "hours";
}

/** True when all members of a group agree in what is stored there. */
export function isInGroupKey(category: number, column: FilterField["column"]): boolean {
  const { groupKey } = categoryByCode(category);
  switch (column) {
    case "principalKey":
    case "ipText":
    case "errorCode":
    case "status":
      return true;
    case "applicationKey":
      return groupKey.includes("application");
    case "resourceKey":
      return groupKey.includes("resource");
    default:
      return false;
  }
}

/** How many sign-ins of the range's hours a filter by status or by a facet leaves; undefined where no roll-up knows. */
async function countOfHours(
  tenant: TenantTransaction,
  { category, range, filters }: SourceQuery,
  filter: ActiveFilter,
): Promise<number | undefined> {
  const statuses = statusesOf(filters);
  const where = { category, range, ...(statuses && { statuses }) };
  if (filter.key === "status") return countHeld(tenant, where, FACETS.authenticationRequirement, { anyValue: true });
  const { facet } = FILTER_FIELDS[filter.key];
  const matches = facet && (await valueMatchesOf(tenant, filter));
  if (!matches) return undefined;
  const { values } = matches;
  return countHeld(tenant, where, facetCode(facet), filter.negated ? { noneOf: values } : { anyOf: values });
}

/** How many sign-ins of the range's days a filter by name leaves; undefined where no roll-up knows. */
async function countOfDays(
  tenant: TenantTransaction,
  { category, range }: Omit<SourceQuery, "filters">,
  { key, values, negated }: ActiveFilter,
): Promise<number | undefined> {
  const { nameKind, dayKind } = FILTER_FIELDS[key];
  if (negated || !dayKind) return undefined;
  const conditions = nameKind ? values.flatMap((value) => nameConditions(tenant.tenantId, value, nameKind)) : [];
  const named = values.flatMap((value) => (value.type === "equals" ? [value.text] : []));
  if (conditions.length === 0 && named.length === 0) return undefined;
  const keys = conditions.length > 0 ? (await findKeys(tenant, conditions)).keys : named;
  if (keys === undefined) return undefined;
  const [row] = await tenant.tx
    .select({ n: sql<string>`coalesce(sum(${signInDays.n}), 0)` })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenant.tenantId),
        eq(signInDays.category, category),
        eq(signInDays.kind, DAY_KINDS[dayKind as DayKind]),
        isAnyOf(sql`${signInDays.key}`, keys),
        gte(signInDays.day, range.from.toISOString().slice(0, 10)),
        lt(signInDays.day, new Date(range.to.getTime() + 86_399_999).toISOString().slice(0, 10)),
      ),
    );
  return Number(row?.n ?? 0);
}
