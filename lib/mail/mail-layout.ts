/** What every mail of ours looks like. Its plain text says everything; the HTML says the same. */

export interface MailSection {
  title: string;
  lines: string[];
}

export interface MailContent {
  headline: string;
  lead: string;
  warnings: string[];
  link: { label: string; href: string };
  sections: MailSection[];
  footer: string;
}

export function mailAsText({ headline, lead, warnings, link, sections, footer }: MailContent): string {
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
export function mailAsHtml({ headline, lead, warnings, link, sections, footer }: MailContent): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`;
  const note = (text: string) =>
    `<p style="margin:0 0 16px;padding:10px 12px;border:1px solid #c98a1b;border-radius:6px">Please note: ${escaped(text)}</p>`;
  const section = ({ title, lines }: MailSection) =>
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
