import { type FilterKey, filterDefinition } from "@/lib/model/filters";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

/** Requires what a filter needs beyond reading the log. @throws ForbiddenError, LicenseRequiredError. */
export function authorizeFilter(scope: TenantScope, key: FilterKey): void {
  const { needsRisk, needsPolicies } = filterDefinition(key);
  if (needsPolicies) authorize(scope, "policies:read");
  if (needsRisk) authorize(scope, "logs:read", "risk");
}
