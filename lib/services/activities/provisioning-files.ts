/** The three files of the provisioning log: its records, their steps, and the properties they changed. */
import type { ProvisioningPart } from "@/lib/model/activity-files";
import type { ProvisioningItem } from "@/lib/model/activity-view";
import { recordReader } from "@/lib/model/record-reader";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { LINE_END, recurringCell, textCell } from "../exports/bundle/csv-text";

interface PartFile {
  /** Stands in the file's name. */
  name: string;
  header: readonly string[];
  /** One list of cells for each line of a record. */
  lines: (item: ProvisioningItem) => readonly (string | null | undefined)[][];
  /** What the JSON file holds of a record. */
  json: (item: ProvisioningItem) => JsonObject;
}

const LISTS = ["provisioningSteps", "modifiedProperties"] as const;

function only(list: (typeof LISTS)[number]) {
  return ({ id, record }: ProvisioningItem): JsonObject => ({
    ...{ id, activityDateTime: record.activityDateTime ?? null },
    [list]: record[list] ?? [],
  });
}

export const PROVISIONING_PART_FILES: Record<ProvisioningPart, PartFile> = {
  logs: {
    name: "ProvisioningLogs",
    header: [
      ...["Record ID", "Date (UTC)", "Action", "Status", "Error code", "Reason", "Recommended action"],
      ...["Identity type", "Source identity ID", "Source identity", "Target identity ID", "Target identity"],
      ...["Source system ID", "Source system", "Target system ID", "Target system"],
      ...["Initiated by ID", "Initiated by", "Application ID", "Application"],
      ...["Job ID", "Cycle ID", "Change ID", "Duration (ms)"],
    ],
    lines: (item) => {
      const error = (name: string) => recordReader(item.record).text(`provisioningStatusInfo.errorInformation.${name}`);
      return [
        [
          ...[item.id, item.at.toISOString(), item.action, item.status],
          ...[error("errorCode"), error("reason"), error("recommendedAction"), item.identityType],
          ...[item.sourceIdentity, item.targetIdentity, item.sourceSystem, item.targetSystem].flatMap(both),
          ...[item.initiatedBy, item.servicePrincipal].flatMap(both),
          ...[item.jobId, item.cycleId, item.changeId, item.durationMs === null ? null : String(item.durationMs)],
        ],
      ];
    },
    json: ({ record }) =>
      Object.fromEntries(Object.entries(record).filter(([name]) => !(LISTS as readonly string[]).includes(name))),
  },
  steps: {
    name: "ProvisioningLogs_Steps",
    header: ["Record ID", "Date (UTC)", "Step", "Name", "Type", "Status", "Description", "Details"],
    lines: ({ id, at, record }) =>
      recordReader(record)
        .list("provisioningSteps")
        .map((step, index) => {
          const { text } = recordReader(step);
          return [
            ...[id, at.toISOString(), String(index + 1), text("name"), text("provisioningStepType"), text("status")],
            ...[text("description"), jsonCell(step.details)],
          ];
        }),
    json: only("provisioningSteps"),
  },
  modified: {
    name: "ProvisioningLogs_ModifiedProperties",
    header: ["Record ID", "Date (UTC)", "Property", "Old value", "New value"],
    lines: ({ id, at, record }) =>
      recordReader(record)
        .list("modifiedProperties")
        .map((change) => {
          const { text } = recordReader(change);
          return [id, at.toISOString(), text("displayName"), text("oldValue"), text("newValue")];
        }),
    json: only("modifiedProperties"),
  },
};

function both({ id, name }: { id: string | null; name: string | null }): (string | null)[] {
  return [id, name];
}

function jsonCell(value: JsonValue | undefined): string {
  const isEmpty =
    value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
  return isEmpty ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

export function csvHeader({ header }: PartFile): string {
  return header.map(recurringCell).join(",") + LINE_END;
}

export function csvLines(part: PartFile, items: readonly ProvisioningItem[]): string {
  return items
    .flatMap((item) => part.lines(item))
    .map((cells) => cells.map((cell) => textCell(cell ?? "")).join(",") + LINE_END)
    .join("");
}
