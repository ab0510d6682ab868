/** The mail that says a bundle is ready. */
import type { ExportRowData } from "@/db/queries/exports/rows";
import { type MailContent, mailAsHtml, mailAsText } from "@/lib/mail/mail-layout";
import type { Mail } from "@/lib/mail/send-mail";
import { CATEGORIES } from "@/lib/model/categories";
import type { ExportFile, ExportLog } from "@/lib/model/exports";
import { filterDefinition } from "@/lib/model/filters";
import { formatBytes } from "@/lib/model/format-bytes";
import { formatCount } from "@/lib/model/format-number";
import { formatMinute } from "@/lib/model/format-time";
import type { TenantScope } from "@/lib/model/scope";
import { filterValueText } from "@/lib/model/sentences-filters";
import { thawLog } from "./frozen-logs";

/** @param appUrl the address of the site, without a slash at the end. */
export function exportMail(row: ExportRowData, scope: TenantScope, appUrl: string): Mail {
  const content = contentOf(row, scope, appUrl);
  return {
    to: { name: row.requesterName, address: row.requesterUpn },
    subject: `${content.headline} (${scope.tenantName})`,
    text: mailAsText(content),
    html: mailAsHtml(content),
    messageId: `export-${row.exportId}@${new URL(appUrl).hostname}`,
    date: row.finishedAt ?? row.askedAt,
  };
}

function contentOf(row: ExportRowData, scope: TenantScope, appUrl: string): MailContent {
  const part = row.part > 1 ? `, part ${row.part}` : "";
  return {
    headline: `Your sign-in export is ready: ${row.fileName}.zip${part}`,
    lead: `${row.requesterName}, the bundle that you asked for on ${utc(row.askedAt)} is ready to be downloaded.`,
    warnings: warningsOf(row),
    link: { label: "Open the bundle", href: `${appUrl}/${scope.tenantSlug}/exports/${row.exportId}` },
    sections: [
      {
        title: "Bundle",
        lines: [
          `Organisation: ${scope.tenantName}`,
          `Format: ${row.format.toUpperCase()}, ${formatBytes(row.bytes ?? 0)}`,
          `Can be downloaded until ${utc(row.expiresAt ?? row.askedAt)}`,
          `SHA-256: ${row.sha256}`,
        ],
      },
      { title: "Asked for", lines: row.logs.map((log) => askedFor(log, scope, row.askedAt)) },
      { title: "Files", lines: row.files.map(fileLine) },
    ],
    footer: `You get this because you asked for an export in Signbook. To open it, sign in as ${row.requesterUpn}.`,
  };
}

const utc = (at: Date) => `${formatMinute(at, "UTC")} UTC`;

function warningsOf({ files, recordCap, logs }: ExportRowData): string[] {
  const cut = files.filter(({ kind, truncated }) => truncated && kind === "signIns");
  const warnings = cut.map(
    ({ category }) =>
      `${CATEGORIES[category].label}: only the newest ${formatCount(recordCap)} records are inside; more match. The next part can be asked for on the page of the bundle.`,
  );
  for (const { category, notApplied } of logs) {
    if (notApplied.length > 0) {
      warnings.push(
        `${CATEGORIES[category].label}: not filtered by ${notApplied.join(", ")}, which this log does not have.`,
      );
    }
  }
  return warnings;
}

function askedFor(log: ExportLog, scope: TenantScope, now: Date): string {
  const range = `${utc(new Date(log.from))} to ${utc(new Date(log.to) > now ? now : new Date(log.to))}`;
  return `${CATEGORIES[log.category].label}: ${[range, ...filterTexts(log, scope, now)].join("; ")}`;
}

/** A filter that was understood when it was asked for is shown as it stands should this version not know it any more. */
function filterTexts(log: ExportLog, { license }: TenantScope, now: Date): string[] {
  try {
    const { filters } = thawLog(log, license, now);
    return filters.map((filter) => `${filterDefinition(filter.key).label}: ${filterValueText(filter)}`);
  } catch {
    return log.params === "" ? [] : [decodeURIComponent(log.params)];
  }
}

function fileLine({ name, kind, records, truncated }: ExportFile): string {
  const what = kind === "steps" ? "steps" : "records";
  return `${name}: ${formatCount(records)} ${what}${truncated && kind === "signIns" ? " (the newest; more match)" : ""}`;
}
