/** The sources of a tenant that are silent now, as of the worker's last look. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { openSilences } from "@/db/queries/silences";
import type { TenantScope } from "@/lib/model/scope";
import type { Silence } from "@/lib/model/sources";
import { authorize } from "../authorize";

/** The longest silent first. @throws ForbiddenError, LicenseRequiredError, UnavailableError. */
export async function listSilences(scope: TenantScope): Promise<Silence[]> {
  authorize(scope, "logs:read", "signInLogs");
  const rows = await inTenant(appDatabase().db, scope, openSilences);
  return rows.map(({ source, since, habitSeconds }) => ({ source, since, habitMs: habitSeconds * 1000 }));
}
