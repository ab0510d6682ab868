import { FOUND_KINDS, thingHref } from "@/lib/model/things";
import { authorize } from "@/lib/services/authorize";
import { suggestThings } from "@/lib/services/search/suggest-things";
import { apiDoor } from "@/lib/web/api-door";
import { requireTenantScope } from "@/lib/web/current-session";

interface Context {
  params: Promise<{ tenant: string }>;
}

/** What the search could be for: `?text=an`. A suggestion's value is the address it leads to. */
export const GET = apiDoor<Context>("search-suggest", async (request, { params }) => {
  const { tenant } = await params;
  const scope = await requireTenantScope(tenant);
  authorize(scope, "logs:read", "signInLogs");
  const things = await suggestThings(scope, new URL(request.url).searchParams.get("text") ?? "");
  const suggestions = things.map((thing) => ({
    value: thingHref(tenant, FOUND_KINDS[thing.kind].thing, thing.key),
    label: thing.name,
    detail: [FOUND_KINDS[thing.kind].label, thing.detail].filter(Boolean).join(" · "),
  }));
  return Response.json({ suggestions }, { headers: { "cache-control": "private, no-store" } });
});
