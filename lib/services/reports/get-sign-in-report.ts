/** One record of the sign-in report by its request id. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readInTimeOrder } from "@/db/queries/reports/read-in-time-order";
import { ReportDeadlineError, type ReportRow } from "@/db/queries/reports/report-logs";
import { CATEGORIES } from "@/lib/model/categories";
import { InvalidInputError, NotFoundError, TooSlowError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { parseReportOptions } from "@/lib/odata/parse-options";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { keptRange } from "../sign-ins/find-stored";
import type { ReportRequestOptions } from "./list-sign-in-report";
import { signInRenderer } from "./render-sign-in";
import { contextOf, REPORT_BUDGET_MS, type ReportEntity, TOO_SLOW } from "./report-page";
import { SIGN_IN_TABLES } from "./sign-in-table";

/** Interactive first, the newest of each: one id can have several records. */
const LOGS = { "v1.0": [CATEGORIES.interactive], beta: Object.values(CATEGORIES) };

/**
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for options other than `$select`, NotFoundError also
 *   for what is another tenant's or older than the license keeps.
 */
export async function getSignInReport(
  scope: TenantScope,
  id: string,
  { version, params, unknownMembers = false, now = new Date(), budgetMs = REPORT_BUDGET_MS }: ReportRequestOptions,
): Promise<ReportEntity> {
  authorize(scope, "logs:read", "signInLogs");
  const options = parseReportOptions(params, SIGN_IN_TABLES[version]);
  const other = [...params.keys()].find((name) => !/^\$?select$/.test(name));
  if (other) throw new InvalidInputError({ [other]: `'${other}' does not apply to a single record; $select does.` });
  const row = await find(
    scope,
    id,
    LOGS[version].map(({ code }) => code),
    now,
    performance.now() + budgetMs,
  );
  await inTenant(appDatabase().db, scope, (tenant) =>
    recordAudit(
      tenant,
      scope,
      {
        activity: "Read a sign-in through the reporting API",
        category: "Other",
        target: { type: "Sign-in", id: row.id, name: row.principalName ?? row.principalKey },
        oncePerHour: true,
      },
      now,
    ),
  );
  const record = signInRenderer(scope, { version, unknownMembers, select: options.select })(row);
  return { context: `${contextOf("auditLogs/signIns", options.select)}/$entity`, record };
}

async function find(
  scope: TenantScope,
  id: string,
  categories: readonly number[],
  now: Date,
  deadline: number,
): Promise<ReportRow> {
  const range = keptRange(scope, now);
  for (const category of categories) {
    const condition = { kind: "is", field: "id", operator: "eq", value: id } as const;
    const { rows } = await readInTimeOrder(appDatabase().db, scope, {
      ...{ logs: [{ category, condition }], range, direction: "desc", limit: 1, deadline },
    }).catch((error: unknown) => {
      throw error instanceof ReportDeadlineError ? new TooSlowError(TOO_SLOW) : error;
    });
    if (rows[0]) return rows[0];
  }
  throw new NotFoundError(`There is no sign-in with the id '${id.slice(0, 100)}' in this report.`);
}
