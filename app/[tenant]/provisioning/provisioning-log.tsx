import { ACTIVITY_FILE_FORMATS, PROVISIONING_DOWNLOAD_CAP, PROVISIONING_PARTS } from "@/lib/model/activity-files";
import { PROVISIONING_ACTIONS, PROVISIONING_FILTERS, provisioningFilters } from "@/lib/model/activity-filters";
import type { ActivityLogQuery } from "@/lib/model/activity-log-query";
import type { NamedThing, ProvisioningItem } from "@/lib/model/activity-view";
import { recordReader } from "@/lib/model/record-reader";
import { KEPT_DAYS } from "@/lib/model/retention";
import { getProvisioning } from "@/lib/services/activities/get-provisioning";
import { listProvisioning } from "@/lib/services/activities/list-provisioning";
import { surveyProvisioning } from "@/lib/services/activities/survey-provisioning";
import type { ActivityLog } from "../_activity-log/activity-log";
import { ChangesTab } from "./changes-tab";
import { provisioningStatus } from "./status";
import { StepsTab } from "./steps-tab";
import { SummaryTab } from "./summary-tab";
import { TroubleshootingTab } from "./troubleshooting-tab";

/** What provisioning services did to identities. */
export const PROVISIONING_LOG: ActivityLog<ProvisioningItem> = {
  title: "Provisioning log",
  noun: "record",
  nouns: "records",
  explanation:
    "What provisioning services did to users and groups: created, updated, disabled or removed in one system what another one says, with every step on the way.",
  files: { formats: ACTIVITY_FILE_FORMATS, cap: PROVISIONING_DOWNLOAD_CAP, parts: PROVISIONING_PARTS },
  feature: "provisioningLog",
  keptDays: () => KEPT_DAYS.provisioning,
  filters: PROVISIONING_FILTERS,
  columns: [
    { key: "identity", label: "Identity", width: 240, grows: true, heads: true, text: identityText },
    { key: "action", label: "Action", width: 130, text: actionText },
    { key: "sourceSystem", label: "Source system", width: 210, text: ({ sourceSystem }) => called(sourceSystem) },
    { key: "targetSystem", label: "Target system", width: 210, text: ({ targetSystem }) => called(targetSystem) },
  ],
  statusOf: ({ status, record }) => ({
    ...provisioningStatus(status),
    reason: recordReader(record).text("provisioningStatusInfo.errorInformation.reason"),
  }),
  cardLine: (item) =>
    [actionText(item), [called(item.sourceSystem), called(item.targetSystem)].filter(Boolean).join(" → ")]
      .filter(Boolean)
      .join(" · "),
  sentence: (item) => {
    const target = called(item.targetSystem);
    return `${actionText(item)}: ${identityText(item) ?? "an identity without a name"}${target ? ` in ${target}` : ""}`;
  },
  byWhom: ({ initiatedBy }) => called(initiatedBy),
  tabs: {
    steps: "Steps",
    troubleshooting: "Troubleshooting and recommendations",
    modified: "Modified properties",
    summary: "Summary",
  },
  tab: (tab, item, { zone }) => {
    if (tab === "troubleshooting") return <TroubleshootingTab item={item} />;
    if (tab === "modified") return <ChangesTab item={item} />;
    if (tab === "summary") return <SummaryTab item={item} zone={zone.name} />;
    return <StepsTab item={item} />;
  },
  list: (scope, query) => listProvisioning(scope, asked(query)),
  survey: (scope, query) => surveyProvisioning(scope, asked(query)),
  get: getProvisioning,
};

function asked({ values, preset: _, ...query }: ActivityLogQuery) {
  return { ...query, filters: provisioningFilters(values) };
}

function called({ name, id }: NamedThing): string | undefined {
  return name || id || undefined;
}

/** As the source calls it; what is removed may only be known to the target. */
function identityText({ sourceIdentity, targetIdentity }: ProvisioningItem): string | undefined {
  return called(sourceIdentity) ?? called(targetIdentity);
}

function actionText({ action }: ProvisioningItem): string {
  return PROVISIONING_ACTIONS[action as keyof typeof PROVISIONING_ACTIONS] ?? action;
}
