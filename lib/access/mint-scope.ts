/** The only place a TenantScope is made. Doors call the functions beside this file, never this one. */
import type { License } from "@/lib/model/licenses";
import type { Permission } from "@/lib/model/roles";
import type { Actor, RequestOrigin, TenantScope } from "@/lib/model/scope";

export interface ScopeParts {
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  license: License;
  permissions: ReadonlySet<Permission>;
  actor: Actor;
  origin?: RequestOrigin;
}

/** Brands what a session, a token or a named job has proved. */
export function mintScope(parts: ScopeParts): TenantScope {
  return Object.freeze({ ...parts }) as unknown as TenantScope;
}
