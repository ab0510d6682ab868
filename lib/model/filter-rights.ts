/** Which filters a reader may use: a filter must not answer what the page conceals. */
import type { FilterDefinition } from "./filters";
import { licenseHasFeature } from "./licenses";
import type { TenantScope } from "./scope";

export type ReaderRights = Pick<TenantScope, "license" | "permissions">;

/** Whether the reader's license and role allow filtering by it. */
export function mayFilterBy(definition: FilterDefinition, { license, permissions }: ReaderRights): boolean {
  if (definition.needsRisk && !licenseHasFeature(license, "risk")) return false;
  return !definition.needsPolicies || permissions.has("policies:read");
}
