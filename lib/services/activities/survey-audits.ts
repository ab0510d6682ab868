import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { auditConditions } from "@/db/queries/activities/audits";
import { auditValues, countAudits } from "@/db/queries/activities/survey";
import type { ActivityQuery, AuditFilters } from "@/lib/model/activity-query";
import type { ActivitySurvey } from "@/lib/model/activity-view";
import { COUNT_CAP } from "@/lib/model/log-counts";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { readableRange } from "../sign-ins/readable-range";
import { choicesOf, countOf } from "./survey-parts";

/**
 * How many audits match, and which services and categories the newest ones of the range have.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function surveyAudits(
  scope: TenantScope,
  query: Pick<ActivityQuery<AuditFilters>, "from" | "to" | "filters">,
  { now = new Date() }: { now?: Date } = {},
): Promise<ActivitySurvey> {
  authorize(scope, "logs:read", "auditLog");
  const range = readableRange(scope, query, now);
  const conditions = auditConditions(query.filters ?? {});
  return inTenant(appDatabase().db, scope, async (tenant) => ({
    count: countOf(await countAudits(tenant, range, { conditions, cap: COUNT_CAP + 1 })),
    choices: choicesOf(await auditValues(tenant, range)),
  }));
}
