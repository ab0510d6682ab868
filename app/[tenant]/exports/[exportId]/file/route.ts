import { NotSignedInError } from "@/lib/model/errors";
import { offerBundle, openDownload } from "@/lib/services/exports/open-download";
import { answerBundle, refuseBundle } from "@/lib/web/bundle-response";
import { requireTenantScope } from "@/lib/web/current-session";

interface Context {
  params: Promise<{ tenant: string; exportId: string }>;
}

/** The bundle itself, whole or a stretch of it. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { tenant, exportId } = await params;
  const page = `/${encodeURIComponent(tenant)}/exports/${encodeURIComponent(exportId)}`;
  try {
    const scope = await requireTenantScope(tenant);
    const bundle = await offerBundle(scope, exportId);
    return await answerBundle(request, bundle, (range) => openDownload(scope, bundle, range));
  } catch (error) {
    if (!(error instanceof NotSignedInError)) return refuseBundle(error, page);
    const location = `/sign-in?${new URLSearchParams({ callbackUrl: page })}`;
    return new Response(null, { status: 307, headers: { location } });
  }
}
