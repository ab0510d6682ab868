/** The provisioning log as files: everything that matches, newest first, each in one stream. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import type { ActivityPosition } from "@/db/queries/activities/position";
import { provisioningConditions, readProvisioning } from "@/db/queries/activities/provisioning";
import { type ActivityFileFormat, PROVISIONING_DOWNLOAD_CAP, type ProvisioningPart } from "@/lib/model/activity-files";
import type { ActivityQuery, ProvisioningFilters } from "@/lib/model/activity-query";
import type { ProvisioningItem } from "@/lib/model/activity-view";
import type { Interval } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { readableRange } from "../sign-ins/readable-range";
import { presentProvisioning } from "./present-provisioning";
import { csvHeader, csvLines, PROVISIONING_PART_FILES } from "./provisioning-files";
import { recordDownload } from "./record-download";

/** Read in a transaction of its own, so that a slow reader holds none. */
const CHUNK = 1000;

export interface ProvisioningDownload {
  fileName: string;
  /** Pulled by whoever sends it on; ends early when nobody does. */
  text: AsyncGenerator<string>;
}

interface DownloadOptions {
  format: ActivityFileFormat;
  part: ProvisioningPart;
  now?: Date;
  /** Records whose lines the file holds at most. */
  cap?: number;
}

/**
 * Begins a download; that it was begun, by whom and of what, is on record before the first line.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function downloadProvisioning(
  scope: TenantScope,
  query: Pick<ActivityQuery<ProvisioningFilters>, "from" | "to" | "filters">,
  { format, part, now = new Date(), cap = PROVISIONING_DOWNLOAD_CAP }: DownloadOptions,
): Promise<ProvisioningDownload> {
  authorize(scope, "logs:read", "provisioningLog");
  const range = readableRange(scope, query, now);
  const file = { activity: "Download provisioning log", name: PROVISIONING_PART_FILES[part].name };
  const fileName = await recordDownload(scope, { ...file, range, filters: query.filters, format }, now);
  const items = matches(scope, { range, filters: query.filters ?? {}, cap });
  return { fileName, text: format === "csv" ? csvText(part, items) : jsonText(part, items) };
}

async function* matches(
  scope: TenantScope,
  { range, filters, cap }: { range: Interval; filters: ProvisioningFilters; cap: number },
): AsyncGenerator<ProvisioningItem[]> {
  const conditions = provisioningConditions(filters);
  let after: ActivityPosition | undefined;
  for (let left = cap; left > 0; left -= CHUNK) {
    const limit = Math.min(CHUNK, left);
    const rows = await inTenant(appDatabase().db, scope, (tenant) =>
      readProvisioning(tenant, { range, conditions, direction: "older", limit, ...(after && { after }) }),
    );
    if (rows.length > 0) yield rows.map(presentProvisioning);
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    after = { at: last.at, key: last.provisioningId };
  }
}

async function* csvText(part: ProvisioningPart, chunks: AsyncIterable<readonly ProvisioningItem[]>) {
  const file = PROVISIONING_PART_FILES[part];
  yield csvHeader(file);
  for await (const items of chunks) yield csvLines(file, items);
}

async function* jsonText(part: ProvisioningPart, chunks: AsyncIterable<readonly ProvisioningItem[]>) {
  const { json } = PROVISIONING_PART_FILES[part];
  let before = "[\n";
  for await (const items of chunks) {
    yield before + items.map((item) => JSON.stringify(json(item))).join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}
