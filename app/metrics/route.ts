import { sameSecret } from "@/lib/access/secrets";
import { env, isLoopbackHost } from "@/lib/env";
import { registry } from "@/lib/metrics";
import { readJobMetrics } from "@/lib/services/jobs/read-job-metrics";
import { ApiError, apiErrorResponse } from "@/lib/web/api-errors";
import { clientAddressOf, mayBeForwarded } from "@/lib/web/request-facts";

export const dynamic = "force-dynamic";

/** Figures of this process, and of the jobs of all, as Prometheus text. */
export async function GET(request: Request): Promise<Response> {
  if (!mayReadMetrics(request.headers)) {
    const refusal = new ApiError(403, "Forbidden", "Metrics are read from this machine, or with METRICS_TOKEN.");
    return apiErrorResponse(refusal, request);
  }
  await readJobMetrics();
  return new Response(await registry.metrics(), {
    headers: { "content-type": registry.contentType, "cache-control": "no-store" },
  });
}

/** Behind a proxy on this machine everybody comes from loopback, so a forwarded request needs the token. */
function mayReadMetrics(headers: Headers): boolean {
  if (isLoopbackHost(clientAddressOf(headers)) && !mayBeForwarded(headers)) return true;
  const { METRICS_TOKEN } = env();
  const given = /^Bearer +(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  return METRICS_TOKEN !== undefined && given !== undefined && sameSecret(given, METRICS_TOKEN);
}
