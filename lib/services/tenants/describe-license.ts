import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readLicenseTerms } from "@/db/queries/find-tenant";
import { readOldestDay } from "@/db/queries/sign-ins/oldest-day";
import { NotFoundError } from "@/lib/model/errors";
import type { License } from "@/lib/model/licenses";
import { graceEnd, purgeCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";

export interface LicenseFacts {
  license: License;
  /** First UTC day (`2025-11-24`) of which sign-ins are stored; null when none are. */
  collectedFrom: string | null;
  /** After a downgrade: what was kept before, and until when it is safe. Null outside the grace. */
  grace: { downgradedFrom: License; until: Date } | null;
}

/**
 * What the tenant's license keeps. Asks for no license, and tells of no sign-in but since when there are some.
 * @throws ForbiddenError without `logs:read`, UnavailableError.
 */
export async function describeLicense(
  scope: TenantScope,
  { now = new Date() }: { now?: Date } = {},
): Promise<LicenseFacts> {
  authorize(scope, "logs:read");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const terms = await readLicenseTerms(tenant);
    if (!terms) throw new NotFoundError("There is no such tenant.");
    const until = graceEnd(terms, now);
    const { license, downgradedFrom } = terms;
    return {
      license,
      // What is due for purging is as good as gone.
      collectedFrom: await readOldestDay(tenant, purgeCutoff(terms, now)),
      grace: until && downgradedFrom && { downgradedFrom, until },
    };
  });
}
