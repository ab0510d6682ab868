/** What the two reports of activities are: who may read them, what can be asked, and how a row becomes a record. */

import { appDatabase } from "@/db/connections";
import type { ActivityRows } from "@/db/queries/activities/position";
import { auditCondition, provisioningCondition } from "@/db/queries/reports/activity-conditions";
import { readAuditReport, readProvisioningReport } from "@/db/queries/reports/read-activities";
import type { ActivityKind } from "@/lib/model/activity-record";
import type { Feature } from "@/lib/model/licenses";
import {
  AUDIT_FILTERS,
  AUDIT_SHAPE,
  type AuditField,
  PROVISIONING_FILTERS,
  PROVISIONING_SHAPE,
  type ProvisioningField,
} from "@/lib/model/reports/activity-fields";
import type { ReportCondition, ReportProperty } from "@/lib/model/reports/conditions";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { ReportTable } from "@/lib/odata/parse-options";
import { presentAudit } from "../activities/present-audit";
import { presentProvisioning } from "../activities/present-provisioning";

/** A record, and where it stands in its list. */
export interface ActivityEntry {
  at: Date;
  key: string;
  record: JsonObject;
}

export interface ActivityReport<Field extends string = string> {
  kind: ActivityKind;
  /** `auditLogs/directoryAudits` */
  name: string;
  feature: Feature;
  table: ReportTable<Field>;
  conditionOf: (scope: TenantScope, condition: ReportCondition<Field>) => ActivityRows["conditions"][number];
  /** Undefined when time ran out. */
  read: (scope: TenantScope, query: ActivityRows, budgetMs: number) => Promise<ActivityEntry[] | undefined>;
}

function tableOf<Field extends string>(
  type: string,
  properties: readonly ReportProperty<Field>[],
  shape: object,
): ReportTable<Field> {
  return {
    ...{ type: `microsoft.graph.${type}`, properties, names: Object.keys(shape) },
    orders: [
      { property: "activityDateTime", direction: "desc" },
      { property: "activityDateTime", direction: "asc" },
    ],
  };
}

export const DIRECTORY_AUDITS: ActivityReport<AuditField> = {
  kind: "audit",
  name: "auditLogs/directoryAudits",
  feature: "auditLog",
  table: tableOf("directoryAudit", AUDIT_FILTERS, AUDIT_SHAPE),
  conditionOf: (_, condition) => auditCondition(condition),
  read: async (scope, query, budgetMs) => {
    const rows = await readAuditReport(appDatabase().db, scope, query, budgetMs);
    return rows?.map((row) => ({
      ...{ at: row.at, key: row.auditId },
      record: whole(AUDIT_SHAPE, presentAudit(row).record),
    }));
  },
};

export const PROVISIONING: ActivityReport<ProvisioningField> = {
  kind: "provisioning",
  name: "auditLogs/provisioning",
  feature: "provisioningLog",
  table: tableOf("provisioningObjectSummary", PROVISIONING_FILTERS, PROVISIONING_SHAPE),
  conditionOf: ({ tenantId }, condition) => provisioningCondition(tenantId, condition),
  read: async (scope, query, budgetMs) => {
    const rows = await readProvisioningReport(appDatabase().db, scope, query, budgetMs);
    return rows?.map((row) => ({
      ...{ at: row.at, key: row.provisioningId },
      record: whole({ ...PROVISIONING_SHAPE, tenantId: scope.tenantId }, presentProvisioning(row).record),
    }));
  },
};

/** Every property in its order, and behind them what a sender added. */
function whole(shape: JsonObject, record: JsonObject): JsonObject {
  const said = Object.entries(record).filter(([name, value]) => value !== null || !Object.hasOwn(shape, name));
  return { ...shape, ...Object.fromEntries(said) };
}
