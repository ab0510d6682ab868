import { checkReadiness } from "@/lib/services/platform/readiness";

export const dynamic = "force-dynamic";

/** Ready to serve: each part and whether it can be reached; 503 when one cannot. */
export async function GET(): Promise<Response> {
  const parts = Object.entries(await checkReadiness());
  const ready = parts.every(([, reachable]) => reachable);
  const described = parts.map(([part, reachable]) => [part, reachable ? "ok" : "unreachable"]);
  return Response.json(
    { status: ready ? "ok" : "unavailable", ...Object.fromEntries(described) },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store", ...(ready ? {} : { "retry-after": "5" }) } },
  );
}
