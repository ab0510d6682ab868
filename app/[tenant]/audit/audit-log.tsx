import { ACTIVITY_FILE_FORMATS, AUDIT_DOWNLOAD_CAP } from "@/lib/model/activity-files";
import { AUDIT_FILTERS, AUDIT_STATUSES, auditFilters } from "@/lib/model/activity-filters";
import type { ActivityLogQuery } from "@/lib/model/activity-log-query";
import type { AuditItem } from "@/lib/model/activity-view";
import { LICENSE_DEFINITIONS } from "@/lib/model/licenses";
import { recordReader } from "@/lib/model/record-reader";
import { getAudit } from "@/lib/services/activities/get-audit";
import { listAudits } from "@/lib/services/activities/list-audits";
import { surveyAudits } from "@/lib/services/activities/survey-audits";
import type { ActivityLog } from "../_activity-log/activity-log";
import { ActivityTab } from "./activity-tab";
import { ModifiedTab, TargetsTab } from "./targets-tab";

/** What people and programs did in the tenant. */
export const AUDIT_LOG: ActivityLog<AuditItem> = {
  title: "Audit log",
  noun: "activity",
  nouns: "activities",
  explanation:
    "What people and programs changed or opened: users, roles, API clients, settings, exports, records of other people. Signbook writes down its own, and takes in those of other services.",
  files: { formats: ACTIVITY_FILE_FORMATS, cap: AUDIT_DOWNLOAD_CAP },
  feature: "auditLog",
  keptDays: (license) => LICENSE_DEFINITIONS[license].retentionDays,
  filters: AUDIT_FILTERS,
  // In all no wider than what a window of 1,440 pixels leaves beside the navigation.
  columns: [
    { key: "service", label: "Service", width: 120, text: ({ service }) => service },
    { key: "category", label: "Category", width: 160, text: ({ category }) => category },
    { key: "activity", label: "Activity", width: 190, grows: true, heads: true, text: ({ activity }) => activity },
    { key: "target", label: "Target", width: 180, text: targetText },
    { key: "initiatedBy", label: "Initiated by", width: 160, text: actorText },
  ],
  statusOf: ({ status, statusReason }) => ({
    tone: status === "success" ? "success" : status === "unknown" ? "neutral" : "failure",
    label: AUDIT_STATUSES[status as keyof typeof AUDIT_STATUSES] ?? status,
    reason: status === "success" ? undefined : (statusReason ?? undefined),
  }),
  cardLine: (item) => [targetText(item), `by ${actorText(item)}`].filter(Boolean).join(" · "),
  sentence: (item) => [item.activity, targetText(item)].filter(Boolean).join(": "),
  byWhom: actorText,
  tabs: { activity: "Activity", targets: "Targets", modified: "Modified properties" },
  tab: (tab, item, { zone }) => {
    if (tab === "targets") return <TargetsTab item={item} />;
    if (tab === "modified") return <ModifiedTab item={item} />;
    return <ActivityTab item={item} zone={zone.name} />;
  },
  list: (scope, query) => listAudits(scope, asked(query)),
  survey: (scope, query) => surveyAudits(scope, asked(query)),
  get: getAudit,
};

function asked({ values, preset: _, ...query }: ActivityLogQuery) {
  return { ...query, filters: auditFilters(values) };
}

function actorText({ initiatedBy: { name, upn } }: AuditItem): string {
  return name || upn || "Nobody recorded";
}

/** The first target, and how many more there are. */
function targetText({ target: { name, id, type }, record }: AuditItem): string | undefined {
  const first = name ?? id ?? type ?? undefined;
  const more = recordReader(record).list("targetResources").length - 1;
  return first && more > 0 ? `${first} and ${more} more` : first;
}
