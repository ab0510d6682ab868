import { AUDIT_FILTERS, auditFilters } from "@/lib/model/activity-filters";
import { downloadAudits } from "@/lib/services/activities/download-audits";
import { activityFile } from "@/lib/web/activity-file";

/** The audit log as CSV or JSON. */
export const GET = activityFile({
  ...{ door: "audit-file", page: "audit", feature: "auditLog", filters: AUDIT_FILTERS },
  begin: (scope, { from, to, values }, format) =>
    downloadAudits(scope, { from, to, filters: auditFilters(values) }, { format }),
});
