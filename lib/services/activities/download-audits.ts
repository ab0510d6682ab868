/** The audit log as a file: everything that matches, newest first, in one stream. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { auditConditions, readAudits } from "@/db/queries/activities/audits";
import type { ActivityPosition } from "@/db/queries/activities/position";
import { type ActivityFileFormat, AUDIT_DOWNLOAD_CAP } from "@/lib/model/activity-files";
import type { ActivityQuery, AuditFilters } from "@/lib/model/activity-query";
import type { AuditItem } from "@/lib/model/activity-view";
import type { Interval } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { readableRange } from "../sign-ins/readable-range";
import { AUDIT_CSV_HEADER, auditCsvLine } from "./audit-csv";
import { presentAudit } from "./present-audit";
import { recordDownload } from "./record-download";

/** Read in a transaction of its own, so that a slow reader holds none. */
const CHUNK = 1000;

export interface AuditDownload {
  fileName: string;
  /** Pulled by whoever sends it on; ends early when nobody does. */
  text: AsyncGenerator<string>;
}

type Query = Pick<ActivityQuery<AuditFilters>, "from" | "to" | "filters">;

/**
 * Begins a download; that it was begun, by whom and of what, is on record before the first line.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function downloadAudits(
  scope: TenantScope,
  query: Query,
  { format, now = new Date(), cap = AUDIT_DOWNLOAD_CAP }: { format: ActivityFileFormat; now?: Date; cap?: number },
): Promise<AuditDownload> {
  authorize(scope, "logs:read", "auditLog");
  const range = readableRange(scope, query, now);
  const file = { activity: "Download audit log", name: "AuditLogs" };
  const fileName = await recordDownload(scope, { ...file, range, filters: query.filters, format }, now);
  const items = matches(scope, { range, filters: query.filters ?? {}, cap });
  return { fileName, text: format === "csv" ? csvText(items) : jsonText(items) };
}

async function* matches(
  scope: TenantScope,
  { range, filters, cap }: { range: Interval; filters: AuditFilters; cap: number },
): AsyncGenerator<AuditItem[]> {
  const conditions = auditConditions(filters);
  let after: ActivityPosition | undefined;
  for (let left = cap; left > 0; left -= CHUNK) {
    const limit = Math.min(CHUNK, left);
    const rows = await inTenant(appDatabase().db, scope, (tenant) =>
      readAudits(tenant, { range, conditions, direction: "older", limit, ...(after && { after }) }),
    );
    if (rows.length > 0) yield rows.map(presentAudit);
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    after = { at: last.at, key: last.auditId };
  }
}

async function* csvText(chunks: AsyncIterable<readonly AuditItem[]>): AsyncGenerator<string> {
  yield AUDIT_CSV_HEADER;
  for await (const items of chunks) yield items.map(auditCsvLine).join("");
}

async function* jsonText(chunks: AsyncIterable<readonly AuditItem[]>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const items of chunks) {
    yield before + items.map(({ record }) => JSON.stringify(record)).join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}
