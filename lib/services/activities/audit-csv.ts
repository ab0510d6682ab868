/** One line of CSV for each audit: what the list and the details tell, with everything that repeats as JSON. */
import type { AuditItem } from "@/lib/model/activity-view";
import type { JsonValue } from "@/lib/model/sign-in-record";
import { isJsonObject } from "@/lib/records/json-object";
import { LINE_END, recurringCell, textCell } from "../exports/bundle/csv-text";

const COLUMNS: readonly (readonly [string, (item: AuditItem) => string])[] = [
  ["Date (UTC)", ({ at }) => at.toISOString()],
  ["Audit ID", ({ id }) => textCell(id)],
  ["Correlation ID", ({ correlationId }) => textCell(correlationId ?? "")],
  ["Service", ({ service }) => recurringCell(service)],
  ["Category", ({ category }) => recurringCell(category)],
  ["Activity", ({ activity }) => recurringCell(activity)],
  ["Operation", ({ record }) => jsonCell(record.operationType)],
  ["Result", ({ status }) => recurringCell(status)],
  ["Result reason", ({ statusReason }) => textCell(statusReason ?? "")],
  ["Initiated by", ({ initiatedBy }) => recurringCell(initiatedBy.name)],
  ["Initiated by: kind", ({ initiatedBy }) => recurringCell(initiatedBy.kind)],
  ["Initiated by: user name", ({ initiatedBy }) => recurringCell(initiatedBy.upn ?? "")],
  ["Initiated by: ID", ({ initiatedBy }) => recurringCell(initiatedBy.id ?? "")],
  ["IP address", ({ ip }) => recurringCell(ip ?? "")],
  ["Target", ({ target }) => textCell(target.name ?? "")],
  ["Target: type", ({ target }) => recurringCell(target.type ?? "")],
  ["Target: ID", ({ target }) => textCell(target.id ?? "")],
  ["All targets", ({ record }) => jsonCell(withoutChanges(record.targetResources))],
  ["Modified properties", ({ record }) => jsonCell(changesOf(record.targetResources))],
  ["Additional details", ({ record }) => jsonCell(record.additionalDetails)],
];

export const AUDIT_CSV_HEADER = COLUMNS.map(([header]) => textCell(header)).join(",") + LINE_END;

export function auditCsvLine(item: AuditItem): string {
  return COLUMNS.map(([, cell]) => cell(item)).join(",") + LINE_END;
}

/** Text as it is, anything else as JSON; what is empty is an empty cell. */
function jsonCell(value: JsonValue | undefined): string {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return "";
  return textCell(typeof value === "string" ? value : JSON.stringify(value));
}

function withoutChanges(targets: JsonValue | undefined): JsonValue[] {
  return objectsOf(targets).map(({ modifiedProperties: _, ...target }) => target);
}

function changesOf(targets: JsonValue | undefined): JsonValue[] {
  return objectsOf(targets).flatMap(({ modifiedProperties }) => objectsOf(modifiedProperties));
}

function objectsOf(value: JsonValue | undefined) {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
