/** An activity log as a file: the parameters of its page, and what is asked of the file. */
import "server-only";
import { ACTIVITY_FILE_FORMATS, type ActivityFileFormat, isActivityFileFormat } from "@/lib/model/activity-files";
import type { ActivityFilterSet } from "@/lib/model/activity-filters";
import { type ActivityLogQuery, parseActivityLogQuery } from "@/lib/model/activity-log-query";
import { InvalidInputError, NotSignedInError } from "@/lib/model/errors";
import type { Feature } from "@/lib/model/licenses";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "@/lib/services/authorize";
import { apiDoor } from "./api-door";
import { requireTenantScope } from "./current-session";
import { downloadHeaders, toStream } from "./downloads";
import { currentZone } from "./zone-of-request";

interface Context {
  params: Promise<{ tenant: string }>;
}

const TYPES: Record<ActivityFileFormat, string> = { csv: "text/csv; charset=utf-8", json: "application/json" };

interface ActivityFile {
  /** In the metrics. */
  door: string;
  /** Where the log's page is, below the tenant. */
  page: string;
  feature: Feature;
  filters: ActivityFilterSet;
  /** A sentence for each parameter of its own that is unusable. */
  problemsOf?: (asked: URLSearchParams) => Readonly<Record<string, string>>;
  begin: (
    scope: TenantScope,
    query: ActivityLogQuery,
    format: ActivityFileFormat,
    asked: URLSearchParams,
  ) => Promise<{ fileName: string; text: AsyncIterable<string> }>;
}

/** The handler of a log's file: `format`, and the page's own parameters. */
export function activityFile({ door, page, feature, filters, problemsOf, begin }: ActivityFile) {
  return apiDoor<Context>(door, async (request, { params }) => {
    const { tenant } = await params;
    const asked = new URL(request.url).searchParams;
    const scope = await requireTenantScope(tenant).catch((error) => {
      if (error instanceof NotSignedInError) return null;
      throw error;
    });
    if (!scope) {
      const callbackUrl = `/${encodeURIComponent(tenant)}/${page}`;
      return new Response(null, {
        status: 307,
        headers: { location: `/sign-in?${new URLSearchParams({ callbackUrl })}` },
      });
    }
    authorize(scope, "logs:read", feature);
    const zone = await currentZone(asked.get("tz"));
    const parsed = parseActivityLogQuery(filters, asked, { now: new Date(), zone: zone.name });
    const format = asked.get("format") ?? "";
    const isKnown = isActivityFileFormat(format);
    const problems = {
      ...(parsed.ok ? {} : parsed.problems),
      ...problemsOf?.(asked),
      ...(isKnown
        ? {}
        : { format: `The format “${format.slice(0, 40)}” is not offered: ${ACTIVITY_FILE_FORMATS.join(", ")}.` }),
    };
    if (!parsed.ok || !isKnown || Object.keys(problems).length > 0) throw new InvalidInputError(problems);
    const { fileName, text } = await begin(scope, parsed.query, format, asked);
    return new Response(toStream(encoded(text)), { headers: downloadHeaders(fileName, TYPES[format]) });
  });
}

async function* encoded(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const part of text) yield encoder.encode(part);
}
