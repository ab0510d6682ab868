import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { listClientRows } from "@/db/queries/clients";
import type { ClientPermission } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

export interface ListedClient {
  clientId: string;
  name: string;
  permissions: readonly ClientPermission[];
  createdAt: Date;
  revokedAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
}

/** All API clients of the tenant, revoked ones included, oldest first. @throws ForbiddenError without `tenant:manage`. */
export async function listClients(scope: TenantScope): Promise<ListedClient[]> {
  authorize(scope, "tenant:manage");
  const rows = await inTenant(appDatabase().db, scope, listClientRows);
  return rows.map(({ tenantId: _, ...client }) => client);
}
