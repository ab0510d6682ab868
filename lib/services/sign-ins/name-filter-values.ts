/** What the ids in filters are called. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { namesOfKeys } from "@/db/queries/sign-ins/suggestions";
import { FILTER_FIELDS } from "@/lib/model/filter-fields";
import { mayFilterBy } from "@/lib/model/filter-rights";
import { type ActiveFilter, type FilterKey, filterDefinition } from "@/lib/model/filters";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { namePolicies } from "./name-policies";

export type FilterNames = Partial<Record<FilterKey, string>>;

/**
 * For each filter that is set to the id of one thing, that thing's name; filters set to anything else are left out.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function nameFilterValues(scope: TenantScope, filters: readonly ActiveFilter[]): Promise<FilterNames> {
  authorize(scope, "logs:read", "signInLogs");
  const asked = filters.flatMap((filter) => {
    const [value] = filter.values;
    const { nameKind, dayKind } = FILTER_FIELDS[filter.key];
    const definition = filterDefinition(filter.key);
    // A policy's key is a number of ours, which says nothing.
    const isNamed = dayKind !== undefined || (filter.key === "policy" && value?.type === "exactly");
    if (definition.kind !== "name" || nameKind === undefined || !isNamed || filter.values.length > 1) return [];
    if ((value?.type !== "startsWith" && value?.type !== "exactly") || !mayFilterBy(definition, scope)) return [];
    return [{ key: filter.key, kind: nameKind, id: value.text }];
  });
  if (asked.length === 0) return {};
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const names: FilterNames = {};
    for (const { key, kind, id } of asked) {
      if (key === "policy") {
        names[key] = (await namePolicies(tenant, [id])).get(id)?.name ?? id;
        continue;
      }
      const known = (await namesOfKeys(tenant, kind, [id])).map(({ name }) => name);
      // Of a user's two names the one that is not also an address reads better.
      const name = known.find((each) => !each.includes("@")) ?? known[0];
      if (name !== undefined && name !== id) names[key] = name;
    }
    return names;
  });
}
