/** Where a request id belongs that was looked for in the wrong log, or at the wrong time. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readRecordsOfId } from "@/db/queries/sign-ins/attempt";
import type { TenantScope } from "@/lib/model/scope";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { authorize } from "../authorize";
import { keptRange } from "./find-stored";
import { presentSignIn } from "./present-sign-in";

const ENOUGH = 5;

/** The newest records of the id, of whatever log. @throws ForbiddenError, LicenseRequiredError, UnavailableError. */
export async function findRecordsOfId(
  scope: TenantScope,
  id: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<SignInListItem[]> {
  authorize(scope, "logs:read", "signInLogs");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const rows = await readRecordsOfId(tenant, { ids: [id], range: keptRange(scope, now), limit: ENOUGH });
    return rows.map(presentSignIn);
  });
}
