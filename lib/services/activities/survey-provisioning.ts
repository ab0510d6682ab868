import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { provisioningConditions } from "@/db/queries/activities/provisioning";
import { countProvisioning, provisioningValues } from "@/db/queries/activities/survey";
import type { ActivityQuery, ProvisioningFilters } from "@/lib/model/activity-query";
import type { ActivitySurvey } from "@/lib/model/activity-view";
import { COUNT_CAP } from "@/lib/model/log-counts";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { readableRange } from "../sign-ins/readable-range";
import { choicesOf, countOf } from "./survey-parts";

/**
 * How many provisioning records match, and which systems and applications the newest ones of the range name.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function surveyProvisioning(
  scope: TenantScope,
  query: Pick<ActivityQuery<ProvisioningFilters>, "from" | "to" | "filters">,
  { now = new Date() }: { now?: Date } = {},
): Promise<ActivitySurvey> {
  authorize(scope, "logs:read", "provisioningLog");
  const range = readableRange(scope, query, now);
  const conditions = provisioningConditions(query.filters ?? {});
  return inTenant(appDatabase().db, scope, async (tenant) => ({
    count: countOf(await countProvisioning(tenant, range, { conditions, cap: COUNT_CAP + 1 })),
    choices: choicesOf(await provisioningValues(tenant, range)),
  }));
}
