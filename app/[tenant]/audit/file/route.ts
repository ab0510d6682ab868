import { AUDIT_FILE_FORMATS, isAuditFileFormat } from "@/lib/model/activity-files";
import { AUDIT_FILTERS, auditFilters } from "@/lib/model/activity-filters";
import { parseActivityLogQuery } from "@/lib/model/activity-log-query";
import { InvalidInputError, NotSignedInError } from "@/lib/model/errors";
import { downloadAudits } from "@/lib/services/activities/download-audits";
import { authorize } from "@/lib/services/authorize";
import { apiDoor } from "@/lib/web/api-door";
import { requireTenantScope } from "@/lib/web/current-session";
import { downloadHeaders, toStream } from "@/lib/web/downloads";
import { currentZone } from "@/lib/web/zone-of-request";

interface Context {
  params: Promise<{ tenant: string }>;
}

const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json" };

/** The audit log as CSV or JSON: the page's own parameters, and `format`. */
export const GET = apiDoor<Context>("audit-file", async (request, { params }) => {
  const { tenant } = await params;
  const asked = new URL(request.url).searchParams;
  const scope = await requireTenantScope(tenant).catch((error) => {
    if (error instanceof NotSignedInError) return null;
    throw error;
  });
  if (!scope) {
    const callbackUrl = `/${encodeURIComponent(tenant)}/audit`;
    return new Response(null, {
      status: 307,
      headers: { location: `/sign-in?${new URLSearchParams({ callbackUrl })}` },
    });
  }
  authorize(scope, "logs:read", "auditLog");
  const zone = await currentZone(asked.get("tz"));
  const parsed = parseActivityLogQuery(AUDIT_FILTERS, asked, { now: new Date(), zone: zone.name });
  const format = asked.get("format") ?? "";
  const known = isAuditFileFormat(format);
  const problems = {
    ...(parsed.ok ? {} : parsed.problems),
    ...(known
      ? {}
      : { format: `The format “${format.slice(0, 40)}” is not offered: ${AUDIT_FILE_FORMATS.join(", ")}.` }),
  };
  if (!parsed.ok || !known) throw new InvalidInputError(problems);
  const { from, to, values } = parsed.query;
  const { fileName, text } = await downloadAudits(scope, { from, to, filters: auditFilters(values) }, { format });
  return new Response(toStream(encoded(text)), { headers: downloadHeaders(fileName, TYPES[format]) });
});

async function* encoded(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const part of text) yield encoder.encode(part);
}
