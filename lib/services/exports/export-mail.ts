/** The mail that says a bundle is ready. Its plain text says everything; the HTML says the same. */
import type { ExportRowData } from "@/db/queries/exports/rows";
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

interface Section {
  title: string;
  lines: string[];
}

interface MailContent {
  headline: string;
  lead: string;
  warnings: string[];
  link: { label: string; href: string };
  sections: Section[];
  footer: string;
}

/** @param appUrl the address of the site, without a slash at the end. */
export function exportMail(row: ExportRowData, scope: TenantScope, appUrl: string): Mail {
  const content = contentOf(row, scope, appUrl);
  return {
    to: { name: row.requesterName, address: row.requesterUpn },
    subject: `${content.headline} (${scope.tenantName})`,
    text: asText(content),
    html: asHtml(content),
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

function asText({ headline, lead, warnings, link, sections, footer }: MailContent): string {
  const blocks = [
    headline,
    lead,
    ...warnings.map((warning) => `Please note: ${warning}`),
    `${link.label}:\n${link.href}`,
    ...sections.map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)].join("\n")),
    footer,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** One column, no image, nothing to fetch; colours that either theme of a mail program can turn round. */
function asHtml({ headline, lead, warnings, link, sections, footer }: MailContent): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`;
  const note = (text: string) =>
    `<p style="margin:0 0 16px;padding:10px 12px;border:1px solid #c98a1b;border-radius:6px">Please note: ${escaped(text)}</p>`;
  const section = ({ title, lines }: Section) =>
    `<h2 style="margin:24px 0 8px;font-size:15px">${escaped(title)}</h2>${lines
      .map((line) => `<p style="margin:0 0 4px;font-size:14px;overflow-wrap:anywhere">${escaped(line)}</p>`)
      .join("")}`;
  const href = escaped(link.href);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(headline)}</title>
</head>
<body style="margin:0;padding:24px 16px;font-family:system-ui,-apple-system,'Segoe UI',Arial,sans-serif;font-size:15px;line-height:22px">
<div style="max-width:600px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:20px;line-height:28px;overflow-wrap:anywhere">${escaped(headline)}</h1>
${paragraph(lead)}
${warnings.map(note).join("\n")}
<p style="margin:0 0 8px"><a href="${href}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#4f46e0;color:#ffffff;font-weight:600;text-decoration:none">${escaped(link.label)}</a></p>
<p style="margin:0 0 16px;font-size:13px;overflow-wrap:anywhere"><a href="${href}">${href}</a></p>
${sections.map(section).join("\n")}
<p style="margin:24px 0 0;font-size:13px">${escaped(footer)}</p>
</div>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
