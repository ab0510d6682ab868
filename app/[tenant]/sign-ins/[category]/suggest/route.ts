import { cookies } from "next/headers";
import { categoryBySlug } from "@/lib/model/categories";
import { InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { FILTERS, type FilterKey } from "@/lib/model/filters";
import { parseRange } from "@/lib/model/log-query-range";
import { authorize } from "@/lib/services/authorize";
import { suggestFilterValues } from "@/lib/services/sign-ins/suggest-filter-values";
import { apiDoor } from "@/lib/web/api-door";
import { requireTenantScope } from "@/lib/web/current-session";
import { shownZone, ZONE_COOKIE } from "@/lib/web/zone";

interface Context {
  params: Promise<{ tenant: string; category: string }>;
}

/** What a filter of a log could be set to, for the log's own page: `?filter=user&text=an`, with the range of the page. */
export const GET = apiDoor<Context>("suggest", async (request, { params }) => {
  const { tenant, category: slug } = await params;
  const scope = await requireTenantScope(tenant);
  authorize(scope, "logs:read", "signInLogs");
  const category = categoryBySlug(slug);
  if (!category) throw new NotFoundError("There is no such log.");
  const asked = new URL(request.url).searchParams;
  const key = asked.get("filter") ?? "";
  const zone = shownZone(asked.get("tz"), (await cookies()).get(ZONE_COOKIE)?.value);
  const range = parseRange(
    { range: given(asked, "range"), from: given(asked, "from"), to: given(asked, "to") },
    { now: new Date(), zone: zone.name },
  );
  if (!Object.hasOwn(FILTERS, key)) {
    throw new InvalidInputError({ filter: `There is no filter “${key.slice(0, 40)}”.` });
  }
  if (!range.ok) throw new InvalidInputError(range.problems);
  const suggestions = await suggestFilterValues(scope, {
    ...{ category: category.slug, key: key as FilterKey, text: asked.get("text") ?? "", range: range.range },
  });
  return Response.json({ suggestions }, { headers: { "cache-control": "private, no-store" } });
});

function given(params: URLSearchParams, name: string): string | undefined {
  return params.get(name)?.trim() || undefined;
}
