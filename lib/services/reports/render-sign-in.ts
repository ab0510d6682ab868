/** From a stored row to the JSON of Graph's `signIn`, as far as this reader may see it. */
import type { ReportRow } from "@/db/queries/reports/report-logs";
import { categoryByCode } from "@/lib/model/categories";
import type { CategoryCode } from "@/lib/model/categories/category";
import { licenseHasFeature } from "@/lib/model/licenses";
import { hideUnknownMembers } from "@/lib/model/reports/evolvable-enums";
import type { ReportVersion } from "@/lib/model/reports/sign-in-fields";
import { inFullShape, RECEIVED, SIGN_IN_SHAPES } from "@/lib/model/reports/sign-in-shape";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { HIDDEN } from "@/lib/model/sign-in-view";
import { restoreRecord } from "@/lib/records/columns";
import { graphTime } from "@/lib/records/graph-sign-in";
import { redactRecord } from "../sign-ins/redact-record";

export interface RenderOptions {
  version: ReportVersion;
  select: readonly string[] | undefined;
  /** `Prefer: include-unknown-enum-members` */
  unknownMembers: boolean;
}

/** Makes the JSON of one row after the other. */
export function signInRenderer(
  scope: TenantScope,
  { version, select, unknownMembers }: RenderOptions,
): (row: ReportRow, receivedAt?: string) => string {
  const risks = licenseHasFeature(scope.license, "risk") ? [] : hiddenRisks(version);
  return (row, receivedAt) => {
    const whole = restoreRecord(row, JSON.parse(row.rest) as JsonObject, row.category as CategoryCode);
    const record = redactRecord(scope, whole).record;
    record.id = row.id;
    record.createdDateTime = graphTime(row.epoch * 1000 + row.createdMs);
    const { eventType } = categoryByCode(row.category);
    record.signInEventTypes ??= [eventType];
    record.isInteractive ??= eventType === "interactiveUser";
    // What a record says in words only has no code of its own.
    if (record.status === undefined || record.status === null) record.status = { errorCode: row.errorCode };
    for (const name of risks) record[name] ??= HIDDEN;
    const full = inFullShape(version, record);
    if (receivedAt !== undefined) full[RECEIVED] = receivedAt;
    if (!unknownMembers) hideUnknownMembers(full);
    return JSON.stringify(select ? selected(full, select) : full);
  };
}

/** Properties that read `hidden` even where a record does not have them. */
function hiddenRisks(version: ReportVersion): string[] {
  const shape = SIGN_IN_SHAPES[version];
  return Object.keys(shape).filter((name) => name.startsWith("risk") && shape[name] === null);
}

function selected(record: JsonObject, select: readonly string[]): JsonObject {
  const chosen: JsonObject = {};
  for (const name of select) chosen[name] = record[name] ?? null;
  return chosen;
}
