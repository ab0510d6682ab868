/** A filter on a field that the reader may not see would answer what the page conceals. */
import { InvalidInputError } from "@/lib/model/errors";
import { type ActiveFilter, filterDefinition } from "@/lib/model/filters";
import { licenseHasFeature, licensesWithFeature } from "@/lib/model/licenses";
import { rolesWithPermission } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";

/** @throws InvalidInputError that names each filter that this reader may not use, and why. */
export function requireVisibleFilters(scope: TenantScope, filters: readonly ActiveFilter[]): void {
  const problems: Record<string, string> = {};
  for (const { key } of filters) {
    const { label, needsPolicies, needsRisk } = filterDefinition(key);
    if (needsPolicies && !scope.permissions.has("policies:read")) {
      problems[key] =
        `${label}: policies are hidden from your role. They can be seen by: ${rolesWithPermission("policies:read").join(", ")}.`;
    }
    if (needsRisk && !licenseHasFeature(scope.license, "risk")) {
      problems[key] = `${label}: risk needs the license ${licensesWithFeature("risk").join(" or ")}.`;
    }
  }
  if (Object.keys(problems).length > 0) throw new InvalidInputError(problems);
}
