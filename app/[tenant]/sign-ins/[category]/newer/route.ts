import { cookies } from "next/headers";
import { categoryBySlug } from "@/lib/model/categories";
import { InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { parseLogQuery } from "@/lib/model/log-query";
import { authorize } from "@/lib/services/authorize";
import { countNewer } from "@/lib/services/sign-ins/count-newer";
import { apiDoor } from "@/lib/web/api-door";
import { requireTenantScope } from "@/lib/web/current-session";
import { shownZone, ZONE_COOKIE } from "@/lib/web/zone";

interface Context {
  params: Promise<{ tenant: string; category: string }>;
}

/**
 * How many matches are newer than the page that is being looked at: the log's own parameters, and `since`; without that,
 * when the page holds none.
 */
export const GET = apiDoor<Context>("newer", async (request, { params }) => {
  const { tenant, category: slug } = await params;
  const scope = await requireTenantScope(tenant);
  authorize(scope, "logs:read", "signInLogs");
  const category = categoryBySlug(slug);
  if (!category) throw new NotFoundError("There is no such log.");
  const asked = new URL(request.url).searchParams;
  const since = asked.get("since");
  asked.delete("since");
  const zone = shownZone(asked.get("tz"), (await cookies()).get(ZONE_COOKIE)?.value);
  const now = new Date();
  const parsed = parseLogQuery(category.slug, asked, { now, zone: zone.name });
  if (!parsed.ok) throw new InvalidInputError(parsed.problems);
  const newer = await countNewer(scope, parsed.query, since, { now });
  return Response.json(newer, { headers: { "cache-control": "private, no-store" } });
});
