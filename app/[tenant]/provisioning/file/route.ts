import { isProvisioningPart, PROVISIONING_PARTS } from "@/lib/model/activity-files";
import { PROVISIONING_FILTERS, provisioningFilters } from "@/lib/model/activity-filters";
import { downloadProvisioning } from "@/lib/services/activities/download-provisioning";
import { activityFile } from "@/lib/web/activity-file";

const partOf = (asked: URLSearchParams) => asked.get("part")?.trim() || "logs";

/** The provisioning log as CSV or JSON: its records, their steps, or the properties they changed. */
export const GET = activityFile({
  ...{ door: "provisioning-file", page: "provisioning", feature: "provisioningLog", filters: PROVISIONING_FILTERS },
  problemsOf: (asked): Record<string, string> => {
    const part = partOf(asked);
    if (isProvisioningPart(part)) return {};
    return { part: `There is no file “${part.slice(0, 40)}”: ${Object.keys(PROVISIONING_PARTS).join(", ")}.` };
  },
  begin: (scope, { from, to, values }, format, asked) => {
    const part = partOf(asked);
    const query = { from, to, filters: provisioningFilters(values) };
    return downloadProvisioning(scope, query, { format, part: isProvisioningPart(part) ? part : "logs" });
  },
});
