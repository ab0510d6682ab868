/** A filter on a field that the reader may not see would answer what the page conceals. */
import { InvalidInputError } from "@/lib/model/errors";
import { type ActiveFilter, type FilterKey, filterDefinition } from "@/lib/model/filters";
import { licenseHasFeature, licensesWithFeature } from "@/lib/model/licenses";
import { rolesWithPermission } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";

/** @throws InvalidInputError that names each filter that this reader may not use, and why. */
export function requireVisibleFilters(scope: TenantScope, filters: readonly ActiveFilter[]): void {
  const problems: Record<string, string> = {};
  for (const { key } of filters) {
    const reason = hiddenReason(scope, key);
    if (reason) problems[key] = reason;
  }
  if (Object.keys(problems).length > 0) throw new InvalidInputError(problems);
}

/** Why this reader may not see what a filter looks at; undefined where they may. */
export function hiddenReason(scope: TenantScope, key: FilterKey): string | undefined {
  const { label, needsPolicies, needsRisk } = filterDefinition(key);
  if (needsRisk && !licenseHasFeature(scope.license, "risk")) {
    return `${label}: risk needs the license ${licensesWithFeature("risk").join(" or ")}.`;
  }
  if (needsPolicies && !scope.permissions.has("policies:read")) {
    return `${label}: policies are hidden from your role. They can be seen by: ${rolesWithPermission("policies:read").join(", ")}.`;
  }
  return undefined;
}
