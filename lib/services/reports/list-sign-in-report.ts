/** A page of the sign-in report, for programs: `/auditLogs/signIns`. */
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type ArrivalPosition, readInArrivalOrder } from "@/db/queries/reports/read-in-arrival-order";
import { countReport, type ReportPosition, readInTimeOrder } from "@/db/queries/reports/read-in-time-order";
import { ReportDeadlineError, type ReportLog, type ReportRow } from "@/db/queries/reports/report-logs";
import { CATEGORIES } from "@/lib/model/categories";
import { TooSlowError } from "@/lib/model/errors";
import type { Interval } from "@/lib/model/intervals";
import { ALWAYS } from "@/lib/model/reports/conditions";
import { logsOf, type ReportVersion, type SignInField } from "@/lib/model/reports/sign-in-fields";
import { RECEIVED } from "@/lib/model/reports/sign-in-shape";
import type { TenantScope } from "@/lib/model/scope";
import { parseReportOptions, type ReportOptions } from "@/lib/odata/parse-options";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { keptRange } from "../sign-ins/find-stored";
import { signInRenderer } from "./render-sign-in";
import { contextOf, REPORT_BUDGET_MS, type ReportPage, TOO_SLOW } from "./report-page";
import { decodeReportToken, encodeReportToken, type TokenPurpose } from "./report-token";
import { requireOneKind, requireVisible, SIGN_IN_TABLES, withStoredAddresses } from "./sign-in-table";

export interface ReportRequestOptions {
  version: ReportVersion;
  params: URLSearchParams;
  /** `Prefer: include-unknown-enum-members` */
  unknownMembers?: boolean;
  now?: Date;
  budgetMs?: number;
}

/** Everything that a page is made from. */
interface Asked {
  scope: TenantScope;
  version: ReportVersion;
  unknownMembers: boolean;
  options: ReportOptions<SignInField>;
  purpose: TokenPurpose;
  logs: readonly ReportLog[];
  now: Date;
  deadline: number;
}

/**
 * Records in order of time, or of arrival where `$orderby=receivedDateTime` asks for it. A page that could not be filled
 * in time holds what was found and leads on from there; nothing is passed over.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for options that cannot be understood or tokens of
 *   another question, TooSlowError, UnavailableError.
 */
export async function listSignInReport(
  scope: TenantScope,
  { version, params, unknownMembers = false, now = new Date(), budgetMs = REPORT_BUDGET_MS }: ReportRequestOptions,
): Promise<ReportPage> {
  authorize(scope, "logs:read", "signInLogs");
  const options = parseReportOptions(params, SIGN_IN_TABLES[version]);
  const condition = withStoredAddresses(options.filter ?? ALWAYS);
  requireVisible(scope, version, condition);
  requireOneKind(condition);
  const asked: Asked = {
    ...{ scope, version, unknownMembers, options, now },
    purpose: { report: `${version}/${SIGN_INS}`, given: options.given },
    logs: logsOf(condition).map((log) => ({ category: CATEGORIES[log.category].code, condition: log.condition })),
    deadline: performance.now() + budgetMs,
  };
  try {
    const page = options.order.property === RECEIVED ? await pageByArrival(asked) : await pageByTime(asked);
    await recordPull(scope, now);
    return page;
  } catch (error) {
    throw error instanceof ReportDeadlineError ? new TooSlowError(TOO_SLOW) : error;
  }
}

const SIGN_INS = "auditLogs/signIns";

/** Pulling records by program is on record, once per client and hour. */
function recordPull(scope: TenantScope, now: Date): Promise<void> {
  return inTenant(appDatabase().db, scope, (tenant) =>
    recordAudit(
      tenant,
      scope,
      {
        activity: "Read sign-ins through the reporting API",
        category: "Other",
        target: { type: "Report", id: "signIns", name: "Sign-ins" },
        oncePerHour: true,
      },
      now,
    ),
  );
}

/** Where a reader in order of time stands. */
const timeToken = z.object({
  /** The last record given: seconds, milliseconds, id, log. */
  p: z.tuple([z.number().int(), z.number().int(), z.string(), z.number().int()]).optional(),
  /** Everything up to here was searched: seconds. */
  e: z.number().int().optional(),
  /** The end of what the first page asked for: seconds. */
  u: z.number().int(),
  /** How many there are in all. */
  n: z.number().int().optional(),
});
type TimeToken = z.infer<typeof timeToken>;

async function pageByTime(asked: Asked): Promise<ReportPage> {
  const { scope, options, purpose, logs, deadline } = asked;
  const { db } = appDatabase();
  const direction = options.order.direction;
  const kept = keptRange(scope, asked.now);
  const token: TimeToken =
    options.skiptoken === undefined
      ? { u: Math.ceil(kept.to.getTime() / 1000) }
      : decodeReportToken(scope, purpose, options.skiptoken, timeToken);
  const whole = { from: kept.from, to: fromSeconds(token.u) };
  const count = options.count
    ? (token.n ?? (await countReport(db, scope, { logs, range: whole, deadline })))
    : undefined;
  const { rows, searchedTo } = await readInTimeOrder(db, scope, {
    ...{ logs, direction, deadline, range: notYetSearched(whole, direction, token.e), limit: options.top },
    ...(token.p ? { after: positionOf(token.p) } : {}),
  });
  const render = signInRenderer(scope, { ...asked, select: options.select });
  const shown = rows.slice(0, options.top);
  const carried = { u: token.u, ...(count === undefined ? {} : { n: count }) };
  const next = nextToken(shown, rows.length > shown.length, searchedTo);
  return {
    context: contextOf(SIGN_INS, options.select),
    count,
    records: shown.map((row) => render(row)),
    link: next && { kind: "next", token: encodeReportToken(scope, purpose, { ...carried, ...next }) },
  };
}

function nextToken(
  shown: readonly ReportRow[],
  isMore: boolean,
  searchedTo: Date | null,
): Pick<TimeToken, "p" | "e"> | undefined {
  const last = shown.at(-1);
  if (isMore && last) return { p: [last.epoch, last.createdMs, last.id, last.category] };
  return searchedTo ? { e: Math.floor(searchedTo.getTime() / 1000) } : undefined;
}

function notYetSearched(whole: Interval, direction: "asc" | "desc", edge: number | undefined): Interval {
  if (edge === undefined) return whole;
  const at = fromSeconds(edge);
  if (direction === "asc") return { from: at > whole.from ? at : whole.from, to: whole.to };
  return { from: whole.from, to: at < whole.to ? at : whole.to };
}

function positionOf([seconds, createdMs, id, category]: NonNullable<TimeToken["p"]>): ReportPosition {
  return { createdAt: fromSeconds(seconds), createdMs, id, category };
}

function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** Where a reader in order of arrival stands: the batch's number, and inside it log, seconds and id. */
const arrivalToken = z.object({
  s: z.number().int(),
  w: z.tuple([z.number().int(), z.number().int(), z.string()]).optional(),
});

async function pageByArrival(asked: Asked): Promise<ReportPage> {
  const { scope, options, purpose, logs, deadline } = asked;
  const token =
    options.skiptoken === undefined
      ? { s: 0, w: undefined }
      : decodeReportToken(scope, purpose, options.skiptoken, arrivalToken);
  const after: ArrivalPosition = { seq: token.s };
  if (token.w) after.within = { category: token.w[0], createdAt: fromSeconds(token.w[1]), id: token.w[2] };
  const range = keptRange(scope, asked.now);
  const found = await readInArrivalOrder(appDatabase().db, scope, { logs, range, deadline, limit: options.top, after });
  const render = signInRenderer(scope, { ...asked, select: options.select });
  const { seq, within } = found.position;
  const next: z.infer<typeof arrivalToken> = { s: seq };
  if (within) next.w = [within.category, Math.floor(within.createdAt.getTime() / 1000), within.id];
  return {
    context: contextOf(SIGN_INS, options.select),
    count: undefined,
    records: found.rows.map((row) => render(row, row.receivedAt)),
    link: { kind: found.isUpToDate ? "delta" : "next", token: encodeReportToken(scope, purpose, next) },
  };
}
