/** Summaries of sign-ins that are identical but for time: the three functions of Graph's beta. */
import { z } from "zod";
import { appDatabase } from "@/db/connections";
import { readSummaries, type SummaryRow } from "@/db/queries/reports/read-summaries";
import { CATEGORIES, type CategoryDefinition } from "@/lib/model/categories";
import type { CategoryCode } from "@/lib/model/categories/category";
import { InvalidInputError, NotFoundError, TooSlowError } from "@/lib/model/errors";
import { type SignInField, SUMMARY_FILTERS } from "@/lib/model/reports/sign-in-fields";
import { formatSummaryId, isSummaryWindow, SUMMARY_WINDOWS, type SummaryWindow } from "@/lib/model/reports/summaries";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { parseReportOptions, type ReportTable } from "@/lib/odata/parse-options";
import { restoreRecord } from "@/lib/records/columns";
import { graphTime } from "@/lib/records/graph-sign-in";
import { authorize } from "../authorize";
import { keptRange } from "../sign-ins/find-stored";
import { contextOf, REPORT_BUDGET_MS, type ReportPage, TOO_SLOW } from "./report-page";
import { decodeReportToken, encodeReportToken } from "./report-token";
import { withStoredAddresses } from "./sign-in-table";

const TABLE: ReportTable<SignInField> = {
  type: "microsoft.graph.summarizedSignIn",
  properties: SUMMARY_FILTERS,
  names: [
    ...["id", "signInCount", "aggregationDateTime", "firstSignInDateTime", "userPrincipalName", "appId"],
    ...["appDisplayName", "ipAddress", "conditionalAccessStatus", "resourceDisplayName", "resourceId", "tenantId"],
    ...["servicePrincipalId", "servicePrincipalName", "status", "managedServiceIdentity", "agent"],
  ],
  orders: [{ property: "aggregationDateTime", direction: "desc" }],
};

const LOGS: Readonly<Record<string, CategoryDefinition>> = {
  noninteractivesignins: CATEGORIES["non-interactive"],
  serviceprincipalsignins: CATEGORIES["service-principal"],
  msisignins: CATEGORIES["managed-identity"],
};

const FUNCTION = /^auditLogs\/getSummarized(\w+)\((?:aggregationWindow=)?'([^']*)'\)$/i;

export interface SummaryRequest {
  /** `auditLogs/getSummarizedMSISignIns(aggregationWindow='d1')` */
  path: string;
  params: URLSearchParams;
  now?: Date;
  budgetMs?: number;
}

/** Where a reader stands: the last summary's newest member (seconds) and group, and the end of the range. */
const summaryToken = z.object({ p: z.tuple([z.number().int(), z.guid()]), u: z.number().int() });

/**
 * Summaries, the one with the newest member first.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for another window or options that cannot be understood.
 */
export async function summarizeSignIns(
  scope: TenantScope,
  { path, params, now = new Date(), budgetMs = REPORT_BUDGET_MS }: SummaryRequest,
): Promise<ReportPage> {
  authorize(scope, "logs:read", "signInLogs");
  const { log, window, report } = readFunction(path);
  const options = parseReportOptions(params, TABLE);
  if (options.count)
    throw new InvalidInputError({ $count: "$count does not apply to summaries: signInCount is in each." });
  const purpose = { report: `beta/${report}`, given: options.given };
  const token =
    options.skiptoken === undefined ? undefined : decodeReportToken(scope, purpose, options.skiptoken, summaryToken);
  const kept = keptRange(scope, now);
  const to = token ? new Date(token.u * 1000) : new Date(Math.ceil(kept.to.getTime() / 1000) * 1000);
  const found = await readSummaries(appDatabase().db, scope, {
    ...{
      category: log.code,
      window: SUMMARY_WINDOWS[window],
      range: { from: kept.from, to },
      condition: options.filter && withStoredAddresses(options.filter),
    },
    ...{ after: token && { lastAt: new Date(token.p[0] * 1000), groupKey: token.p[1] }, limit: options.top, budgetMs },
  });
  if (!found) throw new TooSlowError(TOO_SLOW);
  const next = found.next && {
    p: [Math.floor(found.next.lastAt.getTime() / 1000), found.next.groupKey],
    u: Math.floor(to.getTime() / 1000),
  };
  return {
    context: contextOf("Collection(microsoft.graph.summarizedSignIn)", options.select),
    count: undefined,
    records: found.rows.map((row) => {
      const summary = present(scope, window, row);
      const chosen = options.select?.map((name) => [name, summary[name] ?? null] as const);
      return JSON.stringify(chosen ? Object.fromEntries(chosen) : summary);
    }),
    link: next && { kind: "next", token: encodeReportToken(scope, purpose, next) },
  };
}

function readFunction(path: string): { log: CategoryDefinition; window: SummaryWindow; report: string } {
  const [, name = "", window = ""] = FUNCTION.exec(path) ?? [];
  const log = LOGS[name.toLowerCase()];
  if (!log) throw new NotFoundError("There is no such function.");
  if (!isSummaryWindow(window)) {
    const allowed = Object.keys(SUMMARY_WINDOWS).join(", ");
    throw new InvalidInputError({
      aggregationWindow: `Invalid aggregationWindow '${window.slice(0, 40)}'; allowed: ${allowed}.`,
    });
  }
  return { log, window, report: `getSummarized${name.toLowerCase()}/${window}` };
}

function present({ tenantId }: TenantScope, window: SummaryWindow, row: SummaryRow): JsonObject {
  const { group, newest, rest } = row;
  const record = restoreRecord(newest, JSON.parse(rest) as JsonObject, newest.category as CategoryCode);
  const status = (record.status ?? {}) as JsonObject;
  return {
    id: formatSummaryId(window, group.windowFrom, group.groupKey),
    signInCount: group.n,
    aggregationDateTime: graphTime(group.windowFrom.getTime()),
    firstSignInDateTime: graphTime(group.firstAt.getTime()),
    userPrincipalName: record.userPrincipalName ?? null,
    appId: record.appId ?? null,
    appDisplayName: record.appDisplayName ?? null,
    ipAddress: record.ipAddress ?? null,
    conditionalAccessStatus: record.conditionalAccessStatus ?? null,
    resourceDisplayName: record.resourceDisplayName ?? null,
    resourceId: record.resourceId ?? null,
    tenantId,
    servicePrincipalId: record.servicePrincipalId ?? null,
    servicePrincipalName: record.servicePrincipalName ?? null,
    status: {
      errorCode: newest.errorCode,
      failureReason: status.failureReason ?? null,
      additionalDetails: status.additionalDetails ?? null,
    },
    managedServiceIdentity: record.managedServiceIdentity ?? null,
    agent: record.agent ?? null,
  };
}
