/** Pages and single records of the reports beside the sign-ins: `/auditLogs/directoryAudits`, `/auditLogs/provisioning`. */
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countActivities } from "@/db/queries/reports/read-activities";
import { InvalidInputError, NotFoundError, TooSlowError } from "@/lib/model/errors";
import type { ReportCondition } from "@/lib/model/reports/conditions";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { parseReportOptions } from "@/lib/odata/parse-options";
import { readableNow } from "../activities/readable-now";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import type { ActivityReport } from "./activity-reports";
import type { ReportRequestOptions } from "./list-sign-in-report";
import { contextOf, REPORT_BUDGET_MS, type ReportEntity, type ReportPage, TOO_SLOW } from "./report-page";
import { decodeReportToken, encodeReportToken } from "./report-token";

/** The last record given (milliseconds, key), the end of the range, and how many there are in all. */
const activityToken = z.object({
  p: z.tuple([z.number().int(), z.guid()]),
  u: z.number().int(),
  n: z.number().int().optional(),
});

/**
 * One page, newest first unless asked otherwise.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for options that cannot be understood or tokens of
 *   another question, TooSlowError, UnavailableError.
 */
export async function listActivityReport<Field extends string>(
  scope: TenantScope,
  report: ActivityReport<Field>,
  { version, params, now = new Date(), budgetMs = REPORT_BUDGET_MS }: ReportRequestOptions,
): Promise<ReportPage> {
  authorize(scope, "logs:read", report.feature);
  const options = parseReportOptions(params, report.table);
  const purpose = { report: `${version}/${report.name}`, given: options.given };
  const token =
    options.skiptoken === undefined ? undefined : decodeReportToken(scope, purpose, options.skiptoken, activityToken);
  const kept = readableNow(scope, now);
  const range = { from: kept.from, to: token ? new Date(token.u) : kept.to };
  const conditions = options.filter ? [report.conditionOf(scope, options.filter)] : [];
  const count = options.count
    ? (token?.n ??
      inTime(await countActivities(appDatabase().db, scope, { kind: report.kind, range, conditions }, budgetMs)))
    : undefined;
  const entries = inTime(
    await report.read(
      scope,
      {
        ...{ range, conditions, limit: options.top + 1 },
        direction: options.order.direction === "desc" ? "older" : "newer",
        ...(token ? { after: { at: new Date(token.p[0]), key: token.p[1] } } : {}),
      },
      budgetMs,
    ),
  );
  await recordPull(scope, report.name, now);
  const shown = entries.slice(0, options.top);
  const last = shown.at(-1);
  const next =
    entries.length > shown.length && last
      ? { p: [last.at.getTime(), last.key], u: range.to.getTime(), n: count }
      : undefined;
  return {
    context: contextOf(report.name, options.select),
    count,
    records: shown.map(({ record }) => written(record, options.select)),
    link: next && { kind: "next", token: encodeReportToken(scope, purpose, next) },
  };
}

/**
 * One record by its id, the newest where a sender used an id twice.
 * @throws as {@link listActivityReport}; NotFoundError also for what is another tenant's or older than is kept.
 */
export async function getActivityReport<Field extends string>(
  scope: TenantScope,
  report: ActivityReport<Field>,
  id: string,
  { params, now = new Date(), budgetMs = REPORT_BUDGET_MS }: ReportRequestOptions,
): Promise<ReportEntity> {
  authorize(scope, "logs:read", report.feature);
  const options = parseReportOptions(params, report.table);
  const other = [...params.keys()].find((name) => !/^\$?select$/.test(name));
  if (other) throw new InvalidInputError({ [other]: `'${other}' does not apply to a single record; $select does.` });
  const condition = { kind: "is", field: "id", operator: "eq", value: id } as ReportCondition<Field>;
  const query = { range: readableNow(scope, now), conditions: [report.conditionOf(scope, condition)], limit: 1 };
  const [entry] = inTime(await report.read(scope, { ...query, direction: "older" }, budgetMs));
  if (!entry) throw new NotFoundError(`There is no record with the id '${id.slice(0, 100)}' in this report.`);
  await recordPull(scope, report.name, now);
  return {
    context: `${contextOf(report.name, options.select)}/$entity`,
    record: written(entry.record, options.select),
  };
}

function inTime<T>(result: T | undefined): T {
  if (result === undefined) throw new TooSlowError(TOO_SLOW);
  return result;
}

function written(record: JsonObject, select: readonly string[] | undefined): string {
  if (!select) return JSON.stringify(record);
  return JSON.stringify(Object.fromEntries(select.map((name) => [name, record[name] ?? null])));
}

/** On record once per client and hour. */
function recordPull(scope: TenantScope, name: string, now: Date): Promise<void> {
  const target = { type: "Report", id: name.split("/").at(-1) ?? name };
  const activity = "Read records through the reporting API";
  return inTenant(appDatabase().db, scope, (tenant) =>
    recordAudit(tenant, scope, { activity, category: "Other", target, oncePerHour: true }, now),
  );
}
