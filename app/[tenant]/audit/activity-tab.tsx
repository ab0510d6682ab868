import type { AuditItem } from "@/lib/model/activity-view";
import { recordReader } from "@/lib/model/record-reader";
import { WholeRecord } from "../_activity-log/record-parts";
import { FactGroups } from "../sign-ins/[category]/pane/fact-list";
import { type Fact, timeText } from "../sign-ins/[category]/pane/facts/fact";
import { untold } from "../sign-ins/[category]/pane/facts/leftovers";

const ACTOR_KINDS = { user: "User", client: "Application", system: "System" } as const;

/** Told by the other tabs, or here from the item. */
const TOLD = new Set([
  ...["id", "activityDateTime", "activityDisplayName", "category", "correlationId", "loggedByService", "operationType"],
  ...["result", "resultReason", "targetResources", "additionalDetails"],
  ...["initiatedBy.user.id", "initiatedBy.user.displayName", "initiatedBy.user.userPrincipalName"],
  ...["initiatedBy.user.ipAddress", "initiatedBy.app.appId", "initiatedBy.app.displayName"],
]);

/** What was done, by whom and from where; then what else the sender wrote. */
export function ActivityTab({ item, zone }: { item: AuditItem; zone: string }) {
  const { initiatedBy, record } = item;
  const read = recordReader(record);
  const details = read.list("additionalDetails").map((detail): Fact => {
    const { text } = recordReader(detail);
    return { label: text("key") ?? "Detail", value: text("value") ?? "Empty" };
  });
  return (
    <>
      <FactGroups
        groups={[
          {
            title: "Activity",
            facts: [
              { label: "Date", value: timeText(item.at, zone) },
              { label: "Activity", value: item.activity },
              { label: "Service", value: item.service },
              { label: "Category", value: item.category },
              { label: "Operation", value: read.text("operationType") },
              { label: "Reason", value: item.statusReason ?? undefined },
              { label: "Audit ID", value: item.id, id: true },
              { label: "Correlation ID", value: item.correlationId ?? undefined, id: true },
            ],
          },
          {
            title: "Initiated by",
            facts: [
              { label: "Kind", value: ACTOR_KINDS[initiatedBy.kind] },
              { label: "Name", value: initiatedBy.name || undefined },
              { label: "User name", value: initiatedBy.upn ?? undefined, id: true },
              { label: "ID", value: initiatedBy.id ?? undefined, id: true },
              { label: "IP address", value: item.ip ?? undefined, id: true },
            ],
          },
          { title: "Additional details", facts: details },
          { title: "Everything else, as it came", facts: untold(record, "", TOLD) },
        ]}
      />
      <WholeRecord record={record} />
    </>
  );
}
