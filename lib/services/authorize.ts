/** The first line of every service verb: role and license together, before parsing and before any query. */
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import { type Feature, licenseHasFeature } from "@/lib/model/licenses";
import type { Permission } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";

/**
 * Requires a permission and, where the verb belongs to a paid feature, the license that brings it.
 * @throws ForbiddenError without the permission, LicenseRequiredError without the license; in this order.
 */
export function authorize(scope: TenantScope, permission: Permission, feature?: Feature): void {
  if (!scope.permissions.has(permission)) throw new ForbiddenError(permission);
  if (feature && !licenseHasFeature(scope.license, feature)) throw new LicenseRequiredError(feature);
}
