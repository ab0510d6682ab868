import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type StoredRejection, listRejections as selectRejections } from "@/db/queries/ingest/rejections";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

/** The tenant's refused records, oldest first, at most `limit`. @throws ForbiddenError without `tenant:manage`. */
export async function listRejections(scope: TenantScope, { limit }: { limit: number }): Promise<StoredRejection[]> {
  authorize(scope, "tenant:manage");
  return inTenant(appDatabase().db, scope, (tenant) => selectRejections(tenant, limit));
}
