import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import type { Interval } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";

export interface Download {
  /** In the words of the audit log. */
  activity: string;
  range: Interval;
  filters: object | undefined;
  /** The name of the file without its days. */
  name: string;
  format: string;
}

/**
 * Puts on record that a download of an activity log was begun, by whom and of what: before its first line.
 * @returns the name of the file, with the days that it covers
 */
export async function recordDownload(
  scope: TenantScope,
  { activity, range, filters = {}, name, format }: Download,
  now: Date,
): Promise<string> {
  const fileName = `${name}_${isoDay(range.from)}_${isoDay(range.to > now ? now : range.to)}.${format}`;
  await inTenant(appDatabase().db, scope, (tenant) =>
    recordAudit(
      tenant,
      scope,
      {
        ...{ activity, category: "Other", target: { type: "File", id: fileName } },
        details: [
          { key: "From", value: range.from.toISOString() },
          { key: "To", value: range.to.toISOString() },
          { key: "Filters", value: JSON.stringify(filters) },
        ],
      },
      now,
    ),
  );
  return fileName;
}

function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
