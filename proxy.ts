/**
 * A page cannot answer 400; this can. It looks at the log pages and at nothing else: request bodies that pass a proxy
 * are cut at 10 MB, so the matcher must never reach ingest or the APIs.
 */
import { type NextRequest, NextResponse } from "next/server";
import { categoryBySlug } from "@/lib/model/categories";
import { parseLogQuery } from "@/lib/model/log-query";
import { shownZone, ZONE_COOKIE } from "@/lib/web/zone";

export const config = { matcher: "/:tenant/sign-ins/:category" };

export function proxy(request: NextRequest): NextResponse {
  const { pathname, searchParams } = request.nextUrl;
  const category = categoryBySlug(pathname.split("/")[3] ?? "");
  if (!category || !["GET", "HEAD"].includes(request.method)) return NextResponse.next();
  const zone = shownZone(searchParams.get("tz"), request.cookies.get(ZONE_COOKIE)?.value);
  const parsed = parseLogQuery(category.slug, searchParams, { now: new Date(), zone: zone.name });
  // Not a rewrite: on loopback Next takes its own address for a foreign one and would fetch it over the network. The
  // page's own refusals (307, 403, 404) still replace the status.
  return parsed.ok ? NextResponse.next() : NextResponse.next({ status: 400 });
}
