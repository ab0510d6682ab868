export const dynamic = "force-dynamic";

/** Alive: the process answers. */
export async function GET(): Promise<Response> {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
