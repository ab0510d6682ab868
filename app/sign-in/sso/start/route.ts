import { redirect } from "next/navigation";
import { sameOriginPath } from "@/lib/web/same-origin-path";
import { leaveForProvider } from "@/lib/web/single-sign-on";

export const dynamic = "force-dynamic";

/** `?tenant=` leads straight to the tenant's identity provider: an address to bookmark, or for a portal's tile. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const callbackUrl = sameOriginPath(searchParams.get("callbackUrl") ?? "") ?? undefined;
  redirect(await leaveForProvider({ slug: searchParams.get("tenant") ?? "" }, { callbackUrl }));
}
