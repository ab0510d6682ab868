import type { ProvisioningItem } from "@/lib/model/activity-view";
import { formatCount } from "@/lib/model/format-number";
import { recordReader } from "@/lib/model/record-reader";
import { WholeRecord } from "../_activity-log/record-parts";
import { FactGroups } from "../sign-ins/[category]/pane/fact-list";
import { type Fact, timeText } from "../sign-ins/[category]/pane/facts/fact";
import { untold } from "../sign-ins/[category]/pane/facts/leftovers";

/** Told by the other tabs, or here from the item. */
const TOLD = new Set([
  ...["id", "activityDateTime", "jobId", "cycleId", "changeId", "provisioningAction", "action"],
  ...["durationInMilliseconds", "provisioningSteps", "modifiedProperties", "provisioningStatusInfo", "statusInfo"],
  ...["initiatedBy.id", "initiatedBy.displayName", "servicePrincipal.id", "servicePrincipal.displayName"],
  ...["sourceSystem", "targetSystem", "sourceIdentity", "targetIdentity"].flatMap((party) => [
    `${party}.id`,
    `${party}.displayName`,
    `${party}.identityType`,
    `${party}.details`,
  ]),
]);

/** Who is who in both systems, which run it belongs to, and everything else. */
export function SummaryTab({ item, zone }: { item: ProvisioningItem; zone: string }) {
  const { record, durationMs } = item;
  const identityOf = (party: "sourceIdentity" | "targetIdentity"): Fact[] => [
    { label: "Name", value: item[party].name ?? undefined },
    { label: "ID", value: item[party].id ?? undefined, id: true },
    { label: "Type", value: recordReader(record).text(`${party}.identityType`) },
    ...detailsOf(item, party),
  ];
  const systemOf = (party: "sourceSystem" | "targetSystem"): Fact[] => [
    { label: "Name", value: item[party].name ?? undefined },
    { label: "ID", value: item[party].id ?? undefined, id: true },
    ...detailsOf(item, party),
  ];
  return (
    <>
      <FactGroups
        groups={[
          {
            title: "Run",
            facts: [
              { label: "Date", value: timeText(item.at, zone) },
              { label: "Duration", value: durationMs === null ? undefined : `${formatCount(durationMs)} ms` },
              { label: "Initiated by", value: item.initiatedBy.name ?? item.initiatedBy.id ?? undefined },
              { label: "Application", value: item.servicePrincipal.name ?? undefined },
              { label: "Application ID", value: item.servicePrincipal.id ?? undefined, id: true },
              { label: "Record ID", value: item.id, id: true },
              { label: "Job ID", value: item.jobId ?? undefined, id: true },
              { label: "Cycle ID", value: item.cycleId ?? undefined, id: true },
              { label: "Change ID", value: item.changeId ?? undefined, id: true },
            ],
          },
          { title: "Identity in the source system", facts: identityOf("sourceIdentity") },
          { title: "Identity in the target system", facts: identityOf("targetIdentity") },
          { title: "Source system", facts: systemOf("sourceSystem") },
          { title: "Target system", facts: systemOf("targetSystem") },
          { title: "Everything else, as it came", facts: untold(record, "", TOLD) },
        ]}
      />
      <WholeRecord record={record} />
    </>
  );
}

function detailsOf({ record }: ProvisioningItem, party: string): Fact[] {
  const path = `${party}.details.`;
  const facts = untold({ [party]: record[party] ?? null }, "", new Set());
  return facts.flatMap((fact) =>
    fact.label.startsWith(path) ? [{ ...fact, label: fact.label.slice(path.length) }] : [],
  );
}
